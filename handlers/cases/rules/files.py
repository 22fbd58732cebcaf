"""A case with everything that a card or a decision needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.shared.audience import Circle, is_public
from handlers.shared.leads import Contact
from storage.records.agencies import Agency
from storage.records.cases import Case, CaseAgency, Note, Part, Standing
from storage.records.duties import Duty
from storage.records.officers import Officer


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case, the agencies and people around it, and the notes that may be read."""

    case: Case
    agencies: Mapping[int, Agency]  # all known agencies by id
    parts: tuple[CaseAgency, ...] = ()
    invited_ids: frozenset[int] = frozenset()
    named_ids: frozenset[int] = frozenset()
    holder: Officer | None = None
    notes: tuple[Note, ...] = ()
    duties: tuple[Duty, ...] = ()  # of all its agencies, earliest first
    talk: str = ""  # how public opinion of it stands: 「升溫」; "" = nobody listens
    contact: Contact | None = None  # which of several 主辦 contacts the proposer

    @property
    def owner(self) -> Agency:
        """The agency that registered the case."""
        return self.agencies[self.case.agency_id]

    @property
    def circle(self) -> Circle:
        """Who belongs to the case."""
        return Circle(
            case=self.case,
            part_agency_ids=frozenset(part.agency_id for part in self.parts),
            invited_agency_ids=self.invited_ids,
            named_officer_ids=self.named_ids,
        )

    @property
    def is_own_only(self) -> bool:
        """Whether only the owner and the agencies below it may see the case."""
        family = {self.case.agency_id}
        outside = self.circle.agency_ids - family
        below = all(self.agencies[i].parent_id == self.case.agency_id for i in outside)
        return not is_public(self.case) and below

    def part_of(self, agency_id: int) -> CaseAgency | None:
        """Return an agency's part."""
        return next((part for part in self.parts if part.agency_id == agency_id), None)

    def parts_as(self, part: Part) -> tuple[CaseAgency, ...]:
        """Return the agencies that are 主辦, 協辦 or 有關機關."""
        return tuple(one for one in self.parts if one.part is part)


def own_word(case_id: int, agency_id: int, part: Part) -> CaseAgency:
    """Return a part that an agency takes on by its own word."""
    return CaseAgency(
        case_id=case_id,
        agency_id=agency_id,
        part=part,
        standing=Standing.CONFIRMED,
        said_by=agency_id,
        source="本機關確認",
    )


def named_part(case_id: int, agency: Agency, part: Part, *, said_by: Agency) -> CaseAgency:
    """Return a part as an officer names it: sure for the own agency, else only a suggestion."""
    if agency.id == said_by.id:
        return own_word(case_id, agency.id, part)
    return CaseAgency(
        case_id=case_id,
        agency_id=agency.id,
        part=part,
        standing=Standing.SUGGESTED,
        said_by=said_by.id,
    )
