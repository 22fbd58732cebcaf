"""What is usual for one topic: a level that follows slowly, and how widely counts scatter. Pure."""

from dataclasses import dataclass
from math import lgamma, log, sqrt

HOURS_A_DAY = 24
UNKNOWN_LEVEL = 0.2  # posts an hour of a topic nobody has seen yet
UNKNOWN_WEIGHT = 0.1  # hours that this guess counts for
USUAL_SCATTER = 1.6  # variance over mean; posts come in small clusters
SCATTER_WEIGHT = 200.0  # counts that this guess counts for
SLOWER = 3  # times slower than the level the scatter is forgotten
LEAST_SCATTER = 1.05
LEAST_MEAN = 1e-4
CAP_DEVIATIONS, CAP_POSTS = 4.0, 2.0  # a burst teaches the baseline no more than this above it
MOST_SURPRISE = 30.0  # of one count, in squared deviations
FULL_MEAN = 0.2  # posts; a smaller mean tells less about the scatter


@dataclass(slots=True)
class Baseline:
    """An exponentially weighted mean of counts over their season, and their variance over mean.

    `half_life` is in days; a bin's length is in hours.
    """

    half_life: float
    bin_hours: float
    counted: float = 0.0
    exposure: float = 0.0  # hours, weighted by their season
    surprise: float = USUAL_SCATTER * SCATTER_WEIGHT
    surprises: float = SCATTER_WEIGHT

    @property
    def level(self) -> float:
        """Posts in a bin of average season."""
        known = self.counted + UNKNOWN_LEVEL * UNKNOWN_WEIGHT
        return known / (self.exposure + UNKNOWN_WEIGHT) * self.bin_hours

    @property
    def scatter(self) -> float:
        """Variance over mean of the counts, above one."""
        return max(self.surprise / self.surprises, LEAST_SCATTER)

    def mean(self, factor: float) -> float:
        """Return how many posts a bin of that season is expected to have."""
        return max(self.level * factor, LEAST_MEAN)

    def without_excess(self, count: float, factor: float) -> float:
        """Return the count, cut where it is far above what is usual."""
        mean = self.mean(factor)
        return min(count, mean + CAP_DEVIATIONS * sqrt(mean * self.scatter) + CAP_POSTS)

    def learn(self, count: float, factor: float) -> None:
        """Take in the count of a bin."""
        mean = self.mean(factor)
        cut = self.without_excess(count, factor)
        keep = 0.5 ** (self.bin_hours / (self.half_life * HOURS_A_DAY))
        keep_scatter = 1 - (1 - keep) / SLOWER
        weight = min(mean / FULL_MEAN, 1.0)
        surprise = min((cut - mean) ** 2 / mean, MOST_SURPRISE)
        self.counted = self.counted * keep + cut
        self.exposure = self.exposure * keep + factor * self.bin_hours
        self.surprise = self.surprise * keep_scatter + surprise * weight
        self.surprises = self.surprises * keep_scatter + weight


def evidence(count: float, mean: float, other: float, scatter: float) -> float:
    """Return the logarithm of how much likelier `count` is with the mean `other` than with `mean`.

    Counts are negative binomial with variance `scatter` times the mean.
    """
    usual, unusual = mean / (scatter - 1), other / (scatter - 1)
    gain = lgamma(count + unusual) - lgamma(unusual) - lgamma(count + usual) + lgamma(usual)
    return gain - (unusual - usual) * log(scatter)
