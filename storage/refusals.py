"""storage/data/refusals.csv: what petitions Join does not take (不受理), with the source."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from storage.records.refusals import Refusal

DATA = Path(__file__).parent / "data" / "refusals.csv"


@cache
def shipped_refusals() -> tuple[Refusal, ...]:
    """Read the file once, in its order."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Refusal(
                matter=row["事項"],
                words=tuple(row["題目裡有"].split(";")),
                explanation=row["說明"],
                source=row["依據"],
                version=row["版本"],
                settled=row["確定"] == "是",
                valid_from=date.fromisoformat(row["起日"]) if row["起日"] else None,
            )
            for row in csv.DictReader(file)
        )
