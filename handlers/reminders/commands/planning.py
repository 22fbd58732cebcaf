"""What follows when a case changed: its duties are planned anew. No command, but what all share."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.reminders.commands.grounds import Grounds
from handlers.reminders.rules.planning import Planned, replan
from handlers.reminders.rules.rungs import Rung
from handlers.reminders.rules.stages import ANSWERED, SETTLED_BY_ANSWER
from handlers.shared.roc_date import taipei_date
from handlers.shared.windows import SETTING, USUAL, Window, read_window
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from storage.records.cases import Case
from storage.records.duties import Duty, DutyState, Reminder
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork

BY_ANSWER = "已回應"


@dataclass(frozen=True, slots=True)
class Replanned:
    """What became of a case's duties."""

    moved: tuple[tuple[Duty, Duty], ...] = ()  # whose date moved, each as it was and as it is
    begun: tuple[Duty, ...] = ()  # open ones of which no reminder waits yet
    open: tuple[Duty, ...] = ()  # all that are to be done
    gone: frozenset[int] = frozenset()  # ids of duties that lost their reason


def plan_duties(uow: UnitOfWork, case: Case, now: datetime) -> None:
    """Plan a case's duties and their reminders anew; the caller commits.

    What did not change stays, answers stay, what lost its reason goes with its reminders.
    """
    plan_cases(uow, Grounds(uow, [case]), now)


def plan_cases(uow: UnitOfWork, grounds: Grounds, now: datetime) -> None:
    """Plan several cases as `plan_duties` does one."""
    gone: frozenset[int] = frozenset()
    for case in grounds.cases.values():
        replanned = plan_case(uow, case, grounds, now)
        gone |= replanned.gone
        for duty in replanned.begun:
            lay_rungs(uow, case, duty, grounds, now)
    let_go(uow, gone)


def plan_case(uow: UnitOfWork, case: Case, grounds: Grounds, now: datetime) -> Replanned:
    """Plan a case's duties anew, without the reminders of those that begin; `let_go` what is gone.

    A due date that stays may move too: by a closure the last working day before it is another.
    """
    before = {duty.id: duty for duty in grounds.duties(case)}
    kept = _settled_by_stage(uow, case, tuple(before.values()), now)
    if not (kept or grounds.has_events(case) or case.due_at):
        return Replanned()
    change = replan(kept, grounds.planned(case))
    for duty in change.updated:
        uow.duties.save(duty)
    begun = tuple(
        uow.duties.add(one.duty(case.id, one.agency_id, now=now))
        for one in change.added
        if one.agency_id and not _is_moot(one, now)
    )
    left = {duty.id: duty for duty in (*kept, *change.updated)}
    gone = frozenset(duty.id for duty in change.gone)
    still = tuple(d for d in left.values() if d.is_open and d.id not in gone)
    old = {(duty.agency_id, duty.name): duty for duty in change.gone}
    reopened = tuple(duty for duty in still if not before[duty.id].is_open)
    moved = [(old[d.agency_id, d.name], d) for d in begun if (d.agency_id, d.name) in old]
    moved += [(before[d.id], d) for d in change.updated if d.safe_on != before[d.id].safe_on]
    return Replanned(tuple(moved), (*begun, *reopened), (*still, *begun), gone)


def let_go(uow: UnitOfWork, duty_ids: Collection[int]) -> None:
    """Let duties that lost their reason go, with what waits to tell of them."""
    uow.duties.supersede(duty_ids)
    uow.reminders.cancel_of_duties(duty_ids)


def _is_moot(planned: Planned, now: datetime) -> bool:
    """Whether it is a step towards a meeting whose day was over before anybody said when it is."""
    deadline = planned.deadline
    step = deadline is not None and deadline.rule.event is Event.MEETING
    return step and planned.last_on < taipei_date(now)


def calendar_of(uow: UnitOfWork, agency_id: int) -> WorkCalendar:
    """Return the working days of an agency."""
    return work_calendar(uow.calendar.entries(), uow.agencies.county(agency_id))


def window_of(uow: UnitOfWork, officer_id: int | None) -> Window:
    """Return when somebody may be reminded."""
    return read_window(uow.settings.get(f"{SETTING}{officer_id}") or "") or USUAL


def lay_rungs(uow: UnitOfWork, case: Case, duty: Duty, grounds: Grounds, now: datetime) -> None:
    """Keep the reminders of a duty that lie ahead."""
    ahead = grounds.rungs_ahead(case, duty, now)
    uow.reminders.add_all(rung_of(case, duty, one) for one in ahead)


def rung_of(case: Case, duty: Duty, rung: Rung) -> Reminder:
    """Return the reminder that tells of a duty at a rung."""
    return Reminder(
        id=0,
        agency_id=duty.agency_id,
        duty_id=duty.id,
        case_id=case.id,
        remind_at=rung.remind_at,
        timed=rung.timed,
        urgent=rung.urgent,
    )


def _settled_by_stage(
    uow: UnitOfWork, case: Case, kept: tuple[Duty, ...], now: datetime
) -> tuple[Duty, ...]:
    """Mark what the owner's answer settles as done, and open it again when that was undone."""
    return tuple(_settled(uow, case, duty, now) for duty in kept)


def _settled(uow: UnitOfWork, case: Case, duty: Duty, now: datetime) -> Duty:
    counts = duty.agency_id == case.agency_id and duty.event in SETTLED_BY_ANSWER
    answered = case.stage in ANSWERED
    if counts and answered and duty.is_open:
        done = replace(duty, state=DutyState.DONE, reason=BY_ANSWER, answered_at=now)
        uow.duties.save(done)
        uow.reminders.cancel_of_duties([duty.id])
        return done
    if counts and not answered and duty.state is DutyState.DONE and duty.reason == BY_ANSWER:
        again = replace(duty, state=DutyState.OPEN, reason="", answered_at=None)
        uow.duties.save(again)
        return again
    return duty


def plan_agency(uow: UnitOfWork, agency_id: int, now: datetime) -> int:
    """Plan the open cases for which an agency owes something; return how many there are."""
    far = now + timedelta(days=3660)
    case_ids = {duty.case_id for duty in uow.duties.open_of({agency_id}, far)}
    plan_cases(uow, Grounds(uow, uow.cases.by_ids(case_ids).values()), now)
    return len(case_ids)
