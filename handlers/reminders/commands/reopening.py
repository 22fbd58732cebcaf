"""還沒辦: an answer that was a slip is taken back, and the reminders come again."""

from dataclasses import replace

from bot.message import Button, Card
from bot.room import Access, Result
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import find_case, note_answer, own_duties
from handlers.reminders.commands.planning import lay_rungs
from handlers.reminders.errors import NoDutyError
from handlers.services import Asked, Services
from handlers.shared.roc_date import show_date, taipei_date
from storage.records.duties import DutyState

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
        again = replace(chosen, state=DutyState.OPEN, reason="", answered_at=None, answered_by=None)
        uow.duties.save(again)
        lay_rungs(uow, found.case, again, request.now)
        note_answer(uow, request, again, "還沒辦")
        services.case_changed(uow, found.case, request.now)
        uow.commit()
    day = show_date(again.last_on, today=taipei_date(request.now))
    text = f"好，{found.number} {again.name}還沒辦，期限 {day}，照常提醒。"
    number = found.case.number
    return Card(
        alt=text,
        body=text,
        buttons=(Button("期限表", f"期限表 {number}"),),
        in_private=f"期限表 {number}",
    )
