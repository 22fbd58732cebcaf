"""What one topic's volume is worth a word for, and what it is not."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.baseline import Baseline, evidence
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.season import Season, Slot, slot_of
from handlers.watch.rules.topic import Topic

HOUR = timedelta(hours=1)
START = datetime(2027, 3, 1, tzinfo=UTC)  # a Monday
DAY = [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 4, 3, 2, 3, 3, 3, 2, 2, 3, 4, 4, 3, 2, 1]  # posts by the hour


def hear(counts: list[int], *, bin_length: timedelta = HOUR) -> dict[int, tuple[AlarmKind, ...]]:
    """Play counts, one bin each; return what was said, by bin."""
    topic, season = Topic(bin_length), Season()
    said: dict[int, tuple[AlarmKind, ...]] = {}
    for number, count in enumerate(counts):
        at = START + number * bin_length
        if kinds := topic.observe(at, count, slot_of(at), season):
            said[number] = kinds
    return said


def since(day: int, said: dict[int, tuple[AlarmKind, ...]]) -> dict[int, tuple[AlarmKind, ...]]:
    """Leave out what was said while the topic was still new."""
    return {number: kinds for number, kinds in said.items() if number >= day * 24}


def test_a_quiet_month_is_silent() -> None:
    assert since(14, hear(DAY * 44)) == {}


def test_a_burst_is_told_within_hours_and_not_every_hour() -> None:
    # Given three usual weeks, then an afternoon with ten times the posts, for ten hours
    counts = DAY * 21 + [10 * n for n in DAY]
    counts[21 * 24 : 21 * 24 + 8] = DAY[:8]
    said = since(14, hear(counts))
    first = min(said)
    assert 21 * 24 + 8 <= first <= 21 * 24 + 10
    assert AlarmKind.BURST in said[first]
    assert sum(AlarmKind.BURST in kinds for kinds in said.values()) == 1


def test_the_highest_in_two_weeks_is_told_apart_from_a_burst() -> None:
    counts = DAY * 21
    counts[20 * 24 + 10 : 20 * 24 + 13] = [40, 45, 50]
    kinds = [kind for said in since(14, hear(counts)).values() for kind in said]
    assert set(kinds) == {AlarmKind.BURST, AlarmKind.HIGH}


def test_it_says_once_that_a_topic_calmed_down() -> None:
    counts = [6 * n for n in DAY] * 28 + [n // 2 for n in DAY] * 10
    declines = [n for n, kinds in since(14, hear(counts)).items() if AlarmKind.DECLINE in kinds]
    assert len(declines) == 1
    assert 28 * 24 <= declines[0] <= 31 * 24


def test_a_new_topic_is_listened_to_for_two_days_first() -> None:
    counts = [0] * 10 + [50] * 38 + [50]
    assert all(number >= 48 for number in hear(counts))


def test_one_post_after_long_silence_is_no_news() -> None:
    assert hear([0] * 24 * 20 + [1] + [0] * 48) == {}


def test_a_burst_is_seen_before_its_hour_is_over_and_told_once() -> None:
    topic, season = Topic(HOUR), Season()
    counts = DAY * 20 + DAY[:10]
    for number, count in enumerate(counts):
        topic.observe(START + number * HOUR, count, slot_of(START + number * HOUR), season)
    at = START + len(counts) * HOUR
    assert topic.glance(at, 4, slot_of(at), season) == ()
    assert AlarmKind.BURST in topic.glance(at, 30, slot_of(at), season)
    assert topic.glance(at, 35, slot_of(at), season) == ()
    assert topic.observe(at, 40, slot_of(at), season) == ()


class Closed:
    """A calendar where every Wednesday is a day off."""

    def is_workday(self, day: date) -> bool:
        return day.weekday() not in {2, 5, 6}


def test_a_day_off_counts_as_a_sunday() -> None:
    wednesday = datetime(2027, 3, 3, 4, tzinfo=UTC)
    assert slot_of(wednesday) == Slot(12, 2)
    assert slot_of(wednesday, Closed()) == Slot(12, 6)
    assert slot_of(wednesday + timedelta(days=1), Closed()) == Slot(12, 3)
    # Saturdays are as they are, and the hour is Taiwan's
    assert slot_of(datetime(2027, 3, 5, 20, tzinfo=UTC), Closed()) == Slot(4, 5)


def test_the_season_is_learnt_from_what_is_counted() -> None:
    season = Season()
    evening, night = Slot(20, 0), Slot(3, 0)
    before = season.factor(evening) / season.factor(night)
    for _ in range(100):
        for hour in range(24):
            season.learn(Slot(hour, 0), 30.0 if hour == 20 else 10.0, 10.0)
    assert season.factor(evening) / season.factor(night) != before
    assert 2.5 < season.factor(evening) / season.factor(Slot(12, 0)) < 3.2


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=200), st.sampled_from([5, 60, 1440]))
def test_any_counts_are_survived(counts: list[int], minutes: int) -> None:
    said = hear(counts, bin_length=timedelta(minutes=minutes))
    assert all(0 <= number < len(counts) for number in said)


@given(
    st.integers(0, 5000),
    st.floats(1e-4, 1e4),
    st.floats(1.01, 50),
    st.floats(1.05, 30),
)
def test_evidence_is_for_more_when_there_is_more(
    count: int, mean: float, times: float, scatter: float
) -> None:
    less, more = (evidence(n, mean, mean * times, scatter) for n in (count, count + 1))
    assert less <= more + 1e-6


@given(st.lists(st.integers(0, 50), min_size=48, max_size=300))
def test_a_baseline_lies_between_what_it_saw(counts: list[int]) -> None:
    usual = Baseline(3.0, 1.0)
    for count in counts:
        usual.learn(count, 1.0)
    assert 0 <= usual.level <= max(counts) + 0.2
    assert usual.scatter > 1
