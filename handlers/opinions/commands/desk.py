"""What every command of this room does first: find the case, see who may, name the opinions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.opinions.errors import (
    CaseOverError,
    NoOpinionsError,
    NoSuchOpinionError,
    NotInvolvedError,
    PersonalWordsError,
    SecretCaseError,
    WhichOpinionError,
)
from handlers.opinions.rules.counting import Intake, Said, Taken, take_in
from handlers.opinions.rules.pasting import Comment
from handlers.opinions.rules.references import Reference, read_reference
from handlers.services import Asked
from handlers.shared.audience import Sight
from handlers.shared.case_numbers import clean_text
from handlers.shared.colleagues import speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.sight import find_named
from storage.records.agencies import Agency, Level
from storage.records.cases import Case, Secrecy
from storage.records.opinions import Opinion
from storage.unit_of_work import UnitOfWork

_VERB = re.compile(r"^(?:(?:擬|寫|看|做|出|下載|匯出|產生|整理)(?:一?[下份個])?\s*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A case that a line is about, and what else the line says."""

    case: Case
    number: str  # as it is shown: 「42」
    rest: str
    owner: Agency


def asked_case(request: Asked) -> str:
    """Return the argument of a look-up without a verb before the number: 「擬37的」."""
    return _VERB.sub("", clean_text(request.argument))


def text_to_keep(request: Asked) -> str:
    """Return the argument of a command that keeps it, tidied. Raises PersonalWordsError."""
    found = find_personal_data(request.argument)
    if found is not None:
        raise PersonalWordsError(found)
    return clean_text(request.argument)


def find_matter(uow: UnitOfWork, request: Asked, text: str, *, example: str) -> Matter:
    """Find the case that a line names, if the speaker's agency answers its opinions.

    Raises MissingNumberError, CaseNotFoundError, SecretCaseError, NotInvolvedError.
    """
    named = find_named(uow, request, text, example=example, verb=example.partition(" ")[0])
    if named.sight is Sight.STUB:
        raise SecretCaseError(named.number)
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    owner = agencies[named.case.agency_id]
    if not answering_ids(uow, named.case, agencies) & request.speaker.office_ids:
        raise NotInvolvedError(owner.short, named.number)
    return Matter(case=named.case, number=named.number, rest=named.rest, owner=owner)


def answering_ids(uow: UnitOfWork, case: Case, agencies: Mapping[int, Agency]) -> frozenset[int]:
    """Return who answers a case's opinions: its owner and those with a part in it."""
    ids = (case.agency_id, *(part.agency_id for part in uow.cases.agencies(case.id)))
    return frozenset(acting_id(agencies[i]) for i in ids) | {case.agency_id}


def acting_id(agency: Agency) -> int:
    """Return who acts for an agency: a unit's ministry, else itself."""
    if agency.level is Level.UNIT and agency.parent_id is not None:
        return agency.parent_id
    return agency.id


def require_open(matter: Matter) -> None:
    """Refuse when the case was closed or cancelled."""
    if matter.case.closed_at is not None or matter.case.cancelled_at is not None:
        raise CaseOverError(matter.number)


def note_look(uow: UnitOfWork, request: Asked, matter: Matter) -> None:
    """Write into the audit log that somebody looked at a 敏感 case; the caller commits."""
    if matter.case.secrecy is not Secrecy.NORMAL:
        note_audit(uow, request, matter, action="look-sensitive")


def note_audit(uow: UnitOfWork, request: Asked, matter: Matter, *, action: str) -> None:
    """Write into the audit log of the agency that owns the case; the caller commits."""
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=matter.case.agency_id,
        action=action,
        target=f"case:{matter.case.id}",
    )


@dataclass(frozen=True, slots=True)
class Named:
    """The opinions that a line names, all others of the case, and what else the line says."""

    matter: Matter
    opinions: tuple[Opinion, ...]  # named, in their order
    everything: tuple[Opinion, ...]
    rest: str


def find_opinions(
    uow: UnitOfWork, request: Asked, reference: Reference | None, *, example: str
) -> Named:
    """Find the opinions that a line names, for a change; nobody else changes them meanwhile.

    Raises WhichOpinionError, NoSuchOpinionError, CaseOverError, and what `find_matter` raises.
    """
    if reference is None:
        raise WhichOpinionError(example)
    matter = find_matter(uow, request, reference.case, example=example)
    require_open(matter)
    uow.opinions.take_turn(matter.case.id)
    everything = uow.opinions.of_case(matter.case.id)
    named = tuple(opinion_of(everything, serial, matter) for serial in reference.serials)
    note_look(uow, request, matter)
    return Named(matter, named, everything, reference.rest)


def find_lined(uow: UnitOfWork, request: Asked, text: str, *, example: str) -> Named:
    """Find the opinions that a line begins with. Raises what `find_opinions` raises."""
    return find_opinions(uow, request, read_reference(text), example=example)


def opinion_of(everything: Sequence[Opinion], serial: int, matter: Matter) -> Opinion:
    """Return the opinion of that number. Raises NoOpinionsError, NoSuchOpinionError."""
    if not everything:
        raise NoOpinionsError(matter.number)
    found = next((one for one in everything if one.serial == serial), None)
    if found is None:
        raise NoSuchOpinionError(matter.number, serial)
    return found


def head_of(everything: Sequence[Opinion], opinion: Opinion) -> Opinion:
    """Return the opinion whose answer is this one's."""
    return next((one for one in everything if one.id == opinion.head_id), opinion)


def keep_comments(uow: UnitOfWork, comments: Sequence[Comment], taken: Taken) -> Intake:
    """Keep of comments on a case what is new; names only become keys. The caller commits."""
    uow.opinions.take_turn(taken.case_id)
    said = [
        Said(one, uow.opinions.author_keys(taken.case_id, one.name) if one.name else ())
        for one in comments
    ]
    intake = take_in(uow.opinions.of_case(taken.case_id), said, taken)
    uow.opinions.add_all(intake.new)
    return intake
