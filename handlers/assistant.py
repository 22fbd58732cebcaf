"""The assistant, put together: events come in through the gate, cards leave by messenger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread

from bot.aside import Aside
from bot.clock import Clock
from bot.dispatch import Dispatcher
from bot.errors import UnavailableError
from bot.failpoint import NO_FAILPOINT, Failpoint
from bot.files import NamedFile
from bot.gate import Gate
from bot.handed import FetchFile
from bot.message import Platform
from bot.metrics import Figures
from bot.outbound import Directory, Messenger, Reach, TroubleOf, no_trouble
from bot.patience import Patience
from bot.reach import RememberedReach
from bot.scheduler import Job, Metronome, run_each
from bot.sources.feeds.records import Feeds
from bot.sources.gazette.records import Gazette
from bot.sources.join.records import Join
from bot.sources.vendors import Kept
from bot.worker import Worker
from handlers.bindings.jobs import Introducer
from handlers.contacts.commands import directory
from handlers.coordination.jobs import ask_and_report
from handlers.delivery.jobs import Courier
from handlers.doorkeeper import Doorkeeper
from handlers.entrance import Entrance
from handlers.filing import read_file
from handlers.handing import Porter
from handlers.homes import Homes
from handlers.lookouts import Lookouts
from handlers.petitions.commands.beside import said_beside
from handlers.petitions.commands.digesting import Digester
from handlers.petitions.commands.passing import at_once
from handlers.presence.commands.reviewing import LeaveEditor
from handlers.reception import ReadStored, Reception
from handlers.reminders.commands.feeding import read_feed
from handlers.reminders.commands.planning import plan_duties
from handlers.reminders.commands.retelling import ReminderEditor
from handlers.reminders.jobs import remind
from handlers.requests.commands.reviewing import RequestEditor
from handlers.requests.jobs import go_on as ask_the_next
from handlers.rescue.commands.reviewing import RescueEditor
from handlers.rooms import FRONT, ROOMS
from handlers.services import Editors, Services
from handlers.shared.access import Speaker
from handlers.shared.mentions import AgencyMention
from handlers.sources.jobs import take_call
from handlers.sweeping import Sweeper
from handlers.vitals import next_moment, own_figures, with_database
from handlers.watch.commands.counts_handed import counts_card
from storage.engine import Database, Transaction
from storage.errors import DatabaseUnavailableError
from storage.inbox_writer import InboxWriter
from storage.records.messages import NewEvent
from storage.unit_of_work import UnitOfWork

BEAT_SECONDS = 1.0  # what nobody woke is found after this
REMIND_SECONDS = 5.0  # reminders are for minutes, not for seconds
SWEEP_SECONDS = 60.0  # whether the hourly sweep is due is a row
LOOK_SECONDS = 300.0  # what the platforms say of the month's paid messages
INTRODUCE_SECONDS = 60.0  # a few of the roster are looked for on a platform
STOP_SECONDS = 5.0  # for what runs to end; then what is in hand is given back
LONGEST_SILENCE = timedelta(seconds=30)  # a scheduler that is silent for longer is not ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an assistant is made of. `readers` read what a platform stored in the inbox.

    With `wakes` off nothing runs by itself; whoever owns the assistant calls `drain`.
    """

    database: Database
    clock: Clock
    messengers: Mapping[Platform, Messenger]
    trouble_of: TroubleOf = no_trouble
    reaches: Mapping[Platform, Reach] = field(default_factory=dict[Platform, Reach])
    readers: Mapping[str, ReadStored]
    admins: frozenset[str] = frozenset()
    public_base_url: str = ""
    wakes: bool = True
    failpoint: Failpoint = NO_FAILPOINT
    patience: Patience = field(default_factory=Patience)
    join: Join | None = None  # None: Join is not looked at
    gazette: Gazette | None = None  # None: the gazette is not read
    feeds: Feeds | None = None  # None: no feed is looked at
    directories: Mapping[Platform, Directory] = field(default_factory=dict[Platform, Directory])
    files: Mapping[Platform, FetchFile] = field(default_factory=dict[Platform, FetchFile])
    jobs: tuple[Job, ...] = ()  # what else the clock starts


class Assistant:
    """One process's share of the bot. Many may share one PostgreSQL."""

    def __init__(self, parts: Parts, dispatcher: Dispatcher[Services, Speaker]) -> None:
        self._parts = parts
        self._leaving = Event()
        self._introducer = Introducer(parts.database.unit_of_work, parts.directories, parts.clock)
        self._homes = Homes(parts.messengers, parts.clock)
        self._reception = Reception(
            database=parts.database,
            dispatcher=dispatcher,
            services_for=self._services,
            readers=parts.readers,
            clock=parts.clock,
            failpoint=parts.failpoint,
            patience=parts.patience,
            meet=self._introducer.meet,
            bring=Porter(parts.database.unit_of_work, parts.files).bring,
            heard=self._homes.heard,
            leaving=self._leaving,
        )
        self._courier = Courier(
            database=parts.database,
            messengers=parts.messengers,
            reaches={p: RememberedReach(one, parts.clock) for p, one in parts.reaches.items()},
            clock=parts.clock,
            failpoint=parts.failpoint,
            patience=parts.patience,
            editor=Editors(ReminderEditor(), RequestEditor(), RescueEditor(), LeaveEditor()),
            leaving=self._leaving,
        )
        self._sweeper = Sweeper(parts.database.unit_of_work, parts.clock, self._leaving)
        self._worker = Worker(self.drain)
        self._writer = InboxWriter(parts.database)
        wake = self._worker.wake if parts.wakes else None
        entrance = Entrance(self._writer, wake, parts.failpoint)
        self.gate = Gate(inbox=entrance, make_event=NewEvent, clock=parts.clock)
        jobs: tuple[Job, ...] = (
            Job("drain", self.drain, BEAT_SECONDS),
            Job("remind", self.remind_due, REMIND_SECONDS, by_the_clock=True),
            Job("sweep", self._sweeper.sweep_if_due, SWEEP_SECONDS, by_the_clock=True),
            Job("look", self._courier.look, LOOK_SECONDS),
        )
        lookouts = Lookouts(parts.database.unit_of_work, parts.clock)
        self._lookouts = lookouts.open(parts.join, parts.gazette, parts.feeds)
        jobs = (*jobs, *self._lookouts.jobs, *parts.jobs)
        if parts.directories:
            aside = Aside("introduce", self.introduce)
            jobs = (*jobs, Job("introduce", aside.start, INTRODUCE_SECONDS))
        self._digester = Digester(parts.database.unit_of_work)
        self._metronome = Metronome(jobs, parts.clock)

    def drain(self) -> None:
        """Handle every waiting event and send what is due. Raises UnavailableError."""
        try:
            self._reception.handle_waiting()
            self._courier.deliver_due()
            self._homes.draw_wanted(self._reception.look)
        except DatabaseUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def remind_due(self) -> None:
        """Put what is due into the outbox; the next `drain` sends it. Raises UnavailableError."""
        unit_of_work, clock = self._parts.database.unit_of_work, self._parts.clock
        try:
            run_each(
                lambda: remind(unit_of_work, now=clock.now(), failpoint=self._parts.failpoint),
                lambda: self._digester.send(now=clock.now()),
                lambda: ask_and_report(unit_of_work, now=clock.now()),
                lambda: ask_the_next(unit_of_work, now=clock.now()),
                lambda: self._digester.prepare(now=clock.now()),  # after all that is due
                passing=DatabaseUnavailableError,
            )
        except DatabaseUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def introduce(self) -> None:
        """Look for some of the roster on the platforms that know addresses.

        Raises UnavailableError.
        """
        try:
            self._introducer.look()
        except DatabaseUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def look_at_join(self) -> bool:
        """Look at one page of Join, if one is due; False: none was. Raises UnavailableError."""
        return self._lookouts.join()

    def read_gazette(self) -> bool:
        """Read the gazette's latest issue, if it is time to. Raises UnavailableError."""
        return self._lookouts.gazette()

    def look_at_feeds(self) -> bool:
        """Look at one feed, if one is due; False: none was. Raises UnavailableError."""
        return self._lookouts.feeds()

    def watch_posts(self) -> bool:
        """Look at new posts and put what they lead to into the outbox. Raises UnavailableError."""
        return self._lookouts.posts()

    def catch_up(self) -> None:
        """Do at once what the clock would start by itself: time was moved, or nobody ticks."""
        self._sweeper.sweep()
        self._courier.look()
        self.watch_posts()
        self.remind_due()
        self.drain()

    def next_moment(self) -> datetime | None:
        """Return when the next reminder goes out; None when none waits."""
        return next_moment(self._parts.database.unit_of_work, now=self._parts.clock.now())

    def start(self) -> None:
        """Begin to tick; what an earlier process left is handled at the first beat."""
        self._metronome.start()

    def leave(self) -> None:
        """Take up nothing more; `stop` follows in a moment. Safe in a signal handler."""
        self._leaving.set()

    def stop(self) -> None:
        """Finish what is running within STOP_SECONDS, give back what is not, close the database."""
        self._leaving.set()
        ending = Thread(target=self._finish, name="ending", daemon=True)
        ending.start()
        ending.join(STOP_SECONDS)
        if ending.is_alive():
            self._reception.let_go()
            self._courier.let_go()
        self._lookouts.let_go()
        self._parts.database.dispose()

    def _finish(self) -> None:
        self._metronome.stop()
        self._writer.close()
        self._worker.stop()

    def calendar(self, token: str) -> bytes | None:
        """Return the calendar behind a secret address. Raises UnavailableError."""
        try:
            return read_feed(self._parts.database.unit_of_work, token, now=self._parts.clock.now())
        except DatabaseUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def answers(self, token: str, form: str) -> NamedFile | None:
        """Return the table behind a secret address, as a file. Raises UnavailableError."""
        now, unit_of_work = self._parts.clock.now(), self._parts.database.unit_of_work
        try:
            return read_file(unit_of_work, token, form, now=now)
        except DatabaseUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def take_posts(self, body: bytes, source: str) -> Kept:
        """Keep what a vendor hands over. Raises UnavailableError."""
        now, unit_of_work = self._parts.clock.now(), self._parts.database.unit_of_work
        try:
            return take_call(unit_of_work, body, source, now=now)
        except DatabaseUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def checks(self) -> dict[str, Callable[[], bool]]:
        """Name what must work before the process is ready."""
        return {
            "database": self._parts.database.reachable,
            "schema": self._parts.database.schema_current,
            "scheduler": self._is_ticking,
        }

    def figures(self) -> Figures:
        """Count what waits and what became of it; without the database, what is known without."""
        parts, now = self._parts, self._parts.clock.now()
        own = own_figures(self._metronome, parts.messengers, parts.trouble_of, now=now)
        return with_database(own, parts.database, now=now)

    def _is_ticking(self) -> bool:
        beat = self._metronome.last_beat()
        return beat is not None and self._parts.clock.now() - beat < LONGEST_SILENCE

    def _services(self, transaction: Transaction) -> Services:
        return Services(
            unit_of_work=transaction.unit_of_work,
            clock=self._parts.clock,
            admins=self._parts.admins,
            platforms=tuple(self._parts.messengers),
            trouble_of=self._parts.trouble_of,
            last_beat=self._metronome.last_beat,
            public_base_url=self._parts.public_base_url,
            agencies_in=self._agencies_in,
            is_own_feed=self._lookouts.is_own_feed,
            case_changed=at_once(plan_duties),
            petition_said=said_beside,
            counts_in=counts_card,
        )

    def _agencies_in(self, uow: UnitOfWork, text: str) -> tuple[AgencyMention, ...]:
        return directory.mentions(uow, text, now=self._parts.clock.now())


def open_dispatcher() -> Dispatcher[Services, Speaker]:
    """Make the dispatcher of all open rooms; the edges need its verbs to make the readers."""
    return Dispatcher(ROOMS, Doorkeeper(), front=FRONT, passing=(DatabaseUnavailableError,))
