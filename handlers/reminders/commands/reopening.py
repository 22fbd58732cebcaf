"""還沒辦: an answer that was a slip is taken back, and the reminders come again."""

from dataclasses import replace
from datetime import datetime

from bot.room import Access, Result
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import (
    Found,
    dates_card,
    find_case,
    note_answer,
    own_duties,
    shown_day,
)
from handlers.reminders.commands.grounds import Grounds
from handlers.reminders.commands.planning import lay_rungs
from handlers.reminders.errors import NoDutyError
from handlers.services import Asked, Services
from storage.records.duties import Duty, DutyState
from storage.unit_of_work import UnitOfWork

ANSWERED = frozenset({DutyState.DONE, DutyState.EXCUSED})


@commands.add(
    "還沒辦",
    usage="還沒辦 <案號> [哪個期限]",
    summary="按錯了：期限還沒辦好，照常提醒",
    aliases=("恢復期限", "期限還沒辦"),
    examples=("還沒辦 42",),
    access=Access.OFFICER,
    changes=True,
)
def reopen_duty(request: Asked, services: Services) -> Result:
    """Open an answered duty again: the one that is named, else the one answered last."""
    with services.unit_of_work() as uow:
        found = find_case(uow, request, example="還沒辦 42")
        answered = [d for d in own_duties(uow, request, found.case) if d.state in ANSWERED]
        named = [d for d in answered if found.rest and d.name in found.rest]
        chosen = max(named or answered, key=lambda d: d.answered_at or d.planned_at, default=None)
        if chosen is None:
            raise NoDutyError(found.number)
        again = open_again(uow, found, chosen, request.now)
        note_answer(uow, request, again, "還沒辦")
        services.case_changed(uow, found.case, request.now)
        uow.commit()
    day = shown_day(again.last_on, request)
    text = f"好，{found.number} {again.name}還沒辦，期限 {day}，照常提醒。"
    return dates_card(found, text)


def open_again(uow: UnitOfWork, found: Found, answered: Duty, now: datetime) -> Duty:
    """Take the answer to a duty back, and let its reminders come again."""
    again = replace(answered, state=DutyState.OPEN, reason="", answered_at=None, answered_by=None)
    uow.duties.save(again)
    lay_rungs(uow, found.case, again, Grounds(uow, [found.case]), now)
    return again
