"""storage/data/remits.csv: what the law gives each ministry to do (掌理事項), in short words.

Beside the words of the law stand those of the people whom it concerns. Both were written from
the laws of organisation, ministry by ministry, and not from petitions.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data" / "remits.csv"


@cache
def shipped_remits() -> Mapping[str, tuple[str, ...]]:
    """Read the file once; by the agency's full name as shipped."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return MappingProxyType(
        {row["agency"]: _several(row["tasks"], row["everyday"]) for row in rows}
    )


def _several(*cells: str) -> tuple[str, ...]:
    return tuple(word for cell in cells for word in cell.split(";") if word)
