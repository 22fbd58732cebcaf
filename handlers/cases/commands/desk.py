"""What every command about cases does first and last: find the case, check, save, answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.message import Answer, Card
from bot.room import Result
from handlers.cases.cards import case_card, hidden_card, stub_card
from handlers.cases.errors import (
    CaseChangedError,
    CaseClosedError,
    NotOurCaseError,
    PersonalDataError,
    WrongSecrecyError,
)
from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.reading import Look
from handlers.cases.rules.undoing import Before, changed_fields, pack
from handlers.cases.rules.wording import clean_text
from handlers.services import Asked, Services
from handlers.shared.audience import (
    Sight,
    Viewer,
    group_agency_ids,
    readable_notes,
    sight_of,
)
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.leads import SETTING, contact_among
from handlers.shared.opinion_state import talk_of
from handlers.shared.personal_data import find_personal_data
from handlers.sight import find_named, remember_place, viewer_of
from storage.errors import RecordNotFoundError, StaleRecordError
from storage.records.agencies import Agency
from storage.records.cases import Case, HistoryEntry, Secrecy
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

NOTHING_ELSE = Before(fields={})


@dataclass(frozen=True, slots=True)
class Change:
    """How a change is written into the history, and how it is undone."""

    action: str
    summary: str  # one line, without persons
    before: Before = NOTHING_ELSE  # what changes besides the case's own fields


@dataclass(frozen=True, slots=True)
class Found:
    """A case that a line is about, and what else the line says."""

    file: CaseFile
    rest: str


def text_of(request: Asked, *, lines: bool = False) -> str:
    """Return the argument, tidied."""
    return clean_text(request.argument, lines=lines)


def text_to_keep(request: Asked, *, lines: bool = False) -> str:
    """Return the argument of a command that keeps it, tidied.

    Raises PersonalDataError, also for a message that goes along.
    """
    found = find_personal_data(request.argument) or find_personal_data(request.message.quoted)
    if found is not None:
        raise PersonalDataError(found, in_group=request.in_group)
    return text_of(request, lines=lines)


def look_of(request: Asked) -> Look:
    """Return for whom a card is drawn."""
    viewer = viewer_of(request)
    readers = viewer.agency_ids
    if request.in_group:
        readers = readers & group_agency_ids(viewer.chat)
    return Look(now=request.now, in_group=request.in_group, agency_ids=readers)


def acting(request: Asked, file: CaseFile | None = None) -> tuple[Officer, Agency]:
    """Return who speaks and for which agency: the case's, for an officer of it and another.

    Raises NotBoundError or NoAgencyError.
    """
    officer = speaking_officer(request.speaker)
    if file is not None and file.case.agency_id in request.speaker.office_ids:
        return officer, file.owner
    return officer, speaking_agency(request.speaker)


def file_of(uow: UnitOfWork, case: Case, viewer: Viewer) -> CaseFile:
    """Gather everything about a case."""
    holder: Officer | None = None
    if case.holder_id is not None:
        try:
            holder = uow.officers.get(case.holder_id)
        except RecordNotFoundError:
            holder = None
    parts = uow.cases.agencies(case.id)
    return CaseFile(
        case=case,
        agencies={agency.id: agency for agency in uow.agencies.all()},
        parts=parts,
        contact=contact_among(case, parts, uow.settings.get(f"{SETTING}{case.id}")),
        invited_ids=uow.cases.invited_agencies(case.id),
        named_ids=uow.cases.named_officers(case.id),
        holder=holder,
        notes=readable_notes(uow.cases.notes(case.id), viewer),
        duties=uow.duties.of_case(case.id),
        talk=talk_of(uow.watching.of_cases([case.id]), viewer),
    )


def find_case(uow: UnitOfWork, request: Asked, text: str, *, example: str) -> Found:
    """Find the case that a line names, as far as it may be shown here, 密件 included.

    In a group opened for one case the number may be left out.
    Raises MissingNumberError, NotInGroupError for what the speaker alone may see, or
    CaseNotFoundError for what does not exist or may not be shown.
    """
    named = find_named(uow, request, text, example=example)
    return Found(file_of(uow, named.case, viewer_of(request)), named.rest)


def find_own_case(uow: UnitOfWork, request: Asked, text: str, *, example: str) -> Found:
    """Find an open case that the speaker's agency owns and that may hold texts.

    Raises NotOurCaseError, CaseClosedError or WrongSecrecyError too.
    """
    found = find_case(uow, request, text, example=example)
    require_owner(found.file, request)
    require_content(found.file)
    require_open(found.file, request)
    return found


def require_owner(file: CaseFile, request: Asked) -> None:
    """Refuse when the case is another agency's."""
    if file.case.agency_id not in request.speaker.office_ids:
        raise NotOurCaseError(file.owner.short)


def require_content(file: CaseFile) -> None:
    """Refuse what would put words into a 密件."""
    if file.case.secrecy is Secrecy.SECRET:
        number = file.case.number
        raise WrongSecrecyError(
            "密件不記任何內容", hint=f"收掉：註銷 {number}；不再是密件：標記 {number} 一般"
        )


def require_open(file: CaseFile, request: Asked) -> None:
    """Refuse when the case was closed or cancelled: an old button, or somebody was faster."""
    number = look_of(request).number(file.case)
    if file.case.cancelled_at is not None:
        raise CaseClosedError(number, "註銷了")
    if file.case.closed_at is not None:
        raise CaseClosedError(number, "結案了")


def save(uow: UnitOfWork, request: Asked, file: CaseFile, case: Case, change: Change) -> CaseFile:
    """Keep a changed case with an entry in its history, and return it as it is now.

    Raises CaseChangedError when somebody else changed it since it was read.
    """
    officer, agency = acting(request, file)
    try:
        saved = uow.cases.save(case)
    except StaleRecordError:
        raise CaseChangedError(look_of(request).number(case)) from None
    kept = replace(change.before, fields=changed_fields(file.case, case))
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=officer.id,
            agency_id=agency.id,
            action=change.action,
            summary=change.summary,
            before=pack(kept),
        )
    )
    return file_of(uow, saved, viewer_of(request))


def with_dates(uow: UnitOfWork, request: Asked, services: Services, file: CaseFile) -> CaseFile:
    """Let the dates follow from what changed, and return the file with them."""
    services.case_changed(uow, file.case, request.now)
    case = uow.cases.get(file.case.id)
    if case.version != file.case.version:  # its petition passed already
        return file_of(uow, case, viewer_of(request))
    return replace(file, duties=uow.duties.of_case(case.id))


def note_look(uow: UnitOfWork, request: Asked, file: CaseFile) -> None:
    """Keep where somebody looked, and in the audit log who saw a 敏感 case; the caller commits."""
    remember_place(uow, request, file.case)
    if file.case.secrecy is Secrecy.SENSITIVE:
        note_audit(uow, request, file.case, action="look-sensitive")


def note_audit(
    uow: UnitOfWork, request: Asked, case: Case, *, action: str, detail: str = ""
) -> None:
    """Write into the audit log of the agency that owns the case."""
    officer = speaking_officer(request.speaker)
    uow.audit.append(
        at=request.now,
        actor=f"officer:{officer.id}",
        agency_id=case.agency_id,
        action=action,
        target=f"case:{case.id}",
        detail=detail,
    )


def shown(
    request: Asked, file: CaseFile, *, action: str = "", body: str = "", note: str = ""
) -> Card:
    """Draw the case as far as it may be shown at the place where it was asked for."""
    look = look_of(request)
    match sight_of(file.circle, viewer_of(request)):
        case Sight.FULL:
            return case_card(file, look, action=action, body=body, note=note)
        case Sight.STUB:
            return stub_card(file, look)
        case _:
            return hidden_card(file, look, action=action)


def privately(request: Asked, card: Card) -> Result:
    """Answer in 1:1 what a group should not read."""
    return Answer(private=card) if request.in_group else card


def short_names(agencies: Sequence[Agency]) -> str:
    """「衛福部、內政部」."""
    return "、".join(agency.short for agency in agencies)
