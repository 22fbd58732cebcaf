"""Agencies by the exact names people write in lists, with advice when a name is unknown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from storage.records.agencies import Agency, Level

NEAR = 60  # rapidfuzz's score, 0 to 100; two-character names that share one character score 50
NOBODY = Agency(id=0, name="", level=Level.UNIT)  # stands in while a row's errors are listed

FindAgency = Callable[[str], Agency | None]


@dataclass(frozen=True, slots=True)
class AgencyNames:
    """All agencies; `look_up` knows their exact names (the store of agencies does)."""

    agencies: tuple[Agency, ...]
    look_up: FindAgency
    _by_name: dict[str, Agency] = field(default_factory=dict[str, Agency])

    def find(self, name: str) -> Agency | None:
        """Return the agency that is called exactly so, but for width, spaces and 臺/台."""
        return self.look_up(name.strip()) or self.look_up("".join(name.split()))

    def ministry_of_unit(self, agency: Agency) -> Agency | None:
        """Return the ministry of an internal unit such as 戶政司; None for agencies proper."""
        if agency.level is not Level.UNIT:
            return None
        return next((a for a in self.agencies if a.id == agency.parent_id), None)

    def advice(self, name: str) -> str:
        """Say which agency was probably meant: 「，是「內政部」嗎？」, or ""."""
        if not self._by_name:
            self._by_name.update(_names(self.agencies))
        names = self._by_name.keys()
        best = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=1)
        return f"，是「{self._by_name[best[0][0]].name}」嗎？" if best else ""


def _names(agencies: Iterable[Agency]) -> dict[str, Agency]:
    return {
        name: agency
        for agency in agencies
        for name in (*agency.former_names, *agency.short_names, agency.name)
    }
