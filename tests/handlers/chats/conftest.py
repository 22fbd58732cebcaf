"""Groups of the sandbox's invented officers, on a real database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.addressing import what_is_asked
from bot.clock import MovableClock, StandingClock
from bot.message import Answer, Card, ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.room import Request
from bot.understand import Understander
from bot.understanding import Certainty
from handlers.chats.commands import commands
from handlers.services import Asked, Services
from handlers.shared.access import Speaker, may
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.records.chats import LinkedChat
from storage.samples import fill_samples
from storage.unit_of_work import UnitOfWork

START = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)  # 115/12/08（二）10:30 in Taipei


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat, as its members use it."""

    database: Database
    clock: MovableClock
    chat: ChatRef

    def says(self, text: str, by: str) -> Answer:
        """Let somebody type a line here, and return what the bot does.

        A UserError comes through as it is; a line that is not allowed is a failed test.
        """
        asked = what_is_asked(text, mentioned=False, direct=not self.chat.is_group)
        assert asked is not None, f"{text!r} does not call the bot"
        meant = Understander(tuple(commands)).understand(asked)
        assert meant.certainty is Certainty.SURE, f"{text!r} is not understood"
        command = next(c for c in commands if c.name == meant.command)
        with self.database.transaction() as transaction:
            services = self._services(transaction.unit_of_work)
            speaker = _speaker(services, by)
            assert may(speaker, command.access), f"{by} may not"
            message = self._event(EventKind.TEXT, by, asked)
            result = command.handler(self._request(message, meant.argument, speaker), services)
        return Answer(here=result) if isinstance(result, Card) else result

    def happens(self, kind: EventKind) -> Answer:
        """Let the platform tell something about the group."""
        with self.database.transaction() as transaction:
            request = self._request(self._event(kind, None, ""), "", Speaker())
            result = commands.events[kind](request, self._services(transaction.unit_of_work))
        return Answer(here=result) if isinstance(result, Card) else result

    def stored(self) -> LinkedChat:
        """Return what is known of the group."""
        with self.database.unit_of_work() as uow:
            chat = uow.chats.find(self.chat.platform, self.chat.id)
        assert chat is not None
        return chat

    def audited(self) -> list[str]:
        """Return what the audit log says about groups, oldest first."""
        with self.database.unit_of_work() as uow:
            agencies = {entry.id for entry in uow.agencies.all()}
            entries = [e for agency in agencies for e in uow.audit.of_agency(agency, 20)]
        return [f"{e.action} {e.detail}" for e in sorted(entries, key=lambda e: e.id)]

    def _services(self, unit_of_work: Callable[[], UnitOfWork]) -> Services:
        return Services(
            unit_of_work=unit_of_work, clock=self.clock, admins=frozenset(), add_friend_url=""
        )

    def _request(self, message: IncomingMessage, argument: str, speaker: Speaker) -> Asked:
        return Request(message=message, argument=argument, speaker=speaker, now=self.clock.now())

    def _event(self, kind: EventKind, by: str | None, text: str) -> IncomingMessage:
        return IncomingMessage(
            event_id="event",
            kind=kind,
            chat=self.chat,
            sender_id=by,
            text=text,
            received_at=self.clock.now(),
        )


def _speaker(services: Services, by: str) -> Speaker:
    with services.unit_of_work() as uow:
        binding = uow.bindings.find(Platform.WEB, by)
        if binding is None:
            return Speaker()
        appointments = uow.officers.appointments(officer_id=binding.officer_id)
        return Speaker(
            officer=uow.officers.get(binding.officer_id),
            agency=uow.agencies.get(appointments[0].agency_id),
            appointments=appointments,
            agency_ids=frozenset(a.agency_id for a in appointments),
        )


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    """A group that the bot has just been added to."""
    migrate(database_url)
    database = open_database(database_url, Cipher("a key for tests, forty characters long.."))
    with database.unit_of_work() as uow:
        fill_samples(uow, START)
        uow.commit()
    fresh = Group(
        database,
        MovableClock(StandingClock(START)),
        ChatRef(Platform.WEB, ChatKind.GROUP, "fresh-group"),
    )
    fresh.happens(EventKind.BOT_JOINED)
    yield fresh
    database.dispose()
