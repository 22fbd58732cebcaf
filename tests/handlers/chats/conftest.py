"""A group of the sandbox's invented officers: real dispatcher, doorkeeper and database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import pytest

from bot.addressing import what_is_asked
from bot.clock import MovableClock, StandingClock
from bot.dispatch import Dispatcher
from bot.message import Answer, ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.room import Room
from handlers.chats.commands import commands
from handlers.doorkeeper import Doorkeeper
from handlers.services import Services
from handlers.shared.access import Speaker
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.records.chats import LinkedChat
from storage.samples import fill_samples

START = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)  # 115/12/08（二）10:30 in Taipei
CHAT = ChatRef(Platform.WEB, ChatKind.GROUP, "fresh-group")


@dataclass
class Group:
    """A group chat, as its members use it."""

    database: Database
    clock: MovableClock = field(default_factory=lambda: MovableClock(StandingClock(START)))
    dispatcher: Dispatcher[Services, Speaker] = field(
        default_factory=lambda: Dispatcher((Room("群組", commands),), Doorkeeper())
    )
    numbers: Iterator[int] = field(default_factory=count)

    def says(self, text: str, by: str) -> Answer:
        """Let somebody type a line here, and return what the bot does."""
        asked = what_is_asked(text, mentioned=False, direct=False)
        assert asked is not None, f"{text!r} does not call the bot"
        return self._handle(EventKind.TEXT, by, asked)

    def happens(self, kind: EventKind) -> Answer:
        """Let the platform tell something about the group."""
        return self._handle(kind, None, "")

    def stored(self) -> LinkedChat:
        """Return what is known of the group."""
        with self.database.unit_of_work() as uow:
            chat = uow.chats.find(CHAT.platform, CHAT.id)
        assert chat is not None
        return chat

    def audited(self) -> list[str]:
        """Return what the audit log says about groups, oldest first."""
        with self.database.unit_of_work() as uow:
            agencies = {entry.id for entry in uow.agencies.all()}
            entries = [e for agency in agencies for e in uow.audit.of_agency(agency, 20)]
        return [f"{e.action} {e.detail}" for e in sorted(entries, key=lambda e: e.id)]

    def _handle(self, kind: EventKind, by: str | None, text: str) -> Answer:
        message = IncomingMessage(
            event_id=f"event-{next(self.numbers)}",
            kind=kind,
            chat=CHAT,
            sender_id=by,
            text=text,
            received_at=self.clock.now(),
        )
        with self.database.transaction() as transaction:
            services = Services(
                unit_of_work=transaction.unit_of_work,
                clock=self.clock,
                admins=frozenset(),
                agencies_in=lambda _uow, _text: (),
            )
            return self.dispatcher.handle(message, services, now=self.clock.now())


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    """A group that the bot has just been added to."""
    migrate(database_url)
    database = open_database(database_url, Cipher("a key for tests, forty characters long.."))
    try:
        with database.unit_of_work() as uow:
            fill_samples(uow, START)
            uow.commit()
        fresh = Group(database)
        fresh.happens(EventKind.BOT_JOINED)
        yield fresh
    finally:
        database.dispose()
