"""What makes a topic worth a word: it heats up, stands at a 14-day high, or has calmed down. Pure.

`Burst` and `Decline` are cumulative sums of evidence (Page 1954) against a baseline with the week's
season; `High` looks at two weeks of counts and knows no season. How each does, on which data, and
how the few numbers below were found: docs/benchmarks.md.
"""

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from math import log1p

from handlers.watch.rules.baseline import Baseline, evidence

BURST_TIMES = 3.5  # what is looked for is this many times the usual,
BURST_POSTS = 0.8  # or this many posts an hour above it, whichever is more
BURST_BAR = 5.8  # of evidence, for every topic
BURST_CAP = 12.0  # beyond this nothing is added, so that a burst that ended is forgotten soon
BURST_HALF_LIFE = 3.0  # days in which the usual follows

DECLINE_TIMES = 0.3  # what is looked for is this part of the usual,
DECLINE_SPAN = timedelta(hours=72)  # and in so long there must have been
DECLINE_PART = 0.5  # at most this part of it
DECLINE_BAR = 30.0
DECLINE_HALF_LIFE = 7.0  # days

HIGH_SPAN = timedelta(days=14)
HIGH_QUANTILE = 0.998
HIGH_PART = -0.05  # log; a mean this far below the quantile is a high already
HIGH_BINS = 3  # whose mean is looked at,
HIGH_TIMES = 2.0  # and which is this many times the mean of the two weeks
LEAST_POSTS = 3  # in what is called a burst or a high; two posts are neither
LEAST_HISTORY = timedelta(days=2)  # before nothing is said


class AlarmKind(StrEnum):
    """Which detector spoke."""

    BURST = "burst"  # 異常升溫
    HIGH = "high"  # 14 天新高
    DECLINE = "decline"  # 降溫


SILENCE = {
    AlarmKind.BURST: timedelta(hours=24),
    AlarmKind.HIGH: timedelta(hours=12),
    AlarmKind.DECLINE: timedelta(hours=24),
}


@dataclass(slots=True)
class Burst:
    """Sums up the evidence that more is said than usual."""

    sum: float = 0.0
    posts: int = 0  # since it last was nothing
    bar: float = BURST_BAR  # what people answer moves it

    def add(self, count: int, factor: float, usual: Baseline) -> bool:
        """Take in a bin; say whether the bar is reached."""
        self.sum, self.posts = self._with(count, factor, usual)
        return self._is_burst(self.sum, self.posts)

    def would(self, count: int, factor: float, usual: Baseline) -> bool:
        """Say whether a bin that is not over yet reaches the bar already."""
        return self._is_burst(*self._with(count, factor, usual))

    def _with(self, count: int, factor: float, usual: Baseline) -> tuple[float, int]:
        mean = usual.mean(factor)
        sought = max(BURST_TIMES * mean, mean + BURST_POSTS * usual.bin_hours)
        gained = self.sum + evidence(count, mean, sought, usual.scatter)
        sum_ = min(max(gained, 0.0), BURST_CAP)
        return sum_, self.posts + count if sum_ else 0

    def _is_burst(self, evidence_sum: float, posts: int) -> bool:
        return evidence_sum >= self.bar and posts >= LEAST_POSTS


@dataclass(slots=True)
class Decline:
    """Sums up the evidence that less is said than usual; speaks once until that is over."""

    bins: int  # in the span
    sum: float = 0.0
    spoke: bool = False
    _counts: deque[int] = field(default_factory=deque[int])
    _means: deque[float] = field(default_factory=deque[float])

    def add(self, count: int, factor: float, usual: Baseline) -> bool:
        """Take in a bin; say whether it is clear for the first time that the topic calmed down."""
        mean = usual.mean(factor)
        gained = self.sum + evidence(count, mean, DECLINE_TIMES * mean, usual.scatter)
        self.sum = max(gained, 0.0)
        self._keep(count, mean)
        if self.sum == 0.0:
            self.spoke = False
        clear = self.sum >= DECLINE_BAR and not self.spoke
        speaks = clear and sum(self._counts) <= DECLINE_PART * sum(self._means)
        self.spoke = self.spoke or speaks
        return speaks

    def _keep(self, count: int, mean: float) -> None:
        self._counts.append(count)
        self._means.append(mean)
        if len(self._counts) > self.bins:
            self._counts.popleft()
            self._means.popleft()


@dataclass(slots=True)
class High:
    """Compares the mean of the last bins with nearly the highest bin of two weeks."""

    bins: int  # in two weeks
    part: float = HIGH_PART  # what people answer moves it
    _counts: deque[int] = field(default_factory=deque[int])
    _sorted: list[int] = field(default_factory=list[int])
    _total: int = 0

    def add(self, count: int) -> bool:
        """Take in a bin; say whether it is a high."""
        is_high = self.would(count)
        self._keep(count)
        return is_high

    def would(self, count: int) -> bool:
        """Say whether a bin that is not over yet is a high already."""
        before = min(len(self._counts), HIGH_BINS - 1)
        last = [count, *(self._counts[-back] for back in range(1, before + 1))]
        if not before or sum(last) < LEAST_POSTS:
            return False
        mean = sum(last) / len(last)
        tall = mean >= HIGH_TIMES * self._total / len(self._counts)
        return tall and log1p(mean) - log1p(self._quantile()) >= self.part

    def _keep(self, count: int) -> None:
        insort(self._sorted, count)
        self._counts.append(count)
        self._total += count
        if len(self._counts) > self.bins:
            oldest = self._counts.popleft()
            del self._sorted[bisect_left(self._sorted, oldest)]
            self._total -= oldest

    def _quantile(self) -> int:
        place = min(len(self._sorted) - 1, int(HIGH_QUANTILE * len(self._sorted)))
        return self._sorted[place]
