"""storage/data/rescues.csv: what to prepare in each situation, with its source."""

import csv
from functools import cache
from pathlib import Path

from storage.records.rescues import Advice

DATA = Path(__file__).parent / "data" / "rescues.csv"


@cache
def read_advice() -> tuple[Advice, ...]:
    """Read the file once; the situations stand in the order in which they are offered."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Advice(
                situation=row["情境"],
                cues=tuple(row["聽到"].split()),
                opening=row["開頭"],
                things=(row["一"], row["二"], row["三"]),
                reminder=row["提醒"],
                source=row["出處"],
            )
            for row in csv.DictReader(file)
        )
