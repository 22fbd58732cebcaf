"""Whatever was asked for, and however the clock moves: nothing twice, nothing lost, not at night.

One small database for each example; the people and the reminders are Hypothesis's.
"""

import shutil
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reminders.jobs import remind
from handlers.reminders.rules.rungs import DEFAULT_LADDER, rungs, start_of
from handlers.shared.outbox import unpack
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.windows import USUAL, read_window
from handlers.shared.work_calendar import BASE
from storage.cipher import Cipher
from storage.engine import open_database
from storage.records.duties import Duty, Reminder, ReminderState
from storage.records.messages import Delivery, DeliveryState
from storage.records.officers import Appointment, Officer, Role
from storage.records.rules import Force

START = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
MINUTES = st.integers(min_value=0, max_value=14 * 24 * 60)
STEPS = st.lists(st.integers(min_value=1, max_value=4 * 24 * 60), min_size=1, max_size=12)


@settings(max_examples=12, deadline=None)
@given(asked=st.lists(MINUTES, min_size=1, max_size=12), steps=STEPS, looks=st.integers(1, 3))
def test_each_reminder_goes_out_once_in_the_hours_of_a_working_day(
    migrated_sqlite: Path, asked: list[int], steps: list[int], looks: int
) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{shutil.copy(migrated_sqlite, folder)}"
        database = open_database(url, Cipher("only for these tests, and long enough"))
        with database.unit_of_work() as uow:
            agency = uow.agencies.by_name("衛福部")
            assert agency is not None
            officer = uow.officers.add(Officer(id=0, name="測試阿菊"))
            uow.officers.add_appointment(
                Appointment(id=0, officer_id=officer.id, agency_id=agency.id, role=Role.PO)
            )
            uow.bindings.add("line", "U1", officer.id, now=START)
            for number, minutes in enumerate(asked):
                uow.reminders.add(
                    Reminder(
                        id=0,
                        agency_id=agency.id,
                        officer_id=officer.id,
                        remind_at=START + timedelta(minutes=minutes),
                        text=f"事{number}。",
                    )
                )
            uow.commit()
        now = START
        sent: list[tuple[datetime, Delivery]] = []
        for step in [*steps, 15 * 24 * 60, *[6 * 60] * 24]:  # six days, no window missed
            now += timedelta(minutes=step)
            for _ in range(looks):  # as several processes would
                remind(database.unit_of_work, now=now)
            with database.unit_of_work() as uow:
                claimed = uow.outbox.claim(now=now, limit=100, lease_seconds=10**9)
                for delivery in claimed:  # the next of a chat waits until the last has arrived
                    uow.outbox.settle(delivery, DeliveryState.DELIVERED, now=now)
                sent += [(now, delivery) for delivery in claimed]
                uow.commit()
        database.dispose()
    titles = Counter(i.title for _, d in sent for i in unpack(d.card).card.items)
    told = sum(len(unpack(d.card).card.items) for _, d in sent)
    assert max(titles.values(), default=0) <= 1, titles
    more = sum(int(unpack(d.card).card.flag[3:-2]) for _, d in sent)
    assert (more, told <= more) == (len(asked), True)
    assert all(USUAL.holds(at, BASE) for at, _ in sent), sent


@given(
    last_on=st.dates(datetime(2026, 12, 1).date(), datetime(2027, 11, 30).date()),  # noqa: DTZ001
    length=st.integers(min_value=3, max_value=70),
    wait=st.integers(min_value=0, max_value=80),
)
def test_rungs_are_working_days_before_the_end_and_after_today(
    last_on: datetime, length: int, wait: int
) -> None:
    day = last_on
    duty = Duty(
        id=1,
        case_id=1,
        agency_id=1,
        name="正式回應",
        force=Force.BINDING,
        last_on=day,
        due_at=datetime.combine(day, time(23, 59, 59), TAIPEI).astimezone(UTC),
        safe_on=BASE.last_workday(day),
        planned_at=START,
        event_on=day - timedelta(days=length),
    )
    today = day - timedelta(days=wait)
    found = rungs(duty, DEFAULT_LADDER, BASE, USUAL, today=today)
    days = [taipei_date(rung.remind_at) for rung in found]
    assert days == sorted(set(days))
    assert all(today < d <= duty.safe_on and BASE.is_workday(d) for d in days)
    assert all(rung.remind_at == start_of(d) for rung, d in zip(found, days, strict=True))


@given(st.text(max_size=12))
def test_a_window_is_read_or_refused_and_written_as_it_is_read(text: str) -> None:
    window = read_window(text)
    if window is not None:
        assert read_window(window.text) == window
        assert window.opens < window.closes


def test_states_of_reminders_have_the_words_that_the_index_names() -> None:
    assert ReminderState.WAITING.value == "waiting"
