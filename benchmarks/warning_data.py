"""Real petitions with their looks, as the early warning is measured on them.

The folder holds `ideas.csv.gz`, `endorsements.csv.gz` (changes only) and `snapshots.csv.gz` (when
the site was looked at). Only petitions whose whole time was watched, with no gap over 9 days.
"""

import csv
import gzip
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from handlers.petitions.rules.course import Course, Look, Terms
from handlers.petitions.rules.outlook import Signs, signs_of, worth_judging
from handlers.shared.roc_date import TAIPEI, taipei_date
from storage.threshold_sheet import passing_count

GAP = timedelta(days=9)
DAY = timedelta(days=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=TAIPEI)
LATEST = datetime(2100, 1, 1, tzinfo=TAIPEI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """One petition: its looks, and when it passed, if it did."""

    key: str
    looks: tuple[Look, ...]
    terms: Terms
    passed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A look that is worth judging, with what the chance depends on."""

    at: datetime
    signs: Signs
    straight: float  # days until the goal at the present pace


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Read a packed CSV."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_petitions(folder: Path) -> list[Petition]:
    """Read the petitions that were watched from their first to their last day."""
    looked = sorted(_moment(row["snapshot_at"]) for row in rows_of(folder / "snapshots.csv.gz"))
    gaps = [(a, b) for a, b in pairwise([EARLIEST, *looked, LATEST]) if b - a > GAP]
    changes: dict[str, list[Look]] = {}
    for row in rows_of(folder / "endorsements.csv.gz"):
        look = Look(_moment(row["snapshot_at"]), int(row["endorse_count"]))
        changes.setdefault(row["idea_id"], []).append(look)
    found: list[Petition] = []
    for idea in rows_of(folder / "ideas.csv.gz"):
        steps = sorted(changes.get(idea["idea_id"], []), key=lambda look: (look.at, look.count))
        if not (idea["approved_at"] and idea["endorse_due"] and steps):
            continue
        start = _moment(idea["approved_at"])
        goal = passing_count(taipei_date(start))
        if goal is None:
            continue
        terms = Terms(start=start, due=_moment(idea["endorse_due"]), goal=goal)
        if any(min(b, terms.due) - max(a, terms.start) > GAP for a, b in gaps):
            continue
        looks = tuple(_between(steps, looked))
        reached = next((look.at for look in looks if look.count >= terms.goal), None)
        if reached is None and idea["reached_at"]:
            reached = _moment(idea["reached_at"])
        found.append(Petition(key=idea["idea_id"], looks=looks, terms=terms, passed_at=reached))
    return found


def judged(petition: Petition) -> list[Judged]:
    """Return the looks that the early warning judges, up to the goal."""
    course, found = Course(petition.terms), list[Judged]()
    for look in petition.looks:
        if look.count >= petition.terms.goal:
            break
        course = course.seen(look)
        if worth_judging(course):
            straight = (petition.terms.goal - course.count) / (course.pace + 2)
            found.append(Judged(at=look.at, signs=signs_of(course), straight=straight))
    return found


def _between(steps: list[Look], looked: list[datetime]) -> Iterator[Look]:
    """Give the count at every look at the site, not only where it changed."""
    times = [step.at for step in steps]
    for at in looked[bisect_left(looked, times[0]) : bisect_right(looked, times[-1])]:
        yield Look(at, steps[bisect_right(times, at) - 1].count)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text[:19]).replace(tzinfo=TAIPEI)
