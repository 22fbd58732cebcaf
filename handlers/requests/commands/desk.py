"""What every command about a request does first: find it, see who stands where, keep the move."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.requests.errors import MovedOnError, NoSuchRequestError, NotYoursToDoError
from handlers.requests.rules.moves import Action, Side, Verdict, judge, side_that_does
from handlers.requests.rules.slips import STATES, Slip
from handlers.services import Asked
from handlers.shared.access import Speaker
from handlers.shared.audience import is_public
from handlers.shared.case_numbers import short_number
from handlers.shared.colleagues import in_term, speaking_officer
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.sight import circle_of
from storage.errors import StaleRecordError
from storage.records.agencies import Level
from storage.records.cases import Secrecy
from storage.records.officers import Role
from storage.records.requests import ContactRequest, RequestState, RequestStep
from storage.unit_of_work import UnitOfWork

UNSENT = frozenset({RequestState.DRAFT, RequestState.DISCARDED, RequestState.NOBODY})


@dataclass(frozen=True, slots=True)
class Found:
    """A request, and how the speaker stands to it."""

    request: ContactRequest
    sides: frozenset[Side]


def serves(uow: UnitOfWork, officer_id: int, agency_id: int, *, today: date) -> bool:
    """Whether somebody's term in an agency, or in a unit of it, goes on."""
    held = [a for a in uow.officers.appointments(officer_id=officer_id) if in_term(a, today)]
    places = [uow.agencies.get(a.agency_id) for a in held]
    return any(
        agency.id == agency_id or (agency.level is Level.UNIT and agency.parent_id == agency_id)
        for agency in places
    )


def sides_of(request: ContactRequest, speaker: Speaker) -> frozenset[Side]:
    """Return how somebody stands to a request; nowhere for everybody else."""
    officer = speaker.officer
    if officer is None:
        return frozenset()
    if request.state in UNSENT:
        return frozenset({Side.ASKER}) if officer.id == request.asker_id else frozenset()
    sides: set[Side] = set()
    if request.asker_agency_id in speaker.office_ids:
        sides.add(Side.ASKER)
    held = officer.id == request.holder_id and request.agency_id in speaker.agency_ids
    if request.agency_id in speaker.office_ids or held:
        sides.add(Side.RECEIVER)
    if request.hub_asked_at is not None and Role.HUB in speaker.roles:
        sides.add(Side.HUB)
    return frozenset(sides)


def find_request(uow: UnitOfWork, asked: Asked, request_id: int) -> Found:
    """Find a request that is the speaker's business.

    Raises NoSuchRequestError: for another's request as for one that does not exist.
    """
    request = uow.requests.find(request_id, to_move=True)
    sides = sides_of(request, asked.speaker) if request is not None else frozenset[Side]()
    if request is None or not sides:
        raise NoSuchRequestError(f"單{request_id}")
    return Found(request, sides)


def check_move(uow: UnitOfWork, asked: Asked, found: Found, action: Action) -> None:
    """Refuse what is not the speaker's to do, or no longer to be done.

    Raises NotYoursToDoError, MovedOnError.
    """
    verdict = judge(found.request, action, found.sides)
    if verdict is Verdict.OTHER_SIDE:
        raise NotYoursToDoError(found.request.number, action.value, _who(action))
    if verdict is Verdict.TOO_LATE:
        raise moved_on(uow, asked, found.request)


def _who(action: Action) -> str:
    if action is Action.OUTCOME:
        return "兩邊的機關"
    side = side_that_does(action)
    return {Side.ASKER: "提出的機關", Side.RECEIVER: "對方機關", Side.HUB: "國發會"}[side]


def moved_on(uow: UnitOfWork, asked: Asked, request: ContactRequest) -> MovedOnError:
    """Say what happened to a request since its button was drawn, and who was first."""
    said = [s for s in uow.requests.steps(request.id) if s.officer_id is not None]
    last = said[-1] if said else None
    if last is None or last.officer_id is None:
        return MovedOnError(request.number, STATES[request.state])
    own = asked.speaker.officer is not None and asked.speaker.officer.id == last.officer_id
    name = "您" if own else uow.officers.get(last.officer_id).shown_name
    at = show_moment(last.at, today=taipei_date(asked.now))
    return MovedOnError(request.number, f"{name}已經按了「{last.action}」（{at}）")


def keep(
    uow: UnitOfWork,
    asked: Asked,
    changed: ContactRequest,
    action: str,
    *,
    target_id: int | None = None,
) -> ContactRequest:
    """Keep a move of the speaker's and note it; of two who press at once the second is told.

    Raises MovedOnError.
    """
    officer = speaking_officer(asked.speaker)
    try:
        saved = uow.requests.save(changed)
    except StaleRecordError:
        raise moved_on(uow, asked, uow.requests.get(changed.id)) from None
    note(uow, saved, action, now=asked.now, officer_id=officer.id, target_id=target_id)
    return saved


def note(
    uow: UnitOfWork,
    request: ContactRequest,
    action: str,
    *,
    now: datetime,
    officer_id: int | None = None,
    target_id: int | None = None,
) -> None:
    """Write down what was done, without anybody's words."""
    uow.requests.note(
        RequestStep(
            id=0,
            request_id=request.id,
            at=now,
            action=action,
            officer_id=officer_id,
            target_id=target_id,
        )
    )


def slip_of(
    uow: UnitOfWork, request: ContactRequest, *, now: datetime, for_agency_id: int | None = None
) -> Slip:
    """Gather what a card about a request names; the subject only for who may see it.

    Without `for_agency_id` it is for the side that asks.
    """
    today = taipei_date(now)
    slip = Slip(
        request=request,
        asker=uow.officers.get(request.asker_id),
        asker_agency=uow.agencies.get(request.asker_agency_id),
        agency=uow.agencies.get(request.agency_id),
        today=today,
    )
    if request.case_id is None:
        return slip
    case = uow.cases.get(request.case_id)
    hidden = case.secrecy is not Secrecy.NORMAL
    reader = for_agency_id or request.asker_agency_id
    seen = is_public(case) or reader in circle_of(uow, case).agency_ids
    return replace(
        slip,
        case_number=short_number(case, today.year - ROC_EPOCH),
        subject=case.subject if seen and not hidden else "",
        hidden=hidden,
    )
