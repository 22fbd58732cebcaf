"""How sure a figure is."""

import math
import random
import statistics
from collections.abc import Sequence

Z = 1.959964  # of 95 %
DRAWS = 2000


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, by Wilson."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    half = Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return middle - half, middle + half


def median_interval(values: Sequence[float], *, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % interval of a median, by drawing again and again."""
    draw = random.Random(seed)
    medians = sorted(statistics.median(draw.choices(values, k=len(values))) for _ in range(DRAWS))
    return medians[int(0.025 * DRAWS)], medians[int(0.975 * DRAWS) - 1]


def share_text(hits: int, of: int) -> str:
    """Write a share with its interval: 「25/26 = .962 (.811–.993)」."""
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {hits / max(1, of):.3f} ({low:.3f}–{high:.3f})"
