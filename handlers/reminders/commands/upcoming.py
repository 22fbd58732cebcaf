"""When the next reminder goes out."""

from collections.abc import Callable
from datetime import datetime

from handlers.reminders.commands.planning import calendar_of, window_of
from handlers.reminders.commands.reaching import reach_for
from handlers.reminders.commands.telling import is_free_hour
from storage.unit_of_work import UnitOfWork


def next_moment(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> datetime | None:
    """Return when the next reminder goes out, for the sandbox; None when nothing waits."""
    with unit_of_work() as uow:
        waiting = uow.reminders.next_waiting()
        if waiting is None:
            return None
        moment = max(waiting.remind_at, now)
        if waiting.chat_id is not None or is_free_hour(waiting):
            return moment
        case = uow.cases.get(waiting.case_id) if waiting.case_id is not None else None
        reached = reach_for(uow, waiting, case, now=moment)
        window = window_of(uow, reached.officer_id if reached else None)
        return window.next_opening(moment, calendar_of(uow, waiting.agency_id))
