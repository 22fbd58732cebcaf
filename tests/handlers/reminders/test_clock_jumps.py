"""However the clock moves, each reminder goes out once, and never in a time of rest.

A machine sleeps for nine hours, a clock is set back an hour, a process runs in another zone.
"""

import os
import shutil
import time as process_time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reminders.commands.telling import NIGHT_LATE
from handlers.reminders.rules.rungs import start_of
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.windows import USUAL, mark_name
from handlers.shared.work_calendar import BASE
from storage.records.duties import Reminder
from tests.support.world import MONDAY_MORNING, World

START = MONDAY_MORNING.astimezone(UTC)
ENDS = START + timedelta(days=8)
MINUTES = st.integers(min_value=1, max_value=5 * 24 * 60)
ASKED = st.lists(
    st.tuples(MINUTES, st.sampled_from(("day", "hour", "snooze"))), min_size=1, max_size=5
)
# A tick or two, a suspended machine, a clock set back by an hour
JUMPS = st.lists(st.sampled_from((1, 7, 30, 180, 540, 1500, -1, -60)), max_size=14)


class SlippingClock:
    """A machine's clock that can be set back."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.moment


@contextmanager
def zone(name: str) -> Generator[None]:
    """Let the process believe that it is elsewhere."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    process_time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        process_time.tzset()


def plan(world: World, asked: list[tuple[int, str]]) -> dict[str, Reminder]:
    """Keep free reminders of one officer, by what they say: for a day, for an hour, put off."""
    officer = world.officer("阿菊", "衛福部")
    world.direct("阿菊").says("登記 菸捐那件")
    planned: dict[str, Reminder] = {}
    with world.looking() as uow:
        agency, case = uow.agencies.by_name("衛福部"), uow.cases.by_serial(1)
        assert agency is not None
        assert case is not None
        for number, (minutes, kind) in enumerate(asked):
            moment = START + timedelta(minutes=minutes)
            words = f"第{number}件事。"
            planned[words] = Reminder(
                id=0,
                agency_id=agency.id,
                officer_id=officer.id,
                case_id=case.id,
                remind_at=start_of(taipei_date(moment)) if kind == "day" else moment,
                timed=kind != "day",
                snoozed=kind == "snooze",
                text=words,
            )
        uow.reminders.add_all(planned.values())
        uow.commit()
    world.line.sent.clear()
    return planned


def live_through(
    world: World, machine: SlippingClock, jumps: list[int]
) -> dict[str, list[datetime]]:
    """Let the clock jump, then tick on; return when what was said."""
    heard: dict[str, list[datetime]] = {}
    hours = int((ENDS - START).total_seconds()) // 3600
    for minutes in [*jumps, *[60] * hours]:
        machine.moment += timedelta(minutes=minutes)
        world.assistant.remind_due()
        world.assistant.remind_due()  # another process
        world.assistant.drain()
        now = world.clock.now()
        for card in world.heard_privately("阿菊"):
            text = f"{card.body}{card.items}"
            for number in range(5):
                if f"第{number}件事。" in text:
                    heard.setdefault(f"第{number}件事。", []).append(now)
        world.line.sent.clear()
        if now > ENDS:
            break
    return heard


def check(
    planned: dict[str, Reminder], heard: dict[str, list[datetime]], *, marked: bool = False
) -> None:
    """Once each, not before its moment, and in the hours of a working day or at its own hour."""
    assert {words: len(found) for words, found in heard.items()} == dict.fromkeys(planned, 1)
    for words, reminder in planned.items():
        (at,) = heard[words]
        assert at >= reminder.remind_at
        own_hour = reminder.timed and (marked or not reminder.snoozed)
        kept = own_hour and at - reminder.remind_at <= NIGHT_LATE
        assert kept or USUAL.holds(at, BASE), (words, reminder, at)


@settings(max_examples=6)
@given(asked=ASKED, jumps=JUMPS, marked=st.booleans())
def test_each_goes_out_once_however_the_clock_jumps(
    migrated_sqlite: Path, *, asked: list[tuple[int, str]], jumps: list[int], marked: bool
) -> None:
    with TemporaryDirectory() as folder:
        machine = SlippingClock()
        world = World(f"sqlite:///{shutil.copy(migrated_sqlite, folder)}", machine=machine)
        planned = plan(world, asked)
        with world.looking() as uow:
            officer = next(iter(planned.values())).officer_id if planned else 0
            uow.settings.set(mark_name(1, officer or 0), "1" if marked else "", now=START)
            uow.commit()
        check(planned, live_through(world, machine, jumps), marked=marked)
        world.stop()


@pytest.fixture
def machine() -> SlippingClock:
    return SlippingClock()


@pytest.fixture
def fresh(migrated_url: str, machine: SlippingClock) -> Generator[World]:
    """Nobody yet, on either database."""
    made = World(migrated_url, machine=machine)
    yield made
    made.stop()


@pytest.mark.parametrize(
    "jumps",
    [
        pytest.param([600, 540, 30, -60, 30], id="asleep-over-a-window"),
        pytest.param([30, -60, 1380, -60, 59, 1, -60, 60], id="set-back-an-hour-again-and-again"),
    ],
)
def test_on_either_database_nothing_comes_twice_or_is_lost(
    fresh: World, machine: SlippingClock, jumps: list[int]
) -> None:
    asked = [(30, "hour"), (600, "hour"), (1380, "day"), (1440, "snooze"), (7000, "day")]
    planned = plan(fresh, asked)
    check(planned, live_through(fresh, machine, jumps))


def test_a_duty_is_told_once_a_rung_when_the_clock_is_set_back_at_the_very_moment(
    fresh: World, machine: SlippingClock
) -> None:
    fresh.officer("阿菊", "衛福部")
    fresh.direct("阿菊").says("登記 菸捐那件 期限 12/11")
    fresh.line.sent.clear()
    told: Counter[date] = Counter()
    for minutes in (*[30] * 141, -60, *[30] * 4, -60, *[30] * 48, -60, *[30] * 20):
        machine.moment += timedelta(minutes=minutes)
        fresh.assistant.remind_due()
        fresh.assistant.drain()
        for _ in fresh.heard_privately("阿菊"):
            told[taipei_date(fresh.clock.now())] += 1
        fresh.line.sent.clear()
    assert told == {date(2026, 12, 10): 1, date(2026, 12, 11): 1}


@pytest.mark.parametrize(
    ("place", "start"),
    [
        # The clocks of New York go back on 2026-11-01 and forward on 2027-03-14.
        ("America/New_York", datetime(2026, 10, 30, 9, tzinfo=TAIPEI)),
        ("America/New_York", datetime(2027, 3, 12, 9, tzinfo=TAIPEI)),
        ("Europe/London", datetime(2027, 3, 26, 9, tzinfo=TAIPEI)),
        ("UTC", datetime(2026, 10, 30, 9, tzinfo=TAIPEI)),
    ],
)
def test_the_zone_and_the_summer_time_of_the_process_do_not_matter(
    migrated_sqlite: Path, tmp_path: Path, place: str, start: datetime
) -> None:
    with zone(place):
        begun = SlippingClock()
        begun.moment = start.astimezone(UTC)
        world = World(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path)}", machine=begun)
        world.officer("阿菊", "衛福部")
        monday = start + timedelta(days=3)
        assert monday.weekday() == 0
        world.direct("阿菊").says(f"提醒 {monday:%m/%d} 15:00 開會前會")
        world.direct("阿菊").says(f"提醒 {monday:%m/%d} 看海報")
        world.line.sent.clear()
        told: list[tuple[str, bool]] = []
        while world.clock.now() < start + timedelta(days=4):
            world.advance(minutes=30)
            told += [
                (f"{world.clock.now().astimezone(TAIPEI):%m-%d %H:%M}", "看海報" in str(card))
                for card in world.heard_privately("阿菊")
            ]
            world.line.sent.clear()
        world.stop()
    eve = f"{start:%m-%d}"  # the working day before: told ahead in the next card
    assert [at for at, _ in told if not at.startswith(eve)] == [
        f"{monday:%m-%d} 08:30",
        f"{monday:%m-%d} 15:00",
    ]
