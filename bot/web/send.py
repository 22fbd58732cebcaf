"""Cards on their way into the sandbox's chats."""

from collections.abc import Mapping

from bot.clock import Clock
from bot.message import ChatRef, Outgoing
from bot.outbound import Outcome, SendResult
from bot.pictures import PictureAddress, no_address
from bot.web.render import render_card, render_event
from bot.web.transcript import Transcript

GONE = "小幫手離開了群組"


class WebMessenger:
    """Shows cards in the web chats. Nothing is paid for here, and nothing is refused.

    A delivery that is repeated is shown once, as LINE does it with a retry key.
    """

    def __init__(
        self,
        transcript: Transcript,
        clock: Clock,
        names: Mapping[str, str],
        picture_address: PictureAddress = no_address,
    ) -> None:
        self._transcript = transcript
        self._clock = clock
        self._names = names
        self._picture_address = picture_address

    def send(self, outgoing: Outgoing) -> SendResult:
        """Show the cards in their chat."""
        for number, card in enumerate(outgoing.cards):
            message_id = f"{outgoing.delivery_id}-{number}" if number else outgoing.delivery_id
            where = self._picture_address(card.picture.key) if card.picture else ""
            html = render_card(card, in_group=outgoing.chat.is_group, picture_url=where)
            self._transcript.add(outgoing.chat, html, at=self._clock.now(), message_id=message_id)
        return SendResult(outcome=Outcome.DELIVERED)

    def leave(self, chat: ChatRef) -> None:
        """Leave a group."""
        self._transcript.leave(chat.id)
        self._transcript.add(chat, render_event(GONE), at=self._clock.now())

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        """Return the name of one of the sandbox's people."""
        del chat  # a person has the same name in every chat here
        return self._names.get(user_id)
