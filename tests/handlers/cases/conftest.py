"""Officers of several ministries who talk about cases: real dispatcher, finder and database."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.dispatch import Dispatcher
from bot.message import Answer, Card, ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.room import Room
from handlers.cases.commands import commands
from handlers.contacts.commands import make_commands
from handlers.doorkeeper import Doorkeeper
from handlers.reminders.commands import commands as reminder_commands
from handlers.reminders.commands.planning import plan_duties
from handlers.services import Services
from handlers.shared.access import Speaker
from storage.records.cases import Case, HistoryEntry
from storage.records.chats import ChatScope
from storage.records.officers import Appointment, Officer, Role
from tests.support.office import ADMIN_MAIL, Office
from tests.support.world import usual_platform

PEOPLE = {  # account: nickname, agency, role, unit; all invented
    "阿菊": ("衛福部", Role.PO, "綜合規劃司"),
    "小陳": ("衛福部", Role.TEAM, "綜合規劃司"),
    "大毛": ("內政部", Role.PO, "綜合規劃司"),
    "阿健": ("國健署", Role.PO, "企劃組"),
    "小發": ("國發會", Role.HUB, "資訊管理處"),
    "科員": ("衛福部", Role.BUSINESS_UNIT, "護產科"),
}
OURS, CASE_ROOM, CROSS = "衛福部群組", "單案群組", "跨部會群組"


@dataclass
class Floor:
    """A floor of offices: people speak one to one, or in one of three groups."""

    office: Office
    people: dict[str, Officer] = field(default_factory=dict[str, Officer])
    dispatcher: Dispatcher[Services, Speaker] = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        rooms = (
            Room("案件", commands),
            Room("期限", reminder_commands),
            Room("聯絡", make_commands(self.office.directory)),
        )
        self.dispatcher = Dispatcher(rooms, Doorkeeper())

    def hears(self, message: IncomingMessage) -> Answer:
        """Handle one event in one transaction, as the worker does."""
        database, clock = self.office.database, self.office.clock
        with database.transaction() as transaction:
            services = Services(
                unit_of_work=transaction.unit_of_work,
                clock=clock,
                admins=frozenset({ADMIN_MAIL}),
                agencies_in=lambda uow, text: self.office.directory.mentions(
                    uow, text, now=clock.now()
                ),
                case_changed=plan_duties,
            )
            return self.dispatcher.handle(message, services, now=clock.now())

    def message(self, text: str, by: str, group: str = "", message_id: str = "") -> IncomingMessage:
        self.count += 1
        return IncomingMessage(
            event_id=f"e{self.count}",
            kind=EventKind.TEXT,
            chat=self._chat(by, group),
            sender_id=by,
            text=text,
            received_at=self.office.clock.now(),
            message_id=message_id or f"m{self.count}",
        )

    @property
    def platform(self) -> Platform:
        """What people use here: LINE on SQLite, Slack on PostgreSQL."""
        return usual_platform(str(self.office.database.engine.url))

    def _chat(self, by: str, group: str) -> ChatRef:
        kind = ChatKind.GROUP if group else ChatKind.DIRECT
        return ChatRef(self.platform, kind, group or by)

    def says(self, text: str, by: str = "阿菊") -> Card:
        """Say something one to one and return the answer."""
        answer = self.hears(self.message(text, by))
        assert answer.here is not None, text
        return answer.here

    def group(self, text: str, by: str = "阿菊", where: str = OURS, message_id: str = "") -> Answer:
        """Say something in a group."""
        return self.hears(self.message(text, by, where, message_id))

    def aloud(self, text: str, by: str = "阿菊", where: str = OURS) -> Card:
        """Say something in a group and return what the group reads."""
        answer = self.group(text, by, where)
        assert answer.here is not None, answer
        assert answer.private is None
        assert len(answer.here.buttons) <= 1
        return answer.here

    def aside(self, text: str, by: str = "阿菊", where: str = OURS) -> Card:
        """Say something in a group and return what only the sender reads."""
        answer = self.group(text, by, where)
        assert answer.here is None, answer
        assert answer.private is not None
        return answer.private

    def unsends(self, message_id: str, by: str, group: str = "") -> Answer:
        """Take a message back."""
        taken = replace(self.message("", by, group, message_id), kind=EventKind.UNSENT)
        return self.hears(taken)

    def taps(self, card: Card, label: str, by: str = "阿菊") -> Card:
        """Tap a button, one to one: a typed line."""
        commands_by_label = {button.label: button.command for button in card.buttons}
        assert label in commands_by_label, commands_by_label
        return self.says(commands_by_label[label], by)

    def waits(self, **step: float) -> None:
        self.office.clock.advance(timedelta(**step))

    def case(self, number: str = "115-0001") -> Case:
        with self.office.database.unit_of_work() as uow:
            case = uow.cases.by_number(number)
        assert case is not None, number
        return case

    def case_count(self) -> int:
        with self.office.database.unit_of_work() as uow:
            number = uow.cases.next_number(115)
        return int(number.split("-")[1]) - 1

    def history(self, number: str = "115-0001") -> tuple[HistoryEntry, ...]:
        case_id = self.case(number).id
        with self.office.database.unit_of_work() as uow:
            return uow.history.of_case(case_id)


def facts(card: Card) -> dict[str, str]:
    """Return what a card says, by label."""
    return {fact.label: fact.value for fact in card.facts}


def labels(card: Card) -> list[str]:
    return [button.label for button in card.buttons]


@pytest.fixture
def floor(office: Office) -> Floor:
    """Give the floor with its people at work and its groups opened; no cases yet."""
    made = Floor(office)
    with office.work() as uow:
        for nickname, (agency_name, role, unit) in PEOPLE.items():
            agency = uow.agencies.by_name(agency_name)
            assert agency is not None, agency_name
            officer = uow.officers.add(Officer(id=0, name=f"測試{nickname}", nickname=nickname))
            uow.officers.add_appointment(
                Appointment(id=0, officer_id=officer.id, agency_id=agency.id, role=role, unit=unit)
            )
            uow.bindings.add(made.platform, nickname, officer.id, now=office.clock.now())
            made.people[nickname] = officer
        ours = uow.agencies.by_name("衛福部")
        assert ours is not None
        for name, scope in ((OURS, ChatScope.AGENCY), (CROSS, ChatScope.CROSS)):
            chat = uow.chats.add(made.platform, name, now=office.clock.now())
            uow.chats.save(replace(chat, scope=scope, agency_id=ours.id))
    return made
