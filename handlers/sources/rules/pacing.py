"""When to look at a feed again: often while it is busy, seldom while it is quiet. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp2

from handlers.shared.opinion_pace import USUAL_LOOKS, Looks

UNKNOWN = timedelta(minutes=10)  # until its pace is known
FIRST_RETRY = timedelta(minutes=2)
LONGEST_RETRY = timedelta(hours=6)
HALF_LIFE = timedelta(hours=6)  # of what is remembered of a feed's pace
SPREAD = 0.1
AWAITED = 0.25  # posts between two looks
ONE_HOUR = timedelta(hours=1)
BRIEF = timedelta(minutes=1)  # what came in less time says no more than that it came


def first_pace(said_at: Sequence[datetime]) -> float | None:
    """Guess from the posts of a first look how many an hour there are; None: not known."""
    if len(said_at) < 2:  # noqa: PLR2004  # a span has two ends
        return None
    span = max(said_at) - min(said_at)
    return None if span <= timedelta(0) else (len(said_at) - 1) / (span / ONE_HOUR)


def next_pace(pace: float | None, new_count: int, since_last: timedelta) -> float:
    """Return posts an hour after a look that brought `new_count`, `since_last` after the last."""
    hours = max(since_last / ONE_HOUR, BRIEF / ONE_HOUR)
    seen = new_count / hours
    if pace is None:
        return seen
    kept = exp2(-hours / (HALF_LIFE / ONE_HOUR))
    return pace * kept + seen * (1 - kept)


def interval(
    pace: float | None,
    looks: Looks = USUAL_LOOKS,
    *,
    all_new: bool = False,
    drawn: float = 0.0,
) -> timedelta:
    """Return how long to wait; less when everything in the feed was new: some may have passed.

    `drawn` from 0 to 1 takes up to a tenth off, so that feeds that began together drift apart.
    """
    if pace is None:
        return min(max(UNKNOWN, looks.shortest), looks.longest)
    # A pace of next to nothing would lead beyond what a timedelta holds.
    hours = min(AWAITED / max(pace, 1e-6), looks.longest / ONE_HOUR) * (1 - drawn * SPREAD)
    wanted = timedelta(hours=hours / 2 if all_new else hours)
    return min(max(wanted, looks.shortest), looks.longest)


def draw(source_id: int, turn: int) -> float:
    """Return a number from 0 to 1 that is another for each source and each turn."""
    return (source_id * 7919 + turn * 104_729) % 1_009 / 1_008


def retry_in(failures: int, asked_seconds: int | None) -> timedelta:
    """Return how long to leave a source alone after a failed look; longer each time."""
    doubled = FIRST_RETRY * (1 << min(max(failures, 0), 8))
    wanted = timedelta(seconds=asked_seconds or 0)
    return max(min(doubled, LONGEST_RETRY), wanted)
