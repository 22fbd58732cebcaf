"""However enqueuing, answers, outages and kills fall together: told once, and nothing that is over.

Reminders fall due, officers answer, LINE goes and comes, and the process dies anywhere; then all is
well for days. What LINE showed people is held against what they owed at that moment.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import MovableClock, StandingClock
from bot.message import ChatRef, Outgoing, Platform
from bot.outbound import Outcome, SendResult
from handlers.delivery.jobs import Courier
from handlers.reminders.commands.retelling import ReminderEditor
from handlers.reminders.jobs import remind
from handlers.shared.windows import USUAL
from handlers.shared.work_calendar import BASE
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.cases import Case, CaseKind, Stage
from storage.records.duties import Duty, DutyState, Reminder
from storage.records.officers import Appointment, Officer, Role
from storage.records.rules import Force

START = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # Monday, 10:00
HOLDER = "U-holder"
PEOPLE = (
    ("阿菊", Role.PO, HOLDER),
    ("小代", Role.DEPUTY, "U-deputy"),
    ("小組", Role.TEAM, "U-team"),
)
DUTIES = 3
KEY_LASTS = timedelta(hours=24)  # LINE's


class KilledError(BaseException):
    """The process dies."""


class Fault(Enum):
    """What happens to one request."""

    NONE = "none"
    AWAY = "no answer, and LINE does not have it"
    UNHEARD = "no answer, but LINE has it"
    KILLED_BEFORE = "the process dies before LINE has it"
    KILLED_AFTER = "the process dies after LINE has it"


class Change(Enum):
    """What else happens."""

    AWAY = "LINE goes away"
    BACK = "LINE comes back"
    PAUSE = "sending is stopped"
    GO_ON = "sending goes on"


TAKEN = {Fault.NONE, Fault.UNHEARD, Fault.KILLED_AFTER}


@dataclass
class Line:
    """LINE: shows a request once for each key that it still knows."""

    clock: MovableClock
    faults: list[Fault]
    away: bool = False
    shown: list[tuple[datetime, Outgoing]] = field(default_factory=list[tuple[datetime, Outgoing]])
    keys: dict[str, datetime] = field(default_factory=dict[str, datetime])
    in_doubt: int = 0  # requests that LINE has, and nobody heard that it has them

    def send(self, outgoing: Outgoing) -> SendResult:
        now = self.clock.now()
        fault = Fault.AWAY if self.away else self.faults.pop(0) if self.faults else Fault.NONE
        known_at = self.keys.get(outgoing.delivery_id)
        is_known = known_at is not None and now - known_at < KEY_LASTS
        if fault in TAKEN and not is_known:
            self.keys[outgoing.delivery_id] = now
            self.shown += [(now, replace(outgoing, card=card)) for card in outgoing.cards]
            self.in_doubt += fault is not Fault.NONE
        if fault in {Fault.KILLED_BEFORE, Fault.KILLED_AFTER}:
            raise KilledError
        heard = fault is Fault.NONE
        return SendResult(outcome=Outcome.DELIVERED if heard else Outcome.RETRY, reason=fault.value)

    def leave(self, chat: ChatRef) -> None:
        raise AssertionError(chat)

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        raise AssertionError(chat, user_id)


@dataclass
class Office:
    """A case with three duties, and who hears of them."""

    database: Database
    clock: MovableClock
    line: Line
    duty_ids: list[int] = field(default_factory=list[int])
    answered_at: dict[int, datetime] = field(default_factory=dict[int, datetime])

    def settle_in(self) -> None:
        with self.database.unit_of_work() as uow:
            agency = uow.agencies.by_name("衛福部")
            assert agency is not None
            ids: list[int] = []
            for name, role, account in PEOPLE:
                officer = uow.officers.add(Officer(id=0, name=name))
                ids.append(officer.id)
                place = Appointment(id=0, officer_id=officer.id, agency_id=agency.id, role=role)
                uow.officers.add_appointment(place)
                uow.bindings.add("line", account, officer.id, now=START)
            case = uow.cases.add(
                Case(
                    id=0,
                    number=uow.cases.next_number(115),
                    kind=CaseKind.SUPERIOR,
                    stage=Stage.WORKING,
                    subject="某案",
                    agency_id=agency.id,
                    holder_id=ids[0],
                    created_at=START,
                    created_by=ids[0],
                )
            )
            for number in range(DUTIES):
                day = datetime(2026, 12, 30, 15, 59, 59, tzinfo=UTC)
                duty = Duty(
                    id=0,
                    case_id=case.id,
                    agency_id=agency.id,
                    name=f"義務{number}",
                    force=Force.BINDING if number else Force.REFERENCE,
                    last_on=day.date(),
                    due_at=day,
                    safe_on=day.date(),
                    planned_at=START,
                )
                self.duty_ids.append(uow.duties.add(duty).id)
            uow.commit()

    def remind_of(self, number: int) -> None:
        """A rung of a duty falls due within the hour."""
        with self.database.unit_of_work() as uow:
            duty = uow.duties.get(self.duty_ids[number])
            uow.reminders.add(
                Reminder(
                    id=0,
                    agency_id=duty.agency_id,
                    duty_id=duty.id,
                    case_id=duty.case_id,
                    remind_at=self.clock.now(),
                )
            )
            uow.commit()

    def answer(self, number: int) -> None:
        with self.database.unit_of_work() as uow:
            duty = uow.duties.get(self.duty_ids[number])
            uow.duties.save(replace(duty, state=DutyState.DONE, answered_at=self.clock.now()))
            uow.reminders.cancel_of_duties([duty.id])
            uow.commit()
        self.answered_at.setdefault(number, self.clock.now())

    def change(self, change: Change) -> None:
        if change in {Change.AWAY, Change.BACK}:
            self.line.away = change is Change.AWAY
            return
        with self.database.unit_of_work() as uow:
            paused = "1" if change is Change.PAUSE else ""
            uow.settings.set("delivery.paused", paused, now=self.clock.now())
            uow.commit()

    def tick(self) -> None:
        """One beat of a process; when it dies, the next beat is another's."""
        remind(self.database.unit_of_work, now=self.clock.now())
        courier = Courier(
            database=self.database,
            messengers={Platform.LINE: self.line},
            clock=self.clock,
            editor=ReminderEditor(),
        )
        try:
            courier.deliver_due()
        except KilledError:
            return

    def wait(self, minutes: int) -> None:
        """Let time pass, with a beat each half hour."""
        while minutes > 0:
            step = min(minutes, 30)
            self.clock.advance(timedelta(minutes=step))
            minutes -= step
            self.tick()

    def told(self, chat_id: str) -> Counter[int]:
        """How often each duty was shown in a chat; fails when one was that is answered."""
        found: Counter[int] = Counter()
        for at, outgoing in self.line.shown:
            names = [int(i.title[-1]) for i in outgoing.card.items if "義務" in i.title]
            assert len(names) == len(set(names)), "twice on one card"
            for number in names:
                answered = self.answered_at.get(number)
                assert answered is None or at <= answered, "told after it was answered"
                if outgoing.chat.id == chat_id:
                    found[number] += 1
        return found


NUMBERS = st.integers(0, DUTIES - 1)
WHAT = st.one_of(
    NUMBERS.map(lambda number: ("remind", number)),
    NUMBERS.map(lambda number: ("answer", number)),
    st.sampled_from(list(Change)),
)
MINUTES = st.sampled_from([1, 20, 90, 400, 900, 1500, 3000])
STEPS = st.lists(st.tuples(WHAT, MINUTES), min_size=6, max_size=12)
Happening = Change | tuple[str, int]


def live(office: Office, steps: list[tuple[Happening, int]]) -> Counter[int]:
    """Let everything happen, then let all be well for a week; return the rungs of each duty."""
    rungs: Counter[int] = Counter()
    for what, minutes in steps:
        if isinstance(what, Change):
            office.change(what)
        elif what[0] == "answer":
            office.answer(what[1])
        elif what[1] not in office.answered_at:
            office.remind_of(what[1])
            rungs[what[1]] += 1
        office.wait(minutes)
    office.change(Change.BACK)
    office.change(Change.GO_ON)
    office.line.faults.clear()
    for _ in range(7 * 24):
        office.clock.advance(timedelta(hours=1))
        office.tick()
    return rungs


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, faults=st.lists(st.sampled_from(list(Fault)), max_size=8))
def test_each_duty_is_told_and_none_that_is_over(
    migrated_sqlite: Path, steps: list[tuple[Happening, int]], faults: list[Fault]
) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{shutil.copy(migrated_sqlite, folder)}"
        clock = MovableClock(StandingClock(START))
        database = open_database(url, Cipher("only for these tests, and long enough"))
        office = Office(database, clock, Line(clock, list(faults)))
        office.settle_in()
        rungs = live(office, steps)
        with database.unit_of_work() as uow:
            states = uow.outbox.counts()
        database.dispose()
    # Then nothing waits any more, and what is owed was told
    assert states["created"] == states["held"] == states["sending"] == 0
    told = office.told(HOLDER)
    for number, count in rungs.items():
        assert told[number] >= 1 or number in office.answered_at, number
        # A binding duty comes back to its holder when nobody answers, once for each rung.
        most = count * (2 if number else 1)
        assert told[number] <= most + office.line.in_doubt, (number, told)
    # And nobody was woken: it left in the hours of a working day, or within the hour after them
    for at, _ in office.line.shown:
        assert USUAL.holds(at, BASE) or USUAL.holds(at - timedelta(minutes=61), BASE), at
