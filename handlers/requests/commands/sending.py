"""Turning to people: the one home of whom a request goes to, when, and what they read."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.message import Card
from handlers import telling
from handlers.requests.cards import asked_card, stuck_card
from handlers.requests.commands.desk import note, serves, slip_of
from handlers.requests.rules.kinds import SETTING as KINDS_SETTING
from handlers.requests.rules.kinds import taken_kinds
from handlers.requests.rules.office_hours import SETTING, add_office_time, opening_of, read_patience
from handlers.requests.rules.slips import Addressee
from handlers.shared.outbox import Why
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, topic
from handlers.telling import Manner, account_of, calendar_of, window_of
from storage.on_duty import on_duty
from storage.records.cases import Secrecy
from storage.records.duties import NEXT_STEP, Step
from storage.records.presence import Staff, Turn
from storage.records.requests import ContactRequest
from storage.unit_of_work import UnitOfWork

ROLES = {Step.DEPUTY: "代理", Step.TEAM: "工作小組"}
LATER = {Step.DEPUTY: "代理人", Step.TEAM: "工作小組"}
CHANGE = Manner(why=Why.CHANGE)
COURTESY = Manner(why=Why.CHANGE, courtesy=True)
ASKED_AS = {Step.HOLDER: "詢問窗口", Step.DEPUTY: "詢問代理", Step.TEAM: "詢問工作小組"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Whom a request can go to: the agency's people, and whose turn it is, if anybody's."""

    staff: Staff
    turn: Turn | None


def patience_of(uow: UnitOfWork) -> timedelta:
    """Return how much office time one person is waited for."""
    return read_patience(uow.settings.get(SETTING))


def place(
    uow: UnitOfWork,
    agency_id: int,
    *,
    now: datetime,
    step: Step = Step.HOLDER,
    but: frozenset[int] = frozenset(),
) -> Placed:
    """Find whose turn it is from a step on; who blocked the bot is passed over."""
    staff = on_duty(uow, agency_id, now=now)
    deaf = {i for i in staff.reachable_ids if account_of(uow, i) is None}
    return Placed(staff, staff.turn_to(step, but=but | deaf))


def back_on(uow: UnitOfWork, placed: Placed, *, now: datetime) -> datetime | None:
    """Return when the first of those who use the bot is back from leave; None: nobody uses it."""
    staff = placed.staff
    mine = [i for step in NEXT_STEP for i in staff.of_step(step)]
    ends = [staff.absences[i].ends_on for i in mine if i in staff.absences and account_of(uow, i)]
    if not ends:
        return None
    calendar = calendar_of(uow, staff.agency.id)
    last = min(ends)
    return opening_of(max(last, taipei_date(now)) + timedelta(days=1), calendar)


def addressee(uow: UnitOfWork, request: ContactRequest, placed: Placed, now: datetime) -> Addressee:
    """Say to whom a request would go now."""
    turn, staff = placed.turn, placed.staff
    if turn is None:
        back = back_on(uow, placed, now=now)
        if back is None:
            return Addressee()
        waiting = next(i for step in NEXT_STEP for i in staff.of_step(step) if staff.is_away(i))
        return Addressee(name=staff.officers[waiting].shown_name, back_on=taipei_date(back))
    away = staff.officers[turn.away_id].shown_name if turn.away_id is not None else ""
    kinds = taken_kinds(uow.settings.get(f"{KINDS_SETTING}{turn.officer_id}"))
    return Addressee(
        name=staff.officers[turn.officer_id].shown_name,
        role=ROLES.get(turn.step, ""),
        away_name=away,
        takes_kind=request.kind in kinds,
        then=_asked_later(staff, turn),
    )


def _asked_later(staff: Staff, turn: Turn) -> tuple[str, ...]:
    """Return who could be asked after somebody, as it stands now."""
    later = list(Step)[list(Step).index(turn.step) + 1 :]
    return tuple(
        LATER[step]
        for step in later
        if step in LATER
        and any(staff.may_be_told(i) and i != turn.officer_id for i in staff.of_step(step))
    )


def ask(uow: UnitOfWork, request: ContactRequest, step: Step, *, now: datetime) -> ContactRequest:
    """Turn to who acts from a step on, in their hours; nobody left: back to who asks.

    The caller saved nothing yet; what is returned is saved.
    """
    if step is Step.NOBODY:
        return give_back(uow, request, now=now)
    but = frozenset[int]() if step is Step.HOLDER else frozenset({request.holder_id or 0})
    placed = place(uow, request.agency_id, now=now, step=step, but=but)
    turn = placed.turn
    if turn is None:
        back = back_on(uow, placed, now=now) if step is Step.HOLDER else None
        return _wait(uow, request, step, back) if back else give_back(uow, request, now=now)
    calendar = calendar_of(uow, placed.staff.agency.id)
    opening = window_of(uow, turn.officer_id).next_opening(now, calendar)
    if opening > now:
        return _wait(uow, request, step, opening)
    slip = slip_of(uow, request, now=now, for_agency_id=request.agency_id)
    card = asked_card(slip, reason=_reason(placed, turn, step))
    manner = asking(request, Why.REMINDER if step is Step.HOLDER else Why.ESCALATION)
    told = replace(
        request,
        step=turn.step,
        holder_id=turn.officer_id,
        delivery_id=tell(uow, request, turn.officer_id, card, now=now, manner=manner),
        next_at=add_office_time(now, patience_of(uow), calendar),
    )
    saved = uow.requests.save(told)
    note(uow, saved, ASKED_AS[turn.step], now=now, target_id=turn.officer_id)
    return saved


def _reason(placed: Placed, turn: Turn, step: Step) -> str:
    officers = placed.staff.officers
    if turn.away_id is not None and step is Step.HOLDER:
        return f"{officers[turn.away_id].shown_name}請假中，請您代看。"
    return "先前的同仁可能正忙，也請您看一下。" if step is not Step.HOLDER else ""


def _wait(uow: UnitOfWork, request: ContactRequest, step: Step, until: datetime) -> ContactRequest:
    """Tell nobody before the hours of whoever is told."""
    return uow.requests.save(replace(request, step=step, delivery_id=None, next_at=until))


def give_back(uow: UnitOfWork, request: ContactRequest, *, now: datetime) -> ContactRequest:
    """Return it to who asked: it waits for a person, not for the clock."""
    back = replace(request, step=Step.NOBODY, next_at=None)
    saved = uow.requests.save(back)
    note(uow, saved, "回到提出機關", now=now)
    stuck = replace(CHANGE, topics=(topic(Topic.STUCK, saved.id),))
    tell_asker(uow, saved, stuck_card(slip_of(uow, saved, now=now)), now=now, manner=stuck)
    return saved


def asker_of(uow: UnitOfWork, request: ContactRequest, *, now: datetime) -> int | None:
    """Return who stands for the asking agency today: who asked, else the successor."""
    if serves(uow, request.asker_id, request.asker_agency_id, today=taipei_date(now)):
        return request.asker_id
    turn = place(uow, request.asker_agency_id, now=now).turn
    return turn.officer_id if turn is not None else None


def tell_asker(
    uow: UnitOfWork,
    request: ContactRequest,
    card: Card,
    *,
    now: datetime,
    manner: Manner = CHANGE,
) -> None:
    """Tell the side that asks."""
    officer_id = asker_of(uow, request, now=now)
    if officer_id is not None:
        whose = request.asker_agency_id
        tell(uow, request, officer_id, card, now=now, manner=manner, agency_id=whose)


def tell_receiver(
    uow: UnitOfWork,
    request: ContactRequest,
    card: Card,
    *,
    now: datetime,
    manner: Manner = CHANGE,
) -> None:
    """Tell who was turned to last, or who acts for the agency now; whom nobody told, nobody."""
    if request.holder_id is None:
        return
    staff = on_duty(uow, request.agency_id, now=now)
    officer_id = request.holder_id
    if not staff.serves(officer_id) or staff.is_away(request.holder_id):
        turn = place(uow, request.agency_id, now=now).turn
        officer_id = turn.officer_id if turn is not None else officer_id
    tell(uow, request, officer_id, card, now=now, manner=manner)


def tell(  # noqa: PLR0913  # of what, whom, what, when and how, of whose duty
    uow: UnitOfWork,
    request: ContactRequest,
    officer_id: int,
    card: Card,
    *,
    now: datetime,
    manner: Manner = CHANGE,
    agency_id: int | None = None,
) -> str | None:
    """Tell somebody of the agency that is asked, or of another; None without an account.

    Should the case become 敏感 before the card leaves, only its number leaves.
    """
    case = uow.cases.get(request.case_id) if request.case_id is not None else None
    if case is not None and case.secrecy is Secrecy.NORMAL:
        manner = replace(manner, topics=(*manner.topics, topic(Topic.CASE, case.id)))
    whose = agency_id or request.agency_id
    return telling.tell(uow, officer_id, card, whose, now=now, manner=manner)


def asking(request: ContactRequest, why: Why) -> Manner:
    """How a card goes out that somebody should answer: not at all once it is answered."""
    return Manner(why=why, topics=(topic(Topic.REQUEST, request.id),))
