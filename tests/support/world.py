"""A world to tell stories in: the real assistant on a real database; only LINE itself is missing.

What people type goes in as a signed request with LINE's own JSON, through addressing, gate, inbox,
handling and outbox.
"""

import hmac
from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

import orjson
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.clock import Clock, MovableClock, StandingClock
from bot.line.receive import read_stored
from bot.line.webhook import line_webhook_route
from bot.message import Card, ChatRef, Outgoing, Platform
from bot.outbound import Allowance, Outcome, SendResult
from bot.sources.join.records import Join
from bot.web.answers import answers_route
from bot.web.calendar import calendar_route
from handlers.assistant import Assistant, Parts, open_dispatcher
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork

TAIPEI = ZoneInfo("Asia/Taipei")
MONDAY_MORNING = datetime(2026, 12, 7, 10, 0, tzinfo=TAIPEI)  # 115/12/07（一）
SECRET_KEY = "a key for tests only and as long as it must be"  # noqa: S105
CHANNEL_SECRET = "channel-secret"  # noqa: S105
PUBLIC_BASE_URL = "https://po.example.gov.tw"
BOT_USER_ID = "U" + "f" * 32


@dataclass
class RecordingMessenger:
    """LINE's place: keeps what would be sent, and can be told to fail.

    `sent` has each card by itself; `requests` what was asked of LINE, also what it did not take.
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

    def send(self, outgoing: Outgoing) -> SendResult:
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.DELIVERED
        if self.pushes_end is not None and outgoing.reply_ticket is None:
            outcome = self.pushes_end
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


class World:
    """People, chats and a clock that moves when told."""

    def __init__(
        self,
        url: str,
        admins: frozenset[str] = frozenset(),
        line: RecordingMessenger | None = None,
        *,
        machine: Clock | None = None,
        join: Join | None = None,
    ) -> None:
        self.clock = MovableClock(machine or StandingClock(MONDAY_MORNING))
        self.database: Database = open_database(url, Cipher(SECRET_KEY))
        self.line = line or RecordingMessenger()
        dispatcher = open_dispatcher()
        self.assistant = Assistant(
            Parts(
                database=self.database,
                clock=self.clock,
                messengers={Platform.LINE: self.line},
                reaches={Platform.LINE: self.line},
                readers={Platform.LINE: partial(read_stored, verbs=dispatcher.verbs)},
                admins=admins,
                public_base_url=PUBLIC_BASE_URL,
                wakes=False,
                join=join,
            ),
            dispatcher,
        )
        route = line_webhook_route(
            secret=CHANNEL_SECRET, gate=self.assistant.gate, verbs=dispatcher.verbs
        )
        routes = [
            route,
            calendar_route(self.assistant.calendar),
            answers_route(self.assistant.answers),
        ]
        self.http = TestClient(Starlette(routes=routes))
        self.numbers = count(1)
        self._accounts: dict[str, str] = {}

    # People

    def officer(
        self,
        name: str,
        agency: str,
        role: Role = Role.PO,
        *,
        email: str = "",
        phone: str = "",
    ) -> Officer:
        """Put somebody into the roster, with a LINE account that is bound."""
        now = self.clock.now()
        with self.database.unit_of_work() as uow:
            place = uow.agencies.by_name(agency)
            assert place is not None, agency
            officer = uow.officers.add(
                Officer(id=0, name=name, email=email, office_phone=phone, phone_in_groups=False)
            )
            uow.officers.add_appointment(
                Appointment(
                    id=0,
                    officer_id=officer.id,
                    agency_id=place.id,
                    role=role,
                    confirmed_at=now,
                    confirmed_by="名冊匯入",
                )
            )
            uow.bindings.add("line", self.account(name), officer.id, now=now)
            uow.commit()
        return officer

    def account(self, name: str) -> str:
        """The LINE user id of a person, the same each time."""
        return self._accounts.setdefault(name, f"U{len(self._accounts) + 1:032x}")

    # Chats

    def direct(self, name: str) -> "Chat":
        """The one-to-one chat of a person."""
        user_id = self.account(name)
        return Chat(self, {"type": "user", "userId": user_id}, user_id, name)

    def group(self, name: str, *, enabled_by: str = "", scope: str = "本機關") -> "Chat":
        """A group where the bot is; enabled by an officer when a name is given."""
        group_id = f"C{sum(map(ord, name)):032x}"
        chat = Chat(self, {"type": "group", "groupId": group_id}, group_id, "")
        chat.happens("join")
        if enabled_by:
            chat.says(f"#啟用 {scope}", by=enabled_by)
        self.line.sent.clear()
        return chat

    def heard_privately(self, name: str) -> list[Card]:
        """What was sent to a person one to one."""
        return [o.card for o in self.line.sent if o.chat.id == self.account(name)]

    # Time and transport

    def deliver(self, *events: dict[str, object], drain: bool = True) -> None:
        """Hand LINE events in as one signed webhook request, and handle them."""
        body = orjson.dumps({"destination": BOT_USER_ID, "events": list(events)})
        signature = b64encode(hmac.digest(CHANNEL_SECRET.encode(), body, "sha256"))
        answer = self.http.post(
            "/line/webhook", content=body, headers={"x-line-signature": signature.decode()}
        )
        assert answer.status_code == 200, answer.status_code
        if drain:
            self.assistant.drain()

    def event(self, kind: str, source: dict[str, object], **parts: object) -> dict[str, object]:
        """A LINE event as the platform sends it."""
        number = next(self.numbers)
        return {
            "type": kind,
            "mode": "active",
            "timestamp": int(self.clock.now().timestamp() * 1000),
            "source": source,
            "webhookEventId": f"01J{number:023d}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"token-{number}",
            **parts,
        }

    def advance(self, **step: float) -> None:
        """Let time pass, and what became due happen."""
        self.clock.advance(timedelta(**step))
        self.assistant.remind_due()
        self.assistant.drain()

    @contextmanager
    def looking(self) -> Generator[UnitOfWork]:
        """Look into the database."""
        with self.database.unit_of_work() as uow:
            yield uow

    def stop(self) -> None:
        self.assistant.stop()


@dataclass
class Chat:
    """One chat of the world."""

    world: World
    source: dict[str, object]
    id: str
    owner: str  # of a one-to-one chat

    def says(self, text: str, *, by: str = "", message_id: str = "") -> Card | None:
        """Somebody types; returns the card that came back here, or None for silence."""
        event = self.typed(text, by=by, message_id=message_id)
        before = len(self.world.line.sent)
        self.world.deliver(event)
        return next((o.card for o in self.world.line.sent[before:] if o.chat.id == self.id), None)

    def typed(self, text: str, *, by: str = "", message_id: str = "") -> dict[str, object]:
        """The event of somebody typing, not yet handed in."""
        sender = self.world.account(by or self.owner)
        message = {"type": "text", "id": message_id or f"m{next(self.world.numbers)}", "text": text}
        return self.world.event("message", {**self.source, "userId": sender}, message=message)

    def happens(self, kind: str, **parts: object) -> Card | None:
        """Something happens that is not a text; returns the card that came back here."""
        before = len(self.world.line.sent)
        self.world.deliver(self.world.event(kind, self.source, **parts))
        return next((o.card for o in self.world.line.sent[before:] if o.chat.id == self.id), None)


def moment(text: str) -> datetime:
    """「2026-12-16 23:59:59」 Taipei as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI).astimezone(UTC)
