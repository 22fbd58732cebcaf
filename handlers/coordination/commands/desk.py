"""What every command of this room does first: find the case, and who takes part in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.coordination.errors import (
    CaseOverError,
    NotInvolvedError,
    PersonalWordsError,
    SecretCaseError,
)
from handlers.services import Asked
from handlers.shared.audience import Sight
from handlers.shared.case_numbers import clean_text, short_number
from handlers.shared.colleagues import speaking_officer
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import taipei_date
from handlers.sight import find_named
from storage.records.agencies import Agency, Level
from storage.records.cases import Case, CaseAgency, Secrecy
from storage.records.officers import Role
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A case that a line is about, who takes part in it, and what else the line says."""

    case: Case
    number: str  # as it is shown: 「42」
    rest: str
    agencies: Mapping[int, Agency]
    parts: tuple[CaseAgency, ...]
    involved_ids: tuple[int, ...]  # the agency that owns the case first

    @property
    def is_hidden(self) -> bool:
        """Whether messages carry the number only."""
        return self.case.secrecy is not Secrecy.NORMAL

    @property
    def owner(self) -> Agency:
        """The agency that owns the case."""
        return self.agencies[self.case.agency_id]

    def part_of(self, agency_id: int) -> str:
        """「主辦」, 「協辦」, 「有關機關」; "" for the owner without a part."""
        found = (p.part.value for p in self.parts if self.acting(p.agency_id) == agency_id)
        return next(found, "")

    def acting(self, agency_id: int) -> int:
        """Return who acts for an agency: a unit's ministry, else itself."""
        return acting_id(self.agencies, agency_id)

    def own_id(self, request: Asked) -> int | None:
        """Return as which of the involved agencies the speaker serves; None for none of them."""
        speaker = request.speaker
        mine = [i for i in self.involved_ids if i in speaker.office_ids]
        first = speaker.agency.id if speaker.agency is not None else None
        return first if first in mine else next(iter(mine), None)


def acting_id(agencies: Mapping[int, Agency], agency_id: int) -> int:
    """Return who acts for an agency: a unit's ministry, else itself."""
    agency = agencies[agency_id]
    if agency.level is Level.UNIT and agency.parent_id is not None:
        return agency.parent_id
    return agency_id


def is_hub(request: Asked) -> bool:
    """Whether the speaker serves at 國發會 as its officer."""
    return Role.HUB in request.speaker.roles


def text_to_keep(request: Asked, *, lines: bool = False) -> str:
    """Return the argument of a command that keeps it, tidied.

    Raises PersonalWordsError.
    """
    found = find_personal_data(request.argument)
    if found is not None:
        raise PersonalWordsError(found)
    return clean_text(request.argument, lines=lines)


def matter_of(uow: UnitOfWork, case: Case, *, request_year: int, rest: str = "") -> Matter:
    """Gather who takes part in a case."""
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    parts = uow.cases.agencies(case.id)
    ids = (case.agency_id, *(part.agency_id for part in parts))
    return Matter(
        case=case,
        number=short_number(case, request_year),
        rest=rest,
        agencies=agencies,
        parts=parts,
        involved_ids=tuple(dict.fromkeys(acting_id(agencies, i) for i in ids)),
    )


def find_matter(uow: UnitOfWork, request: Asked, text: str, *, example: str) -> Matter:
    """Find the case that a line names, as far as it may be shown here.

    In a group opened for one case the number may be left out.
    Raises MissingNumberError, CaseNotFoundError, NotInGroupError, SecretCaseError.
    """
    verb = example.partition(" ")[0]
    named = find_named(uow, request, text, example=example, verb=verb)
    if named.sight is Sight.STUB:
        raise SecretCaseError(named.number)
    year = taipei_date(request.now).year - ROC_EPOCH
    return matter_of(uow, named.case, request_year=year, rest=named.rest)


def find_table(uow: UnitOfWork, request: Asked, text: str, *, example: str) -> Matter:
    """Find a case whose 協調單 the speaker may see: as an agency in it, or as 國發會.

    Raises NotInvolvedError too.
    """
    matter = find_matter(uow, request, text, example=example)
    if matter.own_id(request) is None and not is_hub(request):
        raise NotInvolvedError(matter.number)
    return matter


def require_open(matter: Matter) -> None:
    """Refuse when the case was closed or cancelled."""
    if matter.case.closed_at is not None or matter.case.cancelled_at is not None:
        raise CaseOverError(matter.number)


def note_look(uow: UnitOfWork, request: Asked, matter: Matter) -> None:
    """Write into the audit log that somebody looked at a 敏感 case; the caller commits."""
    if matter.is_hidden:
        note_audit(uow, request, matter, action="look-sensitive")


def note_audit(uow: UnitOfWork, request: Asked, matter: Matter, *, action: str) -> None:
    """Write into the audit log of the agency that owns the case."""
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=matter.case.agency_id,
        action=action,
        target=f"case:{matter.case.id}",
    )
