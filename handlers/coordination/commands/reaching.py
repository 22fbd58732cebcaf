"""Who is told for an agency, and when: the officer in duty, in working hours. No command."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.shared.outbox import Why, plan_push
from handlers.shared.topics import Topic, topic
from handlers.shared.windows import Window
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from handlers.telling import account_of, window_of
from storage.on_duty import on_duty
from storage.records.cases import Case, Secrecy
from storage.records.duties import Step
from storage.records.officers import Officer
from storage.records.presence import Staff
from storage.unit_of_work import UnitOfWork

STEPS = (Step.HOLDER, Step.DEPUTY, Step.TEAM)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts for an agency now, where they are told, and when that may be."""

    agency_id: int
    officer_id: int
    chat: ChatRef
    window: Window
    calendar: WorkCalendar

    def opening(self, now: datetime) -> datetime:
        """Return the first moment from now on when this person may be told."""
        return self.window.next_opening(now, self.calendar)


def calendar_of(uow: UnitOfWork, agency_id: int) -> WorkCalendar:
    """Return the working days of an agency."""
    return work_calendar(uow.calendar.entries(), uow.agencies.county(agency_id))


def desk_of(uow: UnitOfWork, agency_id: int, case: Case, *, now: datetime) -> Desk | None:
    """Return who is told for an agency; None when nobody there can be.

    Officer, then deputy, then team; who blocked the bot is passed over, and who is on leave is told
    only when nobody else is there. Of a 敏感
    case only the holder and the named officers hear.
    """
    staff = on_duty(uow, agency_id, now=now)
    deaf = {i for i in staff.reachable_ids if account_of(uow, i) is None}
    but = _uninformed(uow, staff, case) | deaf
    turn = staff.turn_to(but=but)
    officer_id = turn.officer_id if turn is not None else _on_leave(staff, but)
    account = account_of(uow, officer_id) if officer_id is not None else None
    if officer_id is None or account is None:
        return None
    return Desk(
        agency_id=agency_id,
        officer_id=officer_id,
        chat=ChatRef(Platform(account.platform), ChatKind.DIRECT, account.user_id),
        window=window_of(uow, officer_id),
        calendar=calendar_of(uow, agency_id),
    )


def bound_ids(
    uow: UnitOfWork, agency_ids: Iterable[int], case: Case, *, now: datetime
) -> frozenset[int]:
    """Return which of these agencies have somebody who can be told."""
    return frozenset(i for i in agency_ids if desk_of(uow, i, case, now=now) is not None)


def with_phone(uow: UnitOfWork, agency_id: int, *, now: datetime) -> Officer | None:
    """Return who can be telephoned for an agency, else for the one above it; None for nobody."""
    above: int | None = agency_id
    while above is not None:
        staff = on_duty(uow, above, now=now)
        acting = dict.fromkeys(i for step in STEPS for i in staff.of_step(step))
        people = [staff.officers[i] for i in acting if staff.officers[i].office_phone]
        if people:
            return people[0]
        above = staff.agency.parent_id
    return None


def tell(uow: UnitOfWork, agency_id: int, case: Case, card: Card, *, now: datetime) -> bool:
    """Enqueue a card for who acts for an agency, in their hours; False when nobody can be told."""
    desk = desk_of(uow, agency_id, case, now=now)
    if desk is not None:
        # Who acts when the card is read, perhaps on another day: leave may begin or end meanwhile.
        desk = desk_of(uow, agency_id, case, now=desk.opening(now)) or desk
    if desk is None:
        return False
    push(uow, desk, card, case, now=now)
    return True


def push(uow: UnitOfWork, desk: Desk, card: Card, case: Case, *, now: datetime) -> None:
    """Enqueue a card for somebody of an agency, in their hours.

    Should the case become 敏感 before it is sent, the topic makes the courier leave the number
    only; of one that is, the card holds nothing else, and its button leads on.
    """
    planned = plan_push(card, desk.chat, now=now, why=Why.CHANGE)
    topics = (topic(Topic.CASE, case.id),) if case.secrecy is Secrecy.NORMAL else ()
    due_at = desk.opening(now)
    uow.outbox.add(replace(planned, due_at=due_at, agency_id=desk.agency_id, topics=topics))


def _uninformed(uow: UnitOfWork, staff: Staff, case: Case) -> frozenset[int]:
    """Return who may not know of a case."""
    if case.secrecy is Secrecy.NORMAL:
        return frozenset()
    named = uow.cases.named_officers(case.id)
    return frozenset(i for i in staff.officers if i not in named and i != case.holder_id)


def _on_leave(staff: Staff, but: frozenset[int]) -> int | None:
    people = (i for step in STEPS for i in staff.of_step(step))
    return next((i for i in people if i in staff.accounts and i not in but), None)
