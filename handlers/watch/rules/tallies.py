"""Daily counts of 首長信箱, 1999 and the like, judged by the detectors that judge posts. Pure.

A count is a bin of a day, and its bar for 異常升溫 is the posts' bar less the logarithm of 24:
evidence is the logarithm of a likelihood ratio, by chance it passes a bar b about once in e^b
looks, and a day is one look instead of 24. So both are wrong about equally often in a month.
14 天新高 and 降溫 are as they are. How all do on usual and on tripled days is held in
tests/handlers/watch/rules/test_tallies.py.

Days without a count are not known, which is not nothing; the counts of several days are only shown.
Every question plays the whole past anew, so that a corrected count is corrected everywhere.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import log
from statistics import median

from bot.errors import UserError
from handlers.shared.roc_date import TAIPEI
from handlers.watch.rules.detectors import BURST_BAR, AlarmKind
from handlers.watch.rules.folding import fold
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.phase import Course, follow
from handlers.watch.rules.query import AllOf, OneOf, Query, Term, Without, read_query
from handlers.watch.rules.season import DaysOff, Season, slot_of
from handlers.watch.rules.topic import Topic
from storage.records.tallies import Tally

PLAYED = timedelta(days=180)  # the past that is looked at
USUAL_DAYS = 28
DAY = timedelta(days=1)
DAILY_BAR = BURST_BAR - log(24)
RISES = frozenset({AlarmKind.BURST, AlarmKind.HIGH})


def daily_topic() -> Topic:
    """Return what is known in the beginning of a series of daily counts."""
    topic = Topic(DAY)
    topic.burst.bar = DAILY_BAR
    return topic


@dataclass(slots=True)
class Played:
    """One series as its detectors saw it."""

    topic: Topic = field(default_factory=daily_topic)
    course: Course = field(default_factory=Course)
    counts: dict[date, int] = field(default_factory=dict[date, int])
    rang: dict[date, tuple[AlarmKind, ...]] = field(
        default_factory=dict[date, tuple[AlarmKind, ...]]
    )

    @property
    def last_on(self) -> date | None:
        """The last day of which something is known."""
        return max(self.counts, default=None)

    def rose_on(self, on: date) -> bool:
        """Whether that day was clearly more than usual."""
        return bool(RISES & set(self.rang.get(on, ())))

    def usual(self, before: date) -> float | None:
        """Return the middle count of the four weeks before a day; None for less than a week."""
        span = [n for day, n in self.counts.items() if 0 < (before - day).days <= USUAL_DAYS]
        return float(median(span)) if len(span) >= 7 else None  # noqa: PLR2004  # a week


def play(
    tallies: Iterable[Tally], series_ids: Collection[int], calendar: DaysOff | None
) -> Mapping[int, Played]:
    """Play the daily counts of an agency's series side by side, in the order of days.

    They share one season: what is learnt of Mondays from one holds for all of them.
    """
    played = {number: Played() for number in series_ids}
    season = Season()
    daily = [one for one in tallies if one.day_count == 1 and one.series_id in played]
    for one in sorted(daily, key=lambda tally: (tally.first_on, tally.series_id)):
        _take_in(played[one.series_id], one, season, calendar)
    return played


def _take_in(one: Played, tally: Tally, season: Season, calendar: DaysOff | None) -> None:
    on = tally.first_on
    noon = datetime.combine(on, time(12), TAIPEI)
    spoke = one.topic.observe(noon, tally.count, slot_of(noon, calendar), season)
    one.counts[on] = tally.count
    if spoke:
        one.rang[on] = spoke
    one.course = follow(one.course, noon + DAY, tally.count, one.topic.slow.level, spoke)


def by_day(tallies: Sequence[Tally], days: Sequence[date]) -> list[float | None]:
    """Lay counts on days; those of several days in even parts, None where nothing is known."""
    known: dict[date, float] = {}
    for one in tallies:
        for step in range(one.day_count):
            known[one.first_on + step * DAY] = one.count / one.day_count
    return [known.get(day) for day in days]


def is_about(topic: str, text: str) -> bool:
    """Whether what is counted belongs to what was asked or subscribed to."""
    one = fold(topic)
    try:
        query = read_query(text)
    except UserError:
        return one == fold(text)
    near = any(one in term or term in one for term in map(fold, _wanted(query)))
    return near or bool(Matcher({0: query}).matches(topic))


def _wanted(query: Query) -> Iterator[str]:
    """Give the keywords that are not left out."""
    match query:
        case Term(text):
            yield text
        case Without():
            return
        case AllOf(parts) | OneOf(parts):
            for part in parts:
                yield from _wanted(part)
