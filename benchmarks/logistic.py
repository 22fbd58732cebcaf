"""A small weighted logistic regression, by Newton's method; no library needed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.petitions.rules.outlook import Signs, Weights

STEPS = 25
STILL = 1e-10  # a step as small as this is the last
HOLD = 1.0  # of the ridge, on signs of spread 1
TOTAL_WEIGHT = 10.0  # of each petition, however often it was looked at

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: its signs, whether the petition passed, and what the look weighs."""

    signs: Signs
    passed: bool
    weight: float


def samples_of(signs: Sequence[Signs], *, passed: bool) -> list[Sample]:
    """Make samples of one petition, which together weigh as much as any other's."""
    return [Sample(one, passed, TOTAL_WEIGHT / len(signs)) for one in signs]


def fit(samples: Sequence[Sample]) -> Weights:
    """Fit the weights of the chance."""
    hold = (0.0, *(HOLD * _spread([getattr(s.signs, n) for s in samples]) for n in ("far", "need")))
    weights = Weights(base=0.0, far=0.0, need=0.0)
    for _ in range(STEPS):
        step = _step(samples, weights, hold)
        weights = Weights(
            base=weights.base - step[0], far=weights.far - step[1], need=weights.need - step[2]
        )
        if max(map(abs, step)) < STILL:
            break
    return weights


def _spread(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / len(values)


def _step(samples: Sequence[Sample], weights: Weights, hold: Sequence[float]) -> Three:
    base, far, need = weights.base, weights.far, weights.need
    g0 = h00 = h01 = h02 = 0.0
    g1, h11, h12 = hold[1] * far, hold[1], 0.0
    g2, h22 = hold[2] * need, hold[2]
    for sample in samples:
        x1, x2 = sample.signs.far, sample.signs.need
        chance = 1 / (1 + math.exp(-(base + far * x1 + need * x2)))
        off = sample.weight * (chance - sample.passed)
        curve = sample.weight * chance * (1 - chance)
        g0, g1, g2 = g0 + off, g1 + off * x1, g2 + off * x2
        h00, h01, h02 = h00 + curve, h01 + curve * x1, h02 + curve * x2
        h11, h12, h22 = h11 + curve * x1 * x1, h12 + curve * x1 * x2, h22 + curve * x2 * x2
    return _solve(((h00, h01, h02), (h01, h11, h12), (h02, h12, h22)), (g0, g1, g2))


def _solve(matrix: tuple[Three, Three, Three], right: Three) -> Three:
    """Solve three linear equations by Cramer's rule."""
    whole = _determinant(*matrix)
    found = [
        _determinant(*([*row[:i], right[j], *row[i + 1 :]] for j, row in enumerate(matrix))) / whole
        for i in range(3)
    ]
    return found[0], found[1], found[2]


def _determinant(one: Sequence[float], two: Sequence[float], three: Sequence[float]) -> float:
    return (
        one[0] * (two[1] * three[2] - two[2] * three[1])
        - one[1] * (two[0] * three[2] - two[2] * three[0])
        + one[2] * (two[0] * three[1] - two[1] * three[0])
    )
