"""我的請假, 取消請假: see one's leave, and take it back."""

from collections.abc import Sequence
from datetime import date

from bot.message import Answer, Card
from bot.room import Access, Place, Result
from handlers.presence import cards
from handlers.presence.commands.board import commands
from handlers.presence.commands.handing import tell_deputy
from handlers.presence.errors import NoLeaveError
from handlers.presence.rules.leave import take_out
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import find_dates, taipei_date
from storage.records.presence import Absence


@commands.add(
    "我的請假",
    usage="我的請假",
    summary="看登錄了哪些請假、代理誰",
    aliases=("請假紀錄", "我請了哪些假", "看請假"),
    examples=("我的請假",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def list_leave(request: Asked, services: Services) -> Card:
    """List the speaker's leave from today on, and for whom the speaker stands in."""
    me = speaking_officer(request.speaker)
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        own = uow.absences.of_officer(me.id, since=today)
        others = uow.absences.of_deputy(me.id, since=today)
        ids = {a.deputy_id for a in own if a.deputy_id is not None} | {a.officer_id for a in others}
        names = {i: o.shown_name for i, o in uow.officers.by_ids(ids).items()}
    return cards.leave_list(
        [(a, names.get(a.deputy_id or 0, "")) for a in own],
        [(a, names[a.officer_id]) for a in others],
        today=today,
    )


@commands.add(
    "取消請假",
    usage="取消請假 [第幾筆或日期]",
    summary="不請了，或提早回來",
    aliases=("銷假", "我銷假了", "我要銷假", "不請假了", "取消休假", "取消出差"),
    examples=("取消請假",),
    access=Access.OFFICER,
    changes=True,
)
def cancel_leave(request: Asked, services: Services) -> Result:
    """Take leave back; of what has begun the days that are over stay."""
    me = speaking_officer(request.speaker)
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        own = uow.absences.of_officer(me.id, since=today)
        meant = _meant(own, request.argument, today=today)
        if meant is None:
            card = cards.which(own, today=today)
            return Answer(private=card) if request.in_group else card
        change = take_out(meant, today=today)
        uow.absences.remove(change.gone)
        for absence in change.added:
            uow.absences.add(absence)
        no_more = cards.no_longer_asked(me.shown_name, meant, today=today)
        tell_deputy(uow, request, meant.deputy_id, no_more)
        uow.commit()
    if request.in_group:
        return Answer(here=cards.kept_in_group())
    return cards.cancelled(meant, began=meant.starts_on < today, today=today)


def _meant(own: Sequence[Absence], text: str, *, today: date) -> Absence | None:
    """Find the leave that is meant; None when it is to be asked. Raises NoLeaveError."""
    if not own:
        raise NoLeaveError
    digits = text.strip().removeprefix("第").removesuffix("筆").strip()
    if digits.isdecimal():
        if not 1 <= int(digits) <= len(own):
            raise NoLeaveError
        return own[int(digits) - 1]
    found = find_dates(text, today=today)
    if found:
        hit = next((a for a in own if a.covers(found[0].on)), None)
        if hit is None:
            raise NoLeaveError
        return hit
    return own[0] if len(own) == 1 else None
