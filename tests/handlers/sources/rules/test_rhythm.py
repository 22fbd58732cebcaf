"""Whether a source is silent for longer than it is used to: its own pauses decide."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.work_calendar import BASE
from handlers.sources.rules.rhythm import LEAST_PATIENCE, silent_from
from tests.support.world import moment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = moment("2026-11-09 09:00:00")


def in_office_hours(weeks: int, *, weekends: bool = False) -> list[datetime]:
    """Posts at 09:00, 11:00 … 17:00 of each working day, or of each day."""
    days = [MONDAY + n * DAY for n in range(7 * weeks)]
    return [
        day + hour * HOUR
        for day in days
        for hour in (0, 2, 4, 6, 8)
        if weekends or BASE.is_workday(date(day.year, day.month, day.day))
    ]


def test_a_ministry_may_be_silent_over_a_weekend_and_not_two_nights() -> None:
    said = in_office_hours(3)
    friday = said[-1]
    assert friday == moment("2026-11-27 17:00:00")
    # The longest pause is a night of 16 hours; a weekend counts for nothing, so Monday night it is
    assert silent_from(said, BASE) == moment("2026-11-30 00:00:00") + 25 * HOUR


def test_a_long_holiday_counts_as_one_sunday_does() -> None:
    said = [at + 91 * DAY - 7 * DAY for at in in_office_hours(1)]  # until 115/02/05… of 2027
    said = [*(at - 7 * DAY for at in said), *said]
    said = [at for at in said if BASE.is_workday(at.date())]
    last = said[-1]
    found = silent_from(said, BASE)
    assert found is not None
    off = sum(not BASE.is_workday(last.date() + n * DAY) for n in range((found - last).days + 1))
    assert found - last <= (off + 3) * DAY
    assert found - last >= off * DAY


def test_what_is_said_every_day_is_missed_on_a_weekend_too() -> None:
    said = in_office_hours(3, weekends=True)
    assert silent_from(said, BASE) == said[-1] + 32 * HOUR


def test_a_busy_source_gets_some_hours_all_the_same() -> None:
    said = [MONDAY + n * timedelta(minutes=2) for n in range(300)]
    assert silent_from(said, BASE) == said[-1] + LEAST_PATIENCE


def test_of_a_source_that_hardly_ever_speaks_nothing_is_said() -> None:
    assert silent_from([], BASE) is None
    assert silent_from([MONDAY + n * 7 * DAY for n in range(40)], BASE) is None


@given(st.lists(st.integers(0, 60 * 24 * 28), min_size=1, max_size=60))
def test_no_past_makes_a_source_silent_while_it_pauses_as_it_did(minutes: list[int]) -> None:
    said = sorted(MONDAY + n * timedelta(minutes=1) for n in minutes)
    found = silent_from(said, BASE)
    if found is not None:
        assert found - said[-1] >= LEAST_PATIENCE
        assert found - said[-1] <= 61 * DAY
