"""轉本機關同仁: from hand to hand inside one agency, but not in a circle, and not for long."""

from dataclasses import replace

from bot.message import Button, Card
from handlers.requests.cards import asked_card, told_card
from handlers.requests.commands.desk import Found, check_move, keep, slip_of
from handlers.requests.commands.sending import COURTESY, asking, patience_of, tell, tell_asker
from handlers.requests.errors import (
    ColleagueAwayError,
    ColleagueUnboundError,
    HadItError,
    NoColleagueToPassError,
    PassedAroundError,
)
from handlers.requests.rules.moves import Action
from handlers.requests.rules.office_hours import add_office_time
from handlers.services import Asked
from handlers.shared.colleagues import Colleague, people_of, pick_colleague, speaking_officer
from handlers.shared.outbox import Why
from handlers.shared.roc_date import taipei_date
from handlers.telling import account_of, calendar_of
from storage.on_duty import on_duty
from storage.records.officers import Role
from storage.records.requests import ContactRequest, RequestState
from storage.unit_of_work import UnitOfWork

MOST_HANDS = 3  # colleagues that one request is handed on to
SHOWN = 4  # buttons of a card
NEVER = frozenset({Role.SUPERVISOR, Role.OBSERVER})  # nobody's superior is sent a request


def pass_on(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Hand it to a colleague who is bound; who had it before does not get it again."""
    check_move(uow, asked, found, Action.PASS)
    request = found.request
    me = speaking_officer(asked.speaker)
    handed = [s.target_id for s in uow.requests.steps(request.id) if s.action == Action.PASS.value]
    if len(handed) >= MOST_HANDS:
        raise PassedAroundError(request.number)
    crowd = _colleagues(uow, asked, request)
    if not words:
        return _which(request, [c for c in crowd if account_of(uow, c.officer.id)])
    colleague = pick_colleague(words, crowd).officer
    had = {step.target_id for step in uow.requests.steps(request.id)} | {me.id}
    if colleague.id in had:
        raise HadItError(colleague.shown_name)
    if account_of(uow, colleague.id) is None:
        raise ColleagueUnboundError(colleague.shown_name)
    if on_duty(uow, request.agency_id, now=asked.now).is_away(colleague.id):
        raise ColleagueAwayError(colleague.shown_name)
    slip = slip_of(uow, request, now=asked.now, for_agency_id=request.agency_id)
    card = asked_card(slip, reason=f"{me.shown_name}請您看看。")
    manner = asking(request, Why.REMINDER)
    delivery_id = tell(uow, request, colleague.id, card, now=asked.now, manner=manner)
    calendar = calendar_of(uow, request.agency_id)
    handed_on = replace(
        request,
        state=RequestState.ASKED,
        holder_id=colleague.id,
        delivery_id=delivery_id,
        answered_at=request.answered_at or asked.now,
        next_at=add_office_time(asked.now, patience_of(uow), calendar),
    )
    handed_on = keep(uow, asked, handed_on, Action.PASS.value, target_id=colleague.id)
    slip = slip_of(uow, handed_on, now=asked.now)
    text = f"{slip.number} 在{slip.agency.short}轉給 {colleague.shown_name}"
    tell_asker(uow, handed_on, told_card(slip, text), now=asked.now, manner=COURTESY)
    return Card.sentence(f"好，{slip.number} 轉給 {colleague.shown_name}。")


def _colleagues(uow: UnitOfWork, asked: Asked, request: ContactRequest) -> list[Colleague]:
    me = speaking_officer(asked.speaker)
    units = [a.id for a in uow.agencies.all() if a.parent_id == request.agency_id]
    today = taipei_date(asked.now)
    crowd = [
        c for i in (request.agency_id, *units) for c in people_of(uow.officers, i, today=today)
    ]
    return [
        c
        for c in crowd
        if c.officer.id != me.id and not any(a.role in NEVER for a in c.appointments)
    ]


def _which(request: ContactRequest, crowd: list[Colleague]) -> Card:
    if not crowd:
        raise NoColleagueToPassError(request.number)
    names = [c.officer.shown_name for c in crowd]
    more = f"；其他人請打：{request.number} 轉 姓名" if len(names) > SHOWN else ""
    return Card.sentence(
        f"{request.number} 轉給哪一位？{more}",
        *(Button(name, f"{request.number} 轉 {name}") for name in names[:SHOWN]),
    )
