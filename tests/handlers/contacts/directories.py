"""The shipped agencies with invented people, for the tests of finding."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from handlers.contacts.rules.finding import Directory
from storage.records.agencies import Agency, Level
from storage.records.officers import Appointment, Officer, Role

TODAY = date(2026, 12, 7)
DATA = Path(__file__).parents[3] / "storage" / "data"
LEVELS = {"1": Level.FIRST, "2": Level.SECOND, "3": Level.THIRD, "地方": Level.LOCAL}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


@lru_cache(maxsize=1)
def real_agencies() -> tuple[Agency, ...]:
    """Return the shipped list of agencies and units, numbered from 1."""
    found: dict[str, Agency] = {}
    for row in _rows("agencies.csv"):
        found[row["name"]] = Agency(
            id=len(found) + 1,
            name=row["name"],
            level=LEVELS[row["level"]],
            code=row["code"],
            short_names=_several(row["short_names"]),
            english=row["english"],
            acronym=row["acronym"],
            former_names=_several(row["former_names"]),
            parent_id=found[row["parent"]].id if row["parent"] else None,
            duties=_several(row["duties"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
    for row in _rows("units.csv"):
        name = row["parent"] + row["name"]
        found[name] = Agency(
            id=len(found) + 1,
            name=name,
            level=Level.UNIT,
            short_names=(row["name"], *_several(row["short_names"])),
            parent_id=found[row["parent"]].id,
            duties=_several(row["duties"]),
        )
    return tuple(found.values())


@dataclass
class World:
    """A roster that grows sentence by sentence."""

    agencies: tuple[Agency, ...] = field(default_factory=real_agencies)
    officers: list[Officer] = field(default_factory=list[Officer])
    appointments: list[Appointment] = field(default_factory=list[Appointment])

    def agency(self, name: str) -> Agency:
        """Return an agency by its full or first short name."""
        return next(a for a in self.agencies if name in {a.name, a.short})

    def add_agency(self, agency: Agency) -> Agency:
        """Add an agency; its id is given here."""
        numbered = replace(agency, id=len(self.agencies) + 1)
        self.agencies = (*self.agencies, numbered)
        return numbered

    def appoint(
        self,
        name: str,
        agency: str,
        role: Role = Role.PO,
        *,
        nickname: str = "",
        like: Appointment | None = None,
    ) -> Officer:
        """Appoint a (new or known) officer; `like` carries the other facts."""
        known = next((o for o in self.officers if o.name == name), None)
        officer = known or Officer(id=len(self.officers) + 1, name=name, nickname=nickname)
        if known is None:
            self.officers.append(officer)
        self.appointments.append(
            replace(
                like or FACTS,
                id=len(self.appointments) + 1,
                officer_id=officer.id,
                agency_id=self.agency(agency).id,
                role=role,
            )
        )
        return officer

    def directory(self, topics: dict[str, tuple[int, ...]] | None = None) -> Directory:
        """Build the index of everything said so far."""
        return Directory(
            agencies=self.agencies,
            officers=tuple(self.officers),
            appointments=tuple(self.appointments),
            topics=topics,
        )

    def ids(self, names: Sequence[str]) -> tuple[int, ...]:
        """Return the ids of agencies."""
        return tuple(self.agency(name).id for name in names)


FACTS = Appointment(id=0, officer_id=0, agency_id=0, role=Role.PO)
