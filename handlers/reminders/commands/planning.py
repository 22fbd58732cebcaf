"""What follows when a case changed: its duties are planned anew. No command, but what all share."""

from dataclasses import replace
from datetime import datetime

from handlers.reminders.rules.planning import RESPONSE, Planned, Surroundings, plan, replan
from handlers.reminders.rules.rungs import read_ladder, rungs
from handlers.reminders.rules.stages import ANSWERED, SETTLED_BY_ANSWER, holding
from handlers.reminders.rules.windows import SETTING, USUAL, Window, read_window
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from storage.records.cases import Case, CaseAgency
from storage.records.duties import Duty, DutyState, Reminder
from storage.unit_of_work import UnitOfWork

HUB = "國發會"
BY_ANSWER = "已回應"


def plan_duties(uow: UnitOfWork, case: Case, now: datetime) -> None:
    """Plan a case's duties and their reminders anew; the caller commits.

    What did not change stays, answers stay, what lost its reason goes with its reminders.
    """
    kept = _settled_by_stage(uow, case, uow.duties.of_case(case.id), now)
    events = uow.duties.events(case.id)
    if not (kept or events or case.due_at):
        return
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
    for one in change.added:
        _begin(uow, case, one, now)


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


def _begin(uow: UnitOfWork, case: Case, planned: Planned, now: datetime) -> None:
    if planned.agency_id is not None:
        duty = uow.duties.add(planned.duty(case.id, planned.agency_id, now=now))
        lay_rungs(uow, case, duty, now)


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
