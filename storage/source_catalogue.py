"""storage/data/sources.csv: Taiwanese feeds that are known, with their terms. All are off."""

import csv
from functools import cache
from pathlib import Path

from storage.records.posts import KnownSource

DATA = Path(__file__).parent / "data" / "sources.csv"


@cache
def known_sources() -> tuple[KnownSource, ...]:
    """Read the file once, in its order."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            KnownSource(
                name=row["名稱"],
                url=row["網址"],
                zone=row["時區"],
                standing=row["條款"],
                terms=row["說明"],
                terms_url=row["出處"],
            )
            for row in csv.DictReader(file)
        )
