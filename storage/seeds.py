"""The shipped list of agencies: storage/data/agencies.csv and units.csv.

Several values in one cell are separated by `;`. Dates are ISO 8601.
"""

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, insert, or_, select

from storage.agencies import agency_values
from storage.directory import renew_agencies_version
from storage.records.agencies import Agency, Level
from storage.tables.directory import agencies

DATA = Path(__file__).parent / "data"
LEVELS = {
    "1": Level.FIRST,
    "2": Level.SECOND,
    "3": Level.THIRD,
    "地方": Level.LOCAL,
}


def add_missing_agencies(connection: Connection) -> int:
    """Add the listed agencies and units that are missing; return how many.

    What is there is left alone, even if it was edited or renamed.
    """
    ids: dict[str, int] = {}  # by the name in the list
    added_count = 0
    for row in _read("agencies.csv"):
        parent_id = ids[row["parent"]] if row["parent"] else None
        added_count += _add(connection, _agency(row, parent_id), ids)
    for row in _read("units.csv"):
        added_count += _add(connection, _unit(row, ids[row["parent"]]), ids)
    if added_count:
        renew_agencies_version(connection)
    return added_count


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _agency(row: dict[str, str], parent_id: int | None) -> Agency:
    return Agency(
        id=0,
        name=row["name"],
        level=LEVELS[row["level"]],
        code=row["code"],
        short_names=_several(row["short_names"]),
        english=row["english"],
        acronym=row["acronym"],
        former_names=_several(row["former_names"]),
        former_codes=_several(row["former_codes"]),
        parent_id=parent_id,
        duties=_several(row["duties"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def _unit(row: dict[str, str], parent_id: int) -> Agency:
    """Make a unit; its full name says whose it is, for several agencies have a 綜合規劃司."""
    return Agency(
        id=0,
        name=row["parent"] + row["name"],
        level=Level.UNIT,
        short_names=(row["name"], *_several(row["short_names"])),
        parent_id=parent_id,
        duties=_several(row["duties"]),
    )


def _add(connection: Connection, agency: Agency, ids: dict[str, int]) -> int:
    known = select(agencies.c.id).where(
        or_(agencies.c.seed_name == agency.name, agencies.c.name == agency.name)
    )
    known_id = connection.execute(known.order_by(agencies.c.id).limit(1)).scalar_one_or_none()
    if known_id is None:
        values = {**agency_values(agency), "seed_name": agency.name}
        added = insert(agencies).values(values).returning(agencies.c.id)
        ids[agency.name] = connection.execute(added).scalar_one()
        return 1
    ids[agency.name] = known_id
    return 0
