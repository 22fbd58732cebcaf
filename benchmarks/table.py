"""The one table of `make bench`: each part gives rows, `benchmarks.__main__` prints them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Met(Enum):
    """Whether what was measured is what was aimed at."""

    YES = "yes"
    NO = "**no**"
    NO_AIM = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that was measured."""

    what: str
    aim: str = "–"
    measured: str
    peer: str = "–"  # what it was compared with in the same run, and how it did
    met: Met = Met.NO_AIM


HEADINGS = ("what", "aim", "measured", "peer in the same run", "met")


def judged(fulfilled: bool) -> Met:  # noqa: FBT001  # the one thing it is about
    """Say it as the table does."""
    return Met.YES if fulfilled else Met.NO


def heading() -> str:
    """Write the table's first two lines."""
    return f"| {' | '.join(HEADINGS)} |\n{'|---' * len(HEADINGS)}|"


def line(row: Row) -> str:
    """Write one row."""
    cells = (row.what, row.aim, row.measured, row.peer, row.met.value)
    return f"| {' | '.join(cells)} |"


def show(rows: Iterable[Row]) -> None:
    """Print a table, as a part does that runs alone."""
    print(heading())
    for row in rows:
        print(line(row), flush=True)
