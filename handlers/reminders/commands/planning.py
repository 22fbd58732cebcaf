"""What follows when a case changed: its duties are planned anew. No command, but what all share."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.reminders.rules.planning import RESPONSE, Planned, Surroundings, plan, replan
from handlers.reminders.rules.rungs import read_ladder, rungs
from handlers.reminders.rules.stages import ANSWERED, SETTLED_BY_ANSWER, holding
from handlers.reminders.rules.windows import SETTING, USUAL, Window, read_window
from handlers.shared.roc_date import show_date, taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from storage.records.cases import Case, CaseAgency
from storage.records.duties import Duty, DutyState, Reminder
from storage.unit_of_work import UnitOfWork

HUB = "國發會"
BY_ANSWER = "已回應"
PLANNED_ON = "duties-planned-on"  # the setting that says from which days and rules


def plan_duties(uow: UnitOfWork, case: Case, now: datetime) -> None:
    """Plan a case's duties and their reminders anew; the caller commits.

    What did not change stays, answers stay, what lost its reason goes with its reminders.
    """
    plan_and_compare(uow, case, now)


def plan_and_compare(uow: UnitOfWork, case: Case, now: datetime) -> tuple[tuple[Duty, Duty], ...]:
    """Plan as `plan_duties`; return the duties whose date moved, each as it was and as it is."""
    kept = _settled_by_stage(uow, case, uow.duties.of_case(case.id), now)
    events = uow.duties.events(case.id)
    if not (kept or events or case.due_at):
        return ()
    parts = uow.cases.agencies(case.id)
    around = surroundings(uow, case, parts)
    extended = frozenset(
        d.agency_id for d in kept if d.name == RESPONSE and d.state is DutyState.EXTENDED
    )
    planned = plan(case, holding(case, events), parts, around, extended_ids=extended)
    change = replan(kept, planned)
    for duty in change.gone:
        uow.duties.save(replace(duty, state=DutyState.SUPERSEDED))
        uow.reminders.cancel_of_duty(duty.id)
    for duty in change.updated:
        uow.duties.save(duty)
    begun = [_begin(uow, case, one, one.agency_id, now) for one in change.added if one.agency_id]
    old = {(duty.agency_id, duty.name): duty for duty in change.gone}
    return tuple((old[d.agency_id, d.name], d) for d in begun if (d.agency_id, d.name) in old)


def surroundings(uow: UnitOfWork, case: Case, parts: tuple[CaseAgency, ...]) -> Surroundings:
    """Gather what decides what a case owes."""
    hub = uow.agencies.by_name(HUB)
    entries = uow.calendar.entries()
    ids = {case.agency_id, *(part.agency_id for part in parts), *([hub.id] if hub else [])}
    return Surroundings(
        book=Rulebook(uow.rules.all()),
        hub_id=hub.id if hub else None,
        calendars={i: work_calendar(entries, uow.agencies.county(i)) for i in ids},
        pauses=entries.pauses,
    )


def calendar_of(uow: UnitOfWork, agency_id: int) -> WorkCalendar:
    """Return the working days of an agency."""
    return work_calendar(uow.calendar.entries(), uow.agencies.county(agency_id))


def window_of(uow: UnitOfWork, officer_id: int | None) -> Window:
    """Return when somebody may be reminded."""
    return read_window(uow.settings.get(f"{SETTING}{officer_id}") or "") or USUAL


def lay_rungs(uow: UnitOfWork, case: Case, duty: Duty, now: datetime) -> None:
    """Keep the reminders of a duty that lie ahead."""
    window = window_of(uow, case.holder_id)
    calendar = calendar_of(uow, duty.agency_id)
    ladder = read_ladder(uow.settings.get)
    for rung in rungs(duty, ladder, calendar, window, today=taipei_date(now)):
        if rung.remind_at > now:
            uow.reminders.add(
                Reminder(
                    id=0,
                    agency_id=duty.agency_id,
                    duty_id=duty.id,
                    case_id=case.id,
                    remind_at=rung.remind_at,
                    timed=rung.timed,
                )
            )


def _begin(uow: UnitOfWork, case: Case, planned: Planned, agency_id: int, now: datetime) -> Duty:
    duty = uow.duties.add(planned.duty(case.id, agency_id, now=now))
    lay_rungs(uow, case, duty, now)
    return duty


def plan_everything(
    unit_of_work: Callable[[], UnitOfWork], *, now: datetime, again: bool = False
) -> int:
    """Plan all open cases anew when days off or rules changed; return how many dates moved.

    Whoever holds a case whose date moved is told once, the old day and the new one. With `again`
    nothing needs to have changed: cases that were brought in by hand have no dates yet.
    """
    with unit_of_work() as uow:
        if not uow.reminders.take_turn():
            return 0
        basis = _basis(uow)
        if uow.settings.get(PLANNED_ON) == basis and not again:
            return 0
        moved_count = 0
        for case_id in uow.duties.open_cases():
            case = uow.cases.get(case_id)
            moved = plan_and_compare(uow, case, now)
            moved_count += len(moved)
            for before, after in moved:
                _tell_move(uow, case, before, after, now)
        uow.settings.set(PLANNED_ON, basis, now=now)
        uow.commit()
    return moved_count


def _basis(uow: UnitOfWork) -> str:
    """Name what deadlines are worked out from: the entered days, and the rules."""
    rules = "\n".join(sorted(repr(rule) for rule in uow.rules.all()))
    return f"{uow.calendar.entries().version}/{hashlib.sha256(rules.encode()).hexdigest()}"


def _tell_move(uow: UnitOfWork, case: Case, before: Duty, after: Duty, now: datetime) -> None:
    today = taipei_date(now)
    days = f"{show_date(before.last_on, today=today)} → {show_date(after.last_on, today=today)}"
    uow.reminders.add(
        Reminder(
            id=0,
            agency_id=after.agency_id,
            case_id=case.id,
            remind_at=now,
            text=f"{after.name}改期 {days}",
        )
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
        uow.reminders.cancel_of_duty(duty.id)
        return done
    if counts and not answered and duty.state is DutyState.DONE and duty.reason == BY_ANSWER:
        again = replace(duty, state=DutyState.OPEN, reason="", answered_at=None)
        uow.duties.save(again)
        lay_rungs(uow, case, again, now)
        return again
    return duty


def plan_agency(uow: UnitOfWork, agency_id: int, now: datetime) -> int:
    """Plan the open cases for which an agency owes something; return how many there are."""
    far = now + timedelta(days=3660)
    case_ids = sorted({duty.case_id for duty in uow.duties.open_of({agency_id}, far)})
    for case_id in case_ids:
        plan_duties(uow, uow.cases.get(case_id), now)
    return len(case_ids)
