"""急件: of a case that somebody marked, what has an hour comes at that hour, for that person."""

from dataclasses import replace

from bot.message import Button, Card
from bot.room import Place, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import find_case
from handlers.reminders.commands.planning import window_of
from handlers.reminders.rules.urgency import morning_of
from handlers.reminders.rules.wishes import Wish
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.shared.windows import mark_name
from storage.unit_of_work import UnitOfWork

OFF = ("取消", "不急", "解除", "關", "不要")
URGENT_WORDS = "急|很急|急件|緊急|標急件|標為急件|列急件|隨時提醒|隨時提醒我"


@commands.add(
    "急件",
    usage="急件 <案號> [取消]",
    summary="這一件選了時刻的提醒，下班和假日也照時刻說；只對自己",
    aliases=("標急件", "隨時提醒", "列急件"),
    shapes=(
        Shape(f"# {URGENT_WORDS}", "#"),
        Shape("取消|解除 急件|隨時提醒 #", "# 取消"),
        Shape("# 不急|不急了|取消急件|解除急件|取消隨時提醒", "# 取消"),
    ),
    examples=("急件 42", "急件 42 取消"),
    place=Place.DIRECT,
    changes=True,
)
def mark_urgent(request: Asked, services: Services) -> Result:
    """Mark a case as urgent for the speaker alone, or take the mark off."""
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, example="急件 42")
        off = any(word in found.rest for word in OFF)
        uow.settings.set(mark_name(found.case.id, officer.id), "" if off else "1", now=request.now)
        window = window_of(uow, officer.id)
        uow.commit()
    number = found.case.number
    if off:
        text = f"好，{found.number} 不算急件了，都在上班日 {window.text} 之間提醒您。"
        return replace(Card.sentence(text), in_private=f"急件 {number}")
    text = (
        f"好，{found.number} 是您的急件：選了時刻的提醒，下班和假日也照時刻說。"
        f"沒有時刻的，仍在上班日 {window.text}。"
    )
    button = Button("不急了", f"急件 {number} 取消")
    return replace(Card.sentence(text, button), in_private=f"急件 {number}")


def as_urgent(
    uow: UnitOfWork, request: Asked, wish: Wish, *, marked: bool, case_id: int | None
) -> tuple[Wish, bool]:
    """Return what the speaker wished, and whether it is urgent: then the very day holds, off or on.

    It is urgent when they said so, or marked its case; never for a group.
    """
    officer = speaking_officer(request.speaker)
    if case_id is not None and not marked:
        marked = bool(uow.settings.get(mark_name(case_id, officer.id)))
    if not marked or request.in_group:
        return wish, False
    morning = morning_of(taipei_date(wish.moment), window_of(uow, officer.id))
    if wish.timed or wish.repeats or morning <= request.now:
        return wish, True
    return replace(wish, moment=morning, timed=True), True
