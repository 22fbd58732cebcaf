"""The case that a line names, and how much of it may be shown where it was asked for.

Every room that takes a case number comes through here: secrecy has one home.
"""

from dataclasses import dataclass, replace

from handlers.services import Asked
from handlers.shared.access import Speaker
from handlers.shared.audience import Circle, Sight, Viewer, sight_of
from handlers.shared.case_errors import CaseNotFoundError, MissingNumberError, NotInGroupError
from handlers.shared.case_numbers import CaseNumber, read_number, short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A case that a line names, who belongs to it, and what else the line says."""

    circle: Circle
    sight: Sight  # FULL, or STUB for a 密件
    number: str  # as it is shown: 「42」
    rest: str

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.circle.case


def viewer_of(request: Asked) -> Viewer:
    """Return who looks, and where."""
    return replace(
        viewer_alone(request.speaker), in_group=request.in_group, chat=request.speaker.chat
    )


def viewer_alone(speaker: Speaker) -> Viewer:
    """Return who looks, one to one."""
    officer_id = speaker.officer.id if speaker.officer is not None else None
    return Viewer(officer_id=officer_id, agency_ids=speaker.agency_ids)


def circle_of(uow: UnitOfWork, case: Case) -> Circle:
    """Return who belongs to a case."""
    return Circle(
        case=case,
        part_agency_ids=frozenset(part.agency_id for part in uow.cases.agencies(case.id)),
        invited_agency_ids=uow.cases.invited_agencies(case.id),
        named_officer_ids=uow.cases.named_officers(case.id),
    )


def sight_for(uow: UnitOfWork, case: Case, viewer: Viewer) -> Sight:
    """Say how much of a case a viewer sees."""
    return sight_of(circle_of(uow, case), viewer)


def shown_number(case: Case, request: Asked) -> str:
    """「42」 for a case of this year."""
    return short_number(case, taipei_date(request.now).year - ROC_EPOCH)


def find_named(
    uow: UnitOfWork, request: Asked, text: str, *, example: str, verb: str = "案件"
) -> Named:
    """Find the case that a line names, as far as it may be shown here, 密件 included.

    In a thread about one case, and in a group opened for one, the number may be left out. `verb`
    is what is offered one to one for a case that the speaker may see, but not this group.
    Raises MissingNumberError, CaseNotFoundError, NotInGroupError.
    """
    number, rest = read_number(text)
    case = (
        uow.cases.by_serial(number.serial, number.year)
        if number is not None
        else case_of_place(uow, request)
    )
    if number is None and case is None:
        raise MissingNumberError(example)
    called = _called(number)
    if case is None:
        raise CaseNotFoundError(called)
    circle, viewer = circle_of(uow, case), viewer_of(request)
    sight = sight_of(circle, viewer)
    if sight is Sight.NOTHING:
        if sight_of(circle, replace(viewer, in_group=False)) is Sight.NOTHING:
            raise CaseNotFoundError(called)
        raise NotInGroupError(shown_number(case, request), f"{verb} {case.number}")
    return Named(circle=circle, sight=sight, number=shown_number(case, request), rest=rest)


def case_of_place(uow: UnitOfWork, request: Asked) -> Case | None:
    """Return the case of the thread, or else of the group, where the line was said."""
    message, chat = request.message, request.speaker.chat
    case_id: int | None = None
    if message.thread:
        where = (message.chat.platform.value, message.chat.id, message.thread)
        case_id = uow.case_chats.case_in(*where)
    if case_id is None and chat is not None:
        case_id = chat.case_id
    return None if case_id is None else uow.cases.get(case_id)


def remember_place(uow: UnitOfWork, request: Asked, case: Case) -> None:
    """Let a group, and its thread, remember that it asked for a case; the caller commits.

    Only what an officer of the case's agencies asks for before all counts, and a message of the
    group that becomes a case.
    """
    message, offices = request.message, request.speaker.office_ids
    is_its_own = request.in_group or (message.chat.is_group and bool(message.quoted))
    if not is_its_own or offices.isdisjoint(circle_of(uow, case).agency_ids):
        return
    chat = message.chat
    uow.case_chats.note(case.id, chat.platform.value, chat.id, message.thread, request.now)


def _called(number: CaseNumber | None) -> str:
    if number is None:
        return "這一件"
    return str(number.serial) if number.year is None else f"{number.year}-{number.serial:04d}"
