"""What the clock starts: turning to the next person, and to successors."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.requests.cards import asked_card, slots_card
from handlers.requests.commands.desk import note, serves, slip_of
from handlers.requests.commands.sending import (
    CHANGE,
    ask,
    asker_of,
    asking,
    give_back,
    patience_of,
    place,
    tell,
    tell_asker,
)
from handlers.requests.rules.office_hours import add_office_time
from handlers.shared.outbox import Why
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, topic
from handlers.telling import calendar_of, window_of
from storage.records.duties import NEXT_STEP, Step
from storage.records.requests import ContactRequest, RequestState
from storage.unit_of_work import UnitOfWork

CLAIM_LIMIT = 200  # requests in one transaction
HELD = frozenset({RequestState.RECEIVED, RequestState.CONSULTING})


def go_on(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Go on with the requests that nobody answered in time; return how many.

    Claiming and enqueuing commit together. Any number of processes may do it at once.
    """
    count = 0
    while True:
        with unit_of_work() as uow:
            claimed = uow.requests.claim(now=now, limit=CLAIM_LIMIT)
            if not claimed:
                return count
            for request in claimed:
                _go_on(uow, request, now=now)
            count += len(claimed)
            uow.commit()


def next_moment(unit_of_work: Callable[[], UnitOfWork]) -> datetime | None:
    """Return when a request is looked at next, for the sandbox; None when none waits."""
    with unit_of_work() as uow:
        return uow.requests.next_moment()


def _go_on(uow: UnitOfWork, request: ContactRequest, *, now: datetime) -> None:
    if request.state is RequestState.ASKED:
        step = request.step if request.delivery_id is None else NEXT_STEP[request.step]
        ask(uow, request, step, now=now)
    elif request.state in HELD:
        _remind_holder(uow, request, now=now)
    elif request.state is RequestState.MEETING and request.slots[-1] > now:
        _remind_chooser(uow, request, now=now)


def _remind_chooser(uow: UnitOfWork, request: ContactRequest, *, now: datetime) -> None:
    """Show the times once more to who asked: a choice is quickly forgotten."""
    slip = slip_of(uow, request, now=now)
    name = uow.officers.get(request.holder_id or request.asker_id).shown_name
    choice = replace(CHANGE, topics=(topic(Topic.CHOICE, request.id),))
    tell_asker(uow, request, slots_card(slip, name), now=now, manner=choice)
    note(uow, request, "提醒選時間", now=now)


def _remind_holder(uow: UnitOfWork, request: ContactRequest, *, now: datetime) -> None:
    """Ask once after a 收到 or on the promised day; then it goes back to who asks."""
    placed = place(uow, request.agency_id, now=now)
    holder_id = request.holder_id
    if holder_id is None or not placed.staff.may_be_told(holder_id):
        holder_id = placed.turn.officer_id if placed.turn is not None else None
    if request.delivery_id is not None or holder_id is None:
        give_back(uow, request, now=now)
        return
    calendar = calendar_of(uow, request.agency_id)
    opening = window_of(uow, holder_id).next_opening(now, calendar)
    if opening > now:
        uow.requests.save(replace(request, next_at=opening))
        return
    slip = slip_of(uow, request, now=now, for_agency_id=request.agency_id)
    promised = request.state is RequestState.CONSULTING
    reason = "今天是說好回覆的日子。" if promised else "先前按了「收到」，方便時請回一下。"
    card = asked_card(slip, reason=reason)
    manner = asking(request, Why.REMINDER)
    told = replace(
        request,
        holder_id=holder_id,
        delivery_id=tell(uow, request, holder_id, card, now=now, manner=manner),
        next_at=add_office_time(now, patience_of(uow), calendar),
    )
    uow.requests.save(told)
    note(uow, told, "提醒回覆", now=now, target_id=holder_id)


def hand_over(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Give the open requests of who left to the successors; to be started daily."""
    today = taipei_date(now)
    count = 0
    with unit_of_work() as uow:
        for officer_id in sorted(uow.requests.open_people()):
            for request in uow.requests.held_by(officer_id):
                if not serves(uow, officer_id, request.agency_id, today=today):
                    count += _from_receiver(uow, request, now=now)
            for request in uow.requests.asked_by(officer_id):
                if not serves(uow, officer_id, request.asker_agency_id, today=today):
                    count += _from_asker(uow, request, now=now)
        uow.commit()
    return count


def _from_receiver(uow: UnitOfWork, request: ContactRequest, *, now: datetime) -> int:
    turn = place(uow, request.agency_id, now=now).turn
    if turn is None:
        return 0
    slip = slip_of(uow, request, now=now, for_agency_id=request.agency_id)
    card = asked_card(slip, reason="前任還沒辦完，現在由您接手。")
    calendar = calendar_of(uow, request.agency_id)
    opening = window_of(uow, turn.officer_id).next_opening(now, calendar)
    waits = request.state is RequestState.ASKED and request.step is not Step.NOBODY
    manner = asking(request, Why.REMINDER) if waits else CHANGE
    delivery_id = tell(uow, request, turn.officer_id, card, now=now, manner=manner)
    taken = replace(request, holder_id=turn.officer_id)
    if waits:  # else the promised day, or a choice of who asks, still holds
        due = add_office_time(opening, patience_of(uow), calendar)
        taken = replace(taken, step=turn.step, delivery_id=delivery_id, next_at=due)
    uow.requests.save(taken)
    note(uow, taken, "交接", now=now, target_id=turn.officer_id)
    return 1


def _from_asker(uow: UnitOfWork, request: ContactRequest, *, now: datetime) -> int:
    successor_id = asker_of(uow, request, now=now)
    if successor_id is None or successor_id == request.asker_id:
        return 0
    taken = uow.requests.save(replace(request, asker_id=successor_id))
    note(uow, taken, "交接", now=now, target_id=successor_id)
    return 1
