"""A world to tell stories in: the real assistant on a real database; only the platform is missing.

What people type goes in as a signed request with the platform's own JSON (`edges`), through
addressing, gate, inbox, handling and outbox. On SQLite people use LINE, on PostgreSQL Slack: so
every story runs on both platforms and on both engines, and each of them twice only. A story that is
about one platform says so.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.clock import Clock, MovableClock, StandingClock
from bot.dispatch import Dispatcher
from bot.handed import FetchFile
from bot.message import Card, Platform
from bot.outbound import Directory
from bot.sources.feeds.records import Feeds
from bot.sources.gazette.records import Gazette
from bot.sources.join.records import Join
from bot.web.answers import answers_route
from bot.web.calendar import calendar_route
from bot.web.posts import posts_routes
from handlers.assistant import Assistant, Parts, open_dispatcher
from handlers.services import Services
from handlers.shared.access import Speaker
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork
from tests.support.edges import Edge, Event, LineEdge, SlackEdge, Spot
from tests.support.messenger import RecordingMessenger

TAIPEI = ZoneInfo("Asia/Taipei")
MONDAY_MORNING = datetime(2026, 12, 7, 10, 0, tzinfo=TAIPEI)  # 115/12/07（一）
SECRET_KEY = "a key for tests only and as long as it must be"  # noqa: S105
OPINION_TOKEN = "a token that vendors show, for tests only"  # noqa: S105
PUBLIC_BASE_URL = "https://po.example.gov.tw"


class World:
    """People, chats and a clock that moves when told."""

    def __init__(  # noqa: PLR0913  # what worlds may differ in
        self,
        url: str,
        admins: frozenset[str] = frozenset(),
        line: RecordingMessenger | None = None,
        *,
        machine: Clock | None = None,
        join: Join | None = None,
        gazette: Gazette | None = None,
        feeds: Feeds | None = None,
        platforms: tuple[Platform, ...] = (),
        directory: Directory | None = None,
        files: Mapping[Platform, FetchFile] | None = None,
    ) -> None:
        """`line` takes the place of the first of the `platforms`; the others have their own."""
        self.platforms = platforms or (usual_platform(url),)
        self.platform = self.platforms[0]
        self.clock = MovableClock(machine or StandingClock(MONDAY_MORNING))
        self.database: Database = open_database(url, Cipher(SECRET_KEY))
        self.line = line or RecordingMessenger()  # of the platform that people use, whichever
        self.troubles: dict[Platform, str] = {}
        self.messengers = {one: RecordingMessenger() for one in self.platforms}
        self.messengers[self.platform] = self.line
        for one, messenger in self.messengers.items():
            messenger.tells_reach = one is Platform.LINE
        dispatcher = _dispatcher()
        self.numbers = count(1)
        kinds: dict[Platform, type[LineEdge] | type[SlackEdge]] = {
            Platform.LINE: LineEdge,
            Platform.SLACK: SlackEdge,
        }
        self.edges: dict[Platform, Edge] = {
            one: kinds[one](self.clock, dispatcher.verbs, self.numbers) for one in self.platforms
        }
        paid = [one for one in self.platforms if one is Platform.LINE]
        self.assistant = Assistant(
            Parts(
                database=self.database,
                clock=self.clock,
                messengers={**self.messengers},
                trouble_of=lambda one: self.troubles.get(one, ""),
                reaches={one: self.messengers[one] for one in paid},
                readers={one: edge.reader() for one, edge in self.edges.items()},
                admins=admins,
                public_base_url=PUBLIC_BASE_URL,
                wakes=False,
                join=join,
                gazette=gazette,
                feeds=feeds,
                directories={Platform.SLACK: directory} if directory else {},
                files=files or {},
            ),
            dispatcher,
        )
        routes = [
            *(edge.route(self.assistant.gate) for edge in self.edges.values()),
            calendar_route(self.assistant.calendar),
            answers_route(self.assistant.answers),
            *posts_routes(OPINION_TOKEN, self.assistant.take_posts),
        ]
        self.http = TestClient(Starlette(routes=routes))
        self._accounts: dict[str, int] = {}

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
        """Put somebody into the roster, with an account that is bound."""
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
            uow.bindings.add(self.platform.value, self.account(name), officer.id, now=now)
            uow.commit()
        return officer

    def account(self, name: str, on: Platform | None = None) -> str:
        """The account of a person, the same each time."""
        number = self._accounts.setdefault(name, len(self._accounts) + 1)
        return self.edges[on or self.platform].account(number)

    # Chats

    def direct(self, name: str, on: Platform | None = None) -> "Chat":
        """The one-to-one chat of a person."""
        platform = on or self.platform
        return Chat(self, platform, Spot(self.account(name, platform), is_group=False), name)

    def group(
        self,
        name: str,
        *,
        enabled_by: str = "",
        scope: str = "本機關",
        on: Platform | None = None,
    ) -> "Chat":
        """A group where the bot is; enabled by an officer when a name is given."""
        platform = on or self.platform
        chat = Chat(self, platform, Spot(self.edges[platform].group(name), is_group=True), "")
        chat.happens("join")
        if enabled_by:
            chat.says(f"#啟用 {scope}", by=enabled_by)
        self.messengers[platform].sent.clear()
        return chat

    def heard_privately(self, name: str, on: Platform | None = None) -> list[Card]:
        """What was sent to a person alone, one to one or in a group."""
        me = self.account(name, on)
        sent = self.messengers[on or self.platform].sent
        return [o.card for o in sent if me in {o.chat.id, o.only_for}]

    # Time and transport

    def deliver(self, *events: Event, drain: bool = True, on: Platform | None = None) -> None:
        """Hand events in as signed webhook requests, and handle them."""
        self.edges[on or self.platform].post(self.http, events)
        if drain:
            self.assistant.drain()

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

    def is_told_on(self, platform: Platform, why: str) -> None:
        """Skip a story that is about one platform, where people use another."""
        if platform not in self.platforms:
            pytest.skip(f"about {platform}: {why}")

    def stop(self) -> None:
        self.assistant.stop()


@dataclass
class Chat:
    """One chat of the world."""

    world: World
    platform: Platform
    spot: Spot
    owner: str  # of a one-to-one chat

    @property
    def id(self) -> str:
        """The platform's own."""
        return self.spot.id

    def thread(self, of: str) -> "Chat":
        """The same chat, in the thread that a message of that moment began."""
        return replace(self, spot=replace(self.spot, thread=of))

    def says(self, text: str, *, by: str = "", message_id: str = "") -> Card | None:
        """Somebody types; returns the card that came back here, or None for silence."""
        return self._answer(self.typed(text, by=by, message_id=message_id))

    def typed(self, text: str, *, by: str = "", message_id: str = "") -> Event:
        """The event of somebody typing, not yet handed in."""
        sender = self.world.account(by or self.owner, self.platform)
        return self.world.edges[self.platform].typed(self.spot, text, sender, message_id)

    def happens(self, kind: str, **parts: object) -> Card | None:
        """Something happens that is not a text; returns the card that came back here."""
        if kind in {"follow", "unfollow"} and self.platform is not Platform.LINE:
            self._is_reached(reachable=kind == "follow")
            return None
        return self._answer(self.world.edges[self.platform].happened(self.spot, kind, **parts))

    def _answer(self, event: Event) -> Card | None:
        messenger = self.world.messengers[self.platform]
        sent, before = messenger.sent, len(messenger.sent)
        messenger.answering = self.id
        self.world.deliver(event, on=self.platform)
        messenger.answering = ""
        came = [o for o in sent[before:] if o.chat.id == self.id and not o.only_for]
        answers = [o for o in came if o.reply_ticket is not None]  # what waited may come before
        return next((o.card for o in answers or came), None)

    def _is_reached(self, *, reachable: bool) -> None:
        """What LINE tells at once is learnt elsewhere when a message does not arrive."""
        now = self.world.clock.now()
        with self.world.database.unit_of_work() as uow:
            uow.reachability.note(self.platform.value, self.id, reachable=reachable, now=now)
            uow.commit()


@cache
def _dispatcher() -> Dispatcher[Services, Speaker]:
    """Make the dispatcher once for all worlds: it knows commands, and nothing that happens."""
    return open_dispatcher()


def usual_platform(url: str) -> Platform:
    """What people use in the stories that are told on an engine."""
    return Platform.LINE if url.startswith("sqlite") else Platform.SLACK


def moment(text: str) -> datetime:
    """「2026-12-16 23:59:59」 Taipei as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI).astimezone(UTC)
