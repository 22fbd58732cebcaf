"""Agencies (機關) and their internal units."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Where an agency stands."""

    FIRST = "1"  # 行政院 and its offices
    SECOND = "2"  # 二級機關: ministries, councils
    THIRD = "3"  # 三級機關: under a ministry
    UNIT = "unit"  # 內部單位 such as 戶政司: leads to its ministry
    LOCAL = "local"  # 地方政府


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency (機關), keyed by an own id: official codes have been reused."""

    id: int
    name: str  # full official name
    level: Level
    code: str = ""  # 機關代碼, as Join's organizationId; "" where unknown
    short_names: tuple[str, ...] = ()  # the first is the one shown on cards
    english: str = ""
    acronym: str = ""
    former_names: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()  # codes of bodies it took over, as Join still shows them
    parent_id: int | None = None
    duties: tuple[str, ...] = ()  # what it deals with, in words people use
    valid_to: date | None = None  # last day of its existence
    county: str = ""  # where its offices are, one of COUNTIES; "": as its parent, else 臺北市

    @property
    def short(self) -> str:
        """The name that cards show."""
        return self.short_names[0] if self.short_names else self.name

    def exists_on(self, day: date) -> bool:
        """Whether the agency still exists on `day` (Taipei)."""
        return self.valid_to is None or day <= self.valid_to
