"""What comes again and again: written, read, and on which day it comes next."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.date_values import BadDateError
from handlers.shared.repeat_forms import find_repeat, parse_repeat, repeat_spans
from handlers.shared.repeats import LAST, Counted, Every, Repeat
from handlers.shared.roc_date import find_dates
from handlers.shared.work_calendar import BASE, WorkCalendar

TUESDAY = date(2026, 12, 8)


def read(text: str) -> Repeat:
    repeat = parse_repeat(text)
    assert repeat is not None
    return repeat


def days_of(text: str, count: int, calendar: WorkCalendar = BASE) -> list[str]:
    day, days = TUESDAY, list[str]()
    repeat = read(text)
    for _ in range(count):
        day = repeat.next_after(day, calendar)
        days.append(f"{day:%m-%d}")
    return days


def test_a_day_the_month_does_not_have_is_its_last() -> None:
    assert days_of("每月31日", 4) == ["12-31", "01-31", "02-28", "03-31"]


def test_a_leap_day_comes_each_year_at_the_end_of_february() -> None:
    assert days_of("每年2/29", 2) == ["02-28", "02-29"]


def test_a_fifth_monday_waits_for_a_month_that_has_one() -> None:
    assert days_of("每月第五個週一", 3) == ["03-29", "05-31", "08-30"]


def test_a_plain_day_stays_on_a_day_off_and_a_working_day_does_not() -> None:
    assert not BASE.is_workday(date(2026, 12, 20))  # a Sunday
    assert days_of("每月20日", 1) == ["12-20"]
    assert days_of("每個工作天", 4) == ["12-09", "12-10", "12-11", "12-14"]


def test_every_second_week_is_counted_from_where_it_began() -> None:
    repeat = read("隔週五").begun(TUESDAY, BASE)
    assert str(repeat) == "每兩週的週五（115/12/11起）"
    assert read(str(repeat)) == repeat
    friday = date(2026, 12, 11)
    assert repeat.next_after(TUESDAY, BASE) == friday
    assert repeat.next_after(friday, BASE) == date(2026, 12, 25)
    # The week between is nobody's, from whichever day one looks.
    assert repeat.next_after(date(2026, 12, 14), BASE) == date(2026, 12, 25)
    assert repeat.next_after(date(2027, 1, 1), BASE) == date(2027, 1, 8)


@given(
    weeks=st.integers(2, 4),
    days=st.sets(st.integers(0, 6), min_size=1),
    start=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
)
def test_weeks_left_out_are_left_out_for_ever(weeks: int, days: set[int], start: date) -> None:
    weekdays = tuple(sorted(days))
    repeat = Repeat(every=Every.WEEK, weekdays=weekdays, weeks=weeks).begun(start, BASE)
    assert repeat.since is not None
    assert read(str(repeat)) == repeat
    monday = repeat.since - timedelta(days=repeat.since.weekday())
    day = start
    for _ in range(8):
        day = repeat.next_after(day, BASE)
        assert day.weekday() in days
        assert (day - monday).days // 7 % weeks == 0


def test_working_days_follow_the_calendar_that_is_handed_in() -> None:
    typhoon = WorkCalendar(overrides={date(2026, 12, 31): False})
    assert days_of("每月最後一個工作天", 1) == ["12-31"]
    assert days_of("每月最後一個工作天", 1, typhoon) == ["12-30"]


def test_a_repeat_is_found_inside_a_sentence_and_no_single_day_with_it() -> None:
    sentence = "提醒 每月２０日　下午三點 交月會提案"
    found = find_repeat(sentence)
    assert found is not None
    assert sentence[found.start : found.end] == "每月２０日　下午三點"
    assert str(found.repeat) == "每月20日 15:00"
    assert find_dates(sentence, today=TUESDAY) == ()


@pytest.mark.parametrize("typed", ["每季", "每月", "每週", "雙週五", "每隔兩週的週一", "每週三次"])
def test_what_does_not_say_when_is_asked(typed: str) -> None:
    with pytest.raises(BadDateError, match="是哪一天"):
        parse_repeat(typed)


@pytest.mark.parametrize("typed", ["12/17", "明天", "每個人都來", "開會 每月20日", ""])
def test_what_is_no_repeat_is_none(typed: str) -> None:
    assert parse_repeat(typed) is None


HOURS = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
WEEKDAY = st.integers(0, 6)
ORDINAL = st.integers(1, 9) | st.just(LAST)
PERIOD = st.sampled_from([Every.MONTH, Every.QUARTER])
REPEATS = st.one_of(
    st.builds(Repeat, every=st.sampled_from([Every.DAY, Every.WORKDAY]), at=HOURS),
    st.builds(
        Repeat,
        every=st.just(Every.WEEK),
        weekdays=st.sets(WEEKDAY, min_size=1).map(lambda days: tuple(sorted(days))),
        at=HOURS,
    ),
    st.builds(
        Repeat,
        every=st.just(Every.MONTH),
        ordinals=st.sets(st.integers(1, 31), min_size=1, max_size=4).map(
            lambda days: tuple(sorted(days))
        ),
        at=HOURS,
    ),
    st.builds(
        Repeat,
        every=PERIOD,
        ordinals=st.tuples(ORDINAL),
        counted=st.just(Counted.WORKDAYS),
        at=HOURS,
    ),
    st.builds(
        Repeat,
        every=PERIOD,
        ordinals=st.tuples(st.integers(1, 5) | st.just(LAST)),
        counted=st.just(Counted.WEEKDAYS),
        weekdays=st.tuples(WEEKDAY),
        at=HOURS,
    ),
    st.builds(
        Repeat,
        every=st.just(Every.YEAR),
        month=st.integers(1, 12),
        ordinals=st.tuples(st.integers(1, 28)),
        at=HOURS,
    ),
)
DAYS = st.dates(date(2017, 1, 1), date(2040, 12, 31))


@given(repeat=REPEATS)
def test_what_is_written_can_be_read_again(repeat: Repeat) -> None:
    assert parse_repeat(str(repeat)) == repeat


@given(repeat=REPEATS, day=DAYS)
def test_the_next_day_lies_ahead_and_none_is_left_out(repeat: Repeat, day: date) -> None:
    on = repeat.next_after(day, BASE)
    assert on > day
    # From every day between, it is the same next day.
    for step in range(min((on - day).days, 40)):
        assert repeat.next_after(day + timedelta(days=step), BASE) == on


@given(
    text=st.text(
        st.sampled_from("每隔週月季年天日一二三十135、和第個最後工作底 點早上午:/"), max_size=24
    )
)
def test_scrambled_words_never_break_it(text: str) -> None:
    with suppress(BadDateError):
        parse_repeat(text)
    for start, end in repeat_spans(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "text", ["每月1日、" * 1000, "每週一" * 1600, "每 " * 2500, "每一個" * 1600]
)
def test_long_texts_are_read_at_once(text: str) -> None:
    with suppress(BadDateError):
        find_repeat(text)
    repeat_spans(text)
