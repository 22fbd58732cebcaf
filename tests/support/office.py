"""A small office around the rooms for people: real dispatcher, doorkeeper, rules and database."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.clock import MovableClock, StandingClock
from bot.dispatch import Dispatcher
from bot.message import Answer, Card, ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.room import Room
from handlers.bindings.commands import commands as binding_commands
from handlers.contacts.commands import DirectoryCache, make_commands
from handlers.doorkeeper import Doorkeeper
from handlers.people.commands import commands as people_commands
from handlers.privacy.commands import commands as privacy_commands
from handlers.profile.commands import commands as profile_commands
from handlers.services import Services
from handlers.shared.access import Speaker
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.audit import AuditEntry
from storage.records.cases import Case, CaseKind, Secrecy, Stage
from storage.records.chats import ChatScope
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork

TUESDAY = datetime(2026, 12, 8, 1, tzinfo=UTC)  # 115/12/08, nine in the morning in Taipei
ADMIN_MAIL = "keeper@ndc.gov.tw"
SECRET = "tests only: a secret key of enough characters"  # noqa: S105  # no real one


@dataclass
class Office:
    """People speak, one to one or in a group, and look at what comes back."""

    database: Database
    clock: MovableClock
    dispatcher: Dispatcher[Services, Speaker] = field(init=False)
    directory: DirectoryCache = field(default_factory=DirectoryCache)
    count: int = 0

    def __post_init__(self) -> None:
        rooms = (
            Room("聯絡", make_commands(self.directory)),
            Room("綁定", binding_commands),
            Room("人員", people_commands),
            Room("我的資料", profile_commands),
            Room("個資", privacy_commands),
        )
        self.dispatcher = Dispatcher(rooms, Doorkeeper())

    @property
    def today(self) -> date:
        """The day in Taipei."""
        return (self.clock.now() + timedelta(hours=8)).date()

    @contextmanager
    def work(self) -> Generator[UnitOfWork]:
        """Give a unit of work that is kept."""
        with self.database.unit_of_work() as uow:
            yield uow
            uow.commit()

    def hears(
        self,
        text: str,
        *,
        by: str,
        group: str = "",
        platform: Platform = Platform.LINE,
        kind: EventKind = EventKind.TEXT,
    ) -> Answer:
        """Handle one event as the worker does, in one transaction."""
        self.count += 1
        chat = ChatRef(platform, ChatKind.GROUP if group else ChatKind.DIRECT, group or by)
        message = IncomingMessage(
            event_id=f"e{self.count}",
            kind=kind,
            chat=chat,
            sender_id=by,
            text=text,
            received_at=self.clock.now(),
        )
        with self.database.transaction() as transaction:
            services = Services(
                unit_of_work=transaction.unit_of_work,
                clock=self.clock,
                admins=frozenset({ADMIN_MAIL}),
                agencies_in=lambda uow, text: self.directory.mentions(
                    uow, text, now=self.clock.now()
                ),
            )
            return self.dispatcher.handle(message, services, now=self.clock.now())

    def says(self, text: str, *, by: str, platform: Platform = Platform.LINE) -> Card:
        """Say something one to one and return the answer, which there must be."""
        answer = self.hears(text, by=by, platform=platform)
        assert answer.here is not None
        return answer.here

    def employ(  # noqa: PLR0913  # a row of the roster has many cells
        self,
        name: str,
        agency: str,
        role: Role = Role.PO,
        *,
        account: str = "",
        office_phone: str = "",
        email: str = "",
        unit: str = "",
        starts_on: date | None = None,
        ends_on: date | None = None,
    ) -> Officer:
        """Put somebody into the roster, and bind `account` (LINE) if there is one."""
        with self.work() as uow:
            officer = uow.officers.add(
                Officer(id=0, name=name, email=email, office_phone=office_phone)
            )
            place = uow.agencies.by_name(agency)
            assert place is not None, agency
            uow.officers.add_appointment(
                Appointment(
                    id=0,
                    officer_id=officer.id,
                    agency_id=place.id,
                    role=role,
                    unit=unit,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    confirmed_at=datetime(2026, 11, 30, 2, tzinfo=UTC),
                    confirmed_by="本人",
                )
            )
            if account:
                uow.bindings.add("line", account, officer.id, now=self.clock.now())
        return officer

    def enable(self, group: str, scope: ChatScope = ChatScope.CROSS) -> None:
        """Enable a group as 「#啟用」 does."""
        with self.work() as uow:
            chat = uow.chats.add("line", group, now=self.clock.now())
            uow.chats.save(replace(chat, scope=scope))

    def open_case(
        self, subject: str, holder: Officer, agency: str, *, secrecy: Secrecy = Secrecy.NORMAL
    ) -> Case:
        """Register a case that `holder` holds."""
        with self.work() as uow:
            case = uow.cases.add(
                Case(
                    id=0,
                    number=uow.cases.next_number(115),
                    kind=CaseKind.OWN,
                    stage=Stage.WORKING,
                    subject=subject,
                    agency_id=self._id(uow, agency),
                    holder_id=holder.id,
                    created_at=self.clock.now(),
                    created_by=holder.id,
                    secrecy=secrecy,
                    due_at=self.clock.now() + timedelta(days=8),
                )
            )
            if secrecy is Secrecy.SENSITIVE:
                uow.cases.name_officer(case.id, holder.id)
        return case

    def _id(self, uow: UnitOfWork, agency: str) -> int:
        found = uow.agencies.by_name(agency)
        assert found is not None
        return found.id

    def holder(self, case: Case) -> int | None:
        """Return who holds a case now."""
        with self.database.unit_of_work() as uow:
            return uow.cases.get(case.id).holder_id

    def audit(self, agency: str) -> tuple[AuditEntry, ...]:
        """Return an agency's audit log, newest first."""
        with self.database.unit_of_work() as uow:
            return uow.audit.of_agency(self._id(uow, agency), 50)


def open_office(url: str) -> Office:
    """Open an office on a migrated database: the shipped agencies, and nobody in them."""
    return Office(open_database(url, Cipher(SECRET)), MovableClock(StandingClock(TUESDAY)))
