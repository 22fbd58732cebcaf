"""The place of a platform: keeps what would be sent."""

from dataclasses import dataclass, field, replace

from bot.message import ChatRef, Outgoing
from bot.outbound import Allowance, Outcome, SendResult


@dataclass
class RecordingMessenger:
    """A platform's place: keeps what would be sent, and can be told to fail.

    `sent` has each card by itself; `requests` what was asked for, also what was not taken.
    """

    sent: list[Outgoing] = field(default_factory=list[Outgoing])
    requests: list[Outgoing] = field(default_factory=list[Outgoing])
    outcomes: list[Outcome] = field(default_factory=list[Outcome])  # used up first
    left: list[str] = field(default_factory=list[str])
    limit: int | None = None  # of the month's pushes
    used: int = 0
    member_counts: dict[str, int] = field(default_factory=dict[str, int])
    strangers: set[str] = field(default_factory=set[str])  # no friends of the bot
    pushes_end: Outcome | None = None  # in an outage: every push ends so, answers get through
    answering: str = ""  # the chat in which somebody waits for an answer
    tells_reach: bool = True  # or a message to a stranger just does not arrive

    def send(self, outgoing: Outgoing) -> SendResult:
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.DELIVERED
        is_answer = outgoing.reply_ticket is not None or outgoing.chat.id == self.answering
        if self.pushes_end is not None and not is_answer:
            outcome = self.pushes_end
        if not self.tells_reach and outgoing.chat.id in self.strangers:
            outcome = Outcome.UNREACHABLE
        self.requests.append(outgoing)
        if outcome is Outcome.DELIVERED:
            self.sent.extend(replace(outgoing, card=card, more=()) for card in outgoing.cards)
            if outgoing.reply_ticket is None:
                self.used += self.member_count(outgoing.chat) or 1
        return SendResult(outcome=outcome, reason="as told")

    def leave(self, chat: ChatRef) -> None:
        self.left.append(chat.id)

    def allowance(self) -> Allowance:
        return Allowance(limit=self.limit, used=self.used)

    def member_count(self, chat: ChatRef) -> int | None:
        return self.member_counts.get(chat.id)

    def reaches(self, chat: ChatRef) -> bool:
        return chat.id not in self.strangers

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        del chat, user_id
        return None
