"""storage/data/thresholds.csv: the counts that mean something on Join, with source and dates."""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from storage.records.watches import Threshold

DATA = Path(__file__).parent / "data" / "thresholds.csv"
PASSING = "成案"


@cache
def shipped_thresholds() -> tuple[Threshold, ...]:
    """Read the file once, in its order."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Threshold(
                name=row["門檻"],
                count=int(row["份數"]),
                source=row["依據"],
                valid_from=_day(row["起日"]),
                valid_to=_day(row["迄日"]),
            )
            for row in csv.DictReader(file)
        )


def thresholds_on(day: date, several: Iterable[Threshold] | None = None) -> tuple[Threshold, ...]:
    """Return those in force on a day (Taipei), of the shipped ones unless others are given."""
    known = shipped_thresholds() if several is None else several
    return tuple(one for one in known if one.holds_on(day))


def passing_count(day: date, several: Iterable[Threshold] | None = None) -> int | None:
    """Return how many make a petition 成案 on a day; None where no rule held."""
    counts = (one.count for one in thresholds_on(day, several) if one.name == PASSING)
    return next(counts, None)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
