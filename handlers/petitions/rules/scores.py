"""預警成績: what became of the warnings that were told. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from handlers.petitions.rules.outlook import Level

WATCH, ACT, PASSED, WAS_PASSED = "watch", "act", "passed", "was-passed"
UNTOLD = "untold/"  # + a level: when it was reached nobody heard of it
FELL_BACK = "fell-back"  # below the goal again, without Join's record of 成案
LEVEL_NAMES = {Level.WATCH: WATCH, Level.ACT: ACT}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fate:
    """A petition that was warned of, or that passed, or both."""

    warned_at: datetime | None
    passed_at: datetime | None  # as it was seen here
    is_over: bool
    is_untold: bool = False  # nobody heard of the warning: no hit, and no miss of the method


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good the warnings of a level were."""

    hit_count: int  # warned of, and passed
    false_count: int  # warned of, and over without passing
    open_count: int  # warned of, not over yet
    missed_count: int  # passed without a warning
    untold_count: int = 0  # warned of, and nobody was there to hear it
    lead_days: float | None  # the median, of the hits


def score(fates: Iterable[Fate]) -> Score:
    """Count the outcomes of one level."""
    known = tuple(fates)
    leads: list[float] = []
    counts = {"hit": 0, "false": 0, "open": 0, "missed": 0, "untold": 0}
    for fate in known:
        counts[_outcome(fate)] += 1
        if fate.warned_at is not None and fate.passed_at is not None and not fate.is_untold:
            leads.append(max(fate.passed_at - fate.warned_at, timedelta()) / DAY)
    return Score(
        hit_count=counts["hit"],
        false_count=counts["false"],
        open_count=counts["open"],
        missed_count=counts["missed"],
        untold_count=counts["untold"],
        lead_days=median(leads) if leads else None,
    )


def told_level(marks: Mapping[str, object]) -> Level:
    """Return the highest level that was told already."""
    return max((one for one, name in LEVEL_NAMES.items() if name in marks), default=Level.NONE)


def _outcome(fate: Fate) -> str:
    if fate.is_untold:
        return "untold"
    if fate.passed_at is not None:
        return "missed" if fate.warned_at is None else "hit"
    return "false" if fate.is_over else "open"
