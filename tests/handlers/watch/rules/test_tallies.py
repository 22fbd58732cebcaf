"""Daily counts: rarely wrong, mostly in time, and never about a day that nobody counted."""

from datetime import UTC, date, datetime, timedelta
from math import exp
from random import Random

import pytest

from handlers.watch.rules.detectors import BURST_BAR, AlarmKind
from handlers.watch.rules.tallies import DAILY_BAR, Played, by_day, is_about, play
from storage.records.tallies import Tally

FIRST = date(2026, 1, 5)  # a Monday
NOW = datetime(2026, 6, 1, tzinfo=UTC)
WEEK = (1.5, 1.1, 1.0, 1.0, 1.0, 0.4, 0.3)  # Mondays pile up, weekends are quiet
LEARNING, DAYS = 28, 90


def tally(day: int, count: int, last: int | None = None) -> Tally:
    return Tally(
        series_id=1,
        first_on=FIRST + timedelta(days=day),
        last_on=FIRST + timedelta(days=day if last is None else last),
        count=count,
        kept_at=NOW,
    )


def drawn(mean: float, scatter: float, rng: Random) -> int:
    """A count with that mean, and `scatter` times its variance."""
    rate = rng.gammavariate(mean / (scatter - 1), scatter - 1)
    floor, count, chance = exp(-min(rate, 500.0)), 0, rng.random()
    while chance > floor:
        chance *= rng.random()
        count += 1
    return count


def season(mean: float, scatter: float, seed: int, lift: tuple[int, float] = (0, 1.0)) -> Played:
    """Counts over three months, from one day on for five days `lift` times as many."""
    rng = Random(seed)  # noqa: S311  # test data
    at, times = lift
    days = range(DAYS)
    means = [mean * WEEK[day % 7] * (times if at <= day < at + 5 else 1) for day in days]
    return play(
        [tally(d, drawn(m, scatter, rng)) for d, m in zip(days, means, strict=True)], [1], None
    )[1]


def rises(played: Played, kinds: set[AlarmKind]) -> list[int]:
    """The days that rang, after a month of learning."""
    rang = ((day - FIRST).days for day, spoke in played.rang.items() if kinds & set(spoke))
    return [day for day in rang if day >= LEARNING]


def test_the_bar_of_a_day_is_that_of_an_hour_with_as_many_false_alarms_a_month() -> None:
    assert exp(-DAILY_BAR) == pytest.approx(24 * exp(-BURST_BAR))


@pytest.mark.parametrize("mean", [1.0, 5.0, 20.0])
@pytest.mark.parametrize("scatter", [1.3, 2.5])
def test_usual_days_ring_less_than_once_a_month(mean: float, scatter: float) -> None:
    months = 25 * (DAYS - LEARNING) / 30
    usual = [season(mean, scatter, seed) for seed in range(25)]
    burst = sum(len(rises(one, {AlarmKind.BURST})) for one in usual)
    both = sum(len(rises(one, {AlarmKind.BURST, AlarmKind.HIGH})) for one in usual)
    assert burst / months <= 0.5
    assert both / months <= 1.0


@pytest.mark.parametrize(("mean", "least"), [(5.0, 0.5), (12.0, 0.7), (40.0, 0.9)])
def test_tripled_days_ring_within_those_days(mean: float, least: float) -> None:
    caught, began = 0, 60
    for seed in range(40):
        at = began + seed % 7
        days = rises(season(mean, 1.6, seed, (at, 3.0)), {AlarmKind.BURST})
        caught += any(at <= day < at + 5 for day in days)
    assert caught / 40 >= least


def test_days_that_nobody_counted_and_counts_of_weeks_ring_nothing() -> None:
    counts = [tally(day, 10) for day in range(0, 40, 2)]
    played = play([*counts, tally(41, 400, 47)], [1, 2], None)
    assert played[1].rang == {}
    assert played[1].last_on == FIRST + timedelta(days=38)
    assert played[1].usual(FIRST + timedelta(days=40)) == 10
    assert played[2].usual(FIRST) is None


def test_a_count_of_several_days_lies_on_them_in_even_parts() -> None:
    days = [FIRST + timedelta(days=n) for n in range(5)]
    assert by_day([tally(0, 9), tally(2, 10, 3)], days) == [9, None, 5, 5, None]


@pytest.mark.parametrize(
    ("topic", "text", "belongs"),
    [
        ("健保卡", "健保卡換發", True),
        ("健保卡換發", "健保卡", True),
        ("台灣健保卡", "臺灣健保卡 或 eID", True),
        ("eID", "健保卡 或 EID", True),
        ("健保卡", "長照 -健保卡", False),
        ("長照", "健保卡", False),
    ],
)
def test_a_topic_belongs_to_what_was_asked(topic: str, text: str, *, belongs: bool) -> None:
    assert is_about(topic, text) is belongs
