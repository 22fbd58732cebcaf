"""Before and after a meeting: the counts of days compared, with an interval or not at all. Pure.

The ratio's interval is that of a quasi-Poisson model: counts scatter more than chance alone, and
how much more is taken from the days themselves, weekends included, so that a short or restless
series has a wide one. It says how sure the numbers are, never what made them change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import exp, log, sqrt

from handlers.watch.rules.baseline import USUAL_SCATTER

MOST_STRIPS = 3  # of a chart
SPAN_DAYS = 14  # on each side; the day of the meeting belongs to neither
LEAST_DAYS = 7  # known days on each side, so that every day of the week is in it
LEAST_COUNT = 5  # on each side; fewer make no ratio
DAY = timedelta(days=1)
NORMAL_95, STUDENT_95 = 1.96, 2.5  # Student's t at 97.5 % is about 1.96 + 2.5 / degrees of freedom


class Finding(StrEnum):
    """What can be said of a change."""

    TOO_LITTLE = "資料太少，不下結論"
    UNCLEAR = "看不出差別"
    MORE = "變多"
    LESS = "變少"


@dataclass(frozen=True, slots=True)
class Window:
    """The days before and after a meeting, as far as they are over."""

    on: date
    before: tuple[date, ...]
    after: tuple[date, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """All days, the meeting's too once it is over."""
        return (*self.before, self.on, *self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Means of a day before and after, and their ratio with its 95 % interval."""

    finding: Finding
    before: float | None  # None: no day is known
    after: float | None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One series over the days of a window."""

    name: str  # 「貼文」, 「首長信箱」, 「1999」, 「附議」
    unit: str
    days: Mapping[date, float | None]

    def compared(self, window: Window) -> Comparison:
        """Compare before and after."""
        return compare(self.over(window.before), self.over(window.after))

    def over(self, days: Sequence[date]) -> list[float | None]:
        """Return the counts of some days."""
        return [self.days.get(day) for day in days]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is known of the weeks around a meeting."""

    window: Window
    posts: Row | None  # None: nobody listens for the case
    stories: Row | None  # new stories of each day
    authors: Row | None  # authors of each day
    series: tuple[Row, ...]  # the agency's own counts, and the petition's endorsements

    @property
    def rows(self) -> tuple[Row, ...]:
        """All of them, in the order of the table."""
        return tuple(r for r in (self.posts, self.stories, self.authors, *self.series) if r)

    @property
    def drawn(self) -> tuple[Row, ...]:
        """What the chart shows, from above."""
        return (*((self.posts,) if self.posts else ()), *self.series)[:MOST_STRIPS]


def window_of(on: date, today: date) -> Window:
    """Return the two weeks before and after, without what is not over."""
    steps = range(1, SPAN_DAYS + 1)
    before = tuple(on - n * DAY for n in reversed(steps))
    after = tuple(on + n * DAY for n in steps)
    return Window(on, tuple(d for d in before if d < today), tuple(d for d in after if d < today))


def compare(before: Sequence[float | None], after: Sequence[float | None]) -> Comparison:
    """Compare the counts of days; None is a day of which nothing is known."""
    one, other = _known(before), _known(after)
    means = _mean(one), _mean(other)
    if min(len(one), len(other)) < LEAST_DAYS or min(sum(one), sum(other)) < LEAST_COUNT:
        return Comparison(Finding.TOO_LITTLE, *means)
    ratio = (sum(other) / len(other)) / (sum(one) / len(one))
    freedom = len(one) + len(other) - 2
    deviation = sqrt(_scatter(one, other, freedom) * (1 / sum(one) + 1 / sum(other)))
    wide = (NORMAL_95 + STUDENT_95 / freedom) * deviation
    low, high = exp(log(ratio) - wide), exp(log(ratio) + wide)
    finding = Finding.UNCLEAR
    if low > 1:
        finding = Finding.MORE
    elif high < 1:
        finding = Finding.LESS
    return Comparison(finding, *means, ratio, low, high)


def ratio_words(one: Comparison) -> str:
    """「2.1 倍（1.4–3.2）」, 「看不出差別（0.7–1.4 倍）」, 「資料太少，不下結論」."""
    if one.ratio is None or one.low is None or one.high is None:
        return one.finding.value
    interval = f"{_times(one.low)}–{_times(one.high)}"
    if one.finding is Finding.UNCLEAR:
        return f"{one.finding.value}（{interval} 倍）"
    return f"{_times(one.ratio)} 倍（{interval}）"


def mean_words(mean: float | None) -> str:
    """「3.2」, 「12」, 「—」 where nothing is known."""
    if mean is None:
        return "—"
    return f"{mean:.1f}" if mean < 10 else f"{mean:,.0f}"  # noqa: PLR2004  # two digits are enough


def _times(number: float) -> str:
    return f"{number:.2f}" if number < 0.1 else f"{number:.1f}"  # noqa: PLR2004  # 0.04, not 0.0


def _known(days: Sequence[float | None]) -> list[float]:
    return [day for day in days if day is not None]


def _mean(days: Sequence[float]) -> float | None:
    return sum(days) / len(days) if days else None


def _scatter(one: Sequence[float], other: Sequence[float], freedom: int) -> float:
    """Return how many times more the days scatter than by chance alone.

    At least as much as talk usually does: a week's count in even parts scatters not at all.
    """
    surprise = 0.0
    for days in (one, other):
        mean = sum(days) / len(days)
        surprise += sum((day - mean) ** 2 / mean for day in days)
    return max(surprise / freedom, USUAL_SCATTER)
