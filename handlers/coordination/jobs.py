"""What the clock starts: questions go out, who has not answered hears once more, who asked is told.

Claiming and enqueuing commit together. Any number of processes may do it at once.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.logs import get_logger
from handlers.coordination.cards import question_card, report_notice
from handlers.coordination.commands.desk import Matter, matter_of
from handlers.coordination.commands.reaching import Desk, bound_ids, calendar_of, desk_of, push
from handlers.coordination.rules.progress import count
from handlers.coordination.rules.questions import next_after_telling, next_try
from handlers.coordination.rules.views import Look
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case, Secrecy
from storage.records.coordination import RollCall, RollEntry
from storage.unit_of_work import UnitOfWork

CLAIM_LIMIT = 200  # questions in one transaction

_log = get_logger(__name__)


def ask_and_report(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Ask, nudge and report what is due; return how many cards were enqueued."""
    card_count = 0
    while True:
        with unit_of_work() as uow:
            entries = uow.roll_calls.claim_entries(now=now, limit=CLAIM_LIMIT)
            reports = uow.roll_calls.claim_reports(now=now, limit=CLAIM_LIMIT)
            if not entries and not reports:
                return card_count
            card_count += sum(_ask(uow, entry, now=now) for entry in entries)
            card_count += sum(_report(uow, roll, now=now) for roll in reports)
            uow.commit()


def next_question(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> datetime | None:
    """Return when the next question or report goes out, for the sandbox; None when none waits."""
    with unit_of_work() as uow:
        moment = uow.roll_calls.next_moment()
        return max(moment, now) if moment is not None else None


def _ask(uow: UnitOfWork, entry: RollEntry, *, now: datetime) -> bool:
    """Ask or nudge one agency, or put it off until somebody may be told."""
    roll = uow.roll_calls.get(entry.roll_call_id)
    case = uow.cases.get(roll.case_id)
    if not roll.is_open or entry.is_answered or _is_over(case):
        return False
    matter = _matter(uow, case, now=now)
    if entry.agency_id not in matter.involved_ids:
        return False  # it may not see the case any more
    calendar = calendar_of(uow, entry.agency_id)
    desk = desk_of(uow, entry.agency_id, case, now=now)
    if desk is None:
        _log.info("nobody can be asked", agency_id=entry.agency_id)
        again = next_try(now, roll.due_at, calendar)
        uow.roll_calls.save_entry(replace(entry, next_at=again))
        return False
    opening = desk.opening(now)
    if opening > now:
        # After the due day nobody is asked any more; the question stays where it can be found.
        uow.roll_calls.save_entry(
            replace(entry, next_at=opening if opening <= roll.due_at else None)
        )
        return False
    if now > roll.due_at:
        return False
    card = question_card(_look(matter, now=now), roll, nudge=entry.told_at is not None)
    push(uow, desk, card, case, now=now)
    uow.roll_calls.save_entry(_told(entry, roll, desk, now=now))
    return True


def _told(entry: RollEntry, roll: RollCall, desk: Desk, *, now: datetime) -> RollEntry:
    """Note that somebody was told; after the first time one nudge follows."""
    if entry.told_at is not None:
        return replace(entry, nudged_at=now, next_at=None)
    following = next_after_telling(
        now=now, due_at=roll.due_at, window=desk.window, calendar=desk.calendar
    )
    return replace(entry, told_at=now, told_officer_id=desk.officer_id, next_at=following)


def _report(uow: UnitOfWork, roll: RollCall, *, now: datetime) -> bool:
    """Tell who asked how it stands, in their hours."""
    case = uow.cases.get(roll.case_id)
    if roll.withdrawn_at is not None or _is_over(case):
        return False
    desk = desk_of(uow, roll.agency_id, case, now=now)
    if desk is None:
        return False
    opening = desk.opening(now)
    if opening > now:
        uow.roll_calls.save(replace(roll, report_at=opening))
        return False
    entries = uow.roll_calls.entries(roll.id)
    bound = bound_ids(uow, (e.agency_id for e in entries), case, now=now)
    card = report_notice(_look(_matter(uow, case, now=now), now=now), roll, count(entries, bound))
    push(uow, desk, card, case, now=now)
    return True


def _is_over(case: Case) -> bool:
    ended = case.closed_at is not None or case.cancelled_at is not None
    return ended or case.secrecy is Secrecy.SECRET


def _matter(uow: UnitOfWork, case: Case, *, now: datetime) -> Matter:
    return matter_of(uow, case, request_year=taipei_date(now).year - ROC_EPOCH)


def _look(matter: Matter, *, now: datetime) -> Look:
    return Look(
        case=matter.case,
        number=matter.number,
        agencies=matter.agencies,
        today=taipei_date(now),
        is_hidden=matter.is_hidden,
    )
