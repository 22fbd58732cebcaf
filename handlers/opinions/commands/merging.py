"""併入, 拆開: one answer for opinions that say the same."""

from dataclasses import replace

from bot.room import Access, Place, Result
from handlers.opinions.cards import merged_card
from handlers.opinions.commands.board import commands
from handlers.opinions.commands.desk import (
    find_lined,
    find_opinions,
    head_of,
    opinion_of,
    text_to_keep,
)
from handlers.opinions.errors import CannotMergeError, WhereToMergeError, WhichOpinionError
from handlers.opinions.rules.counting import rows_of, tally
from handlers.opinions.rules.references import read_merge, read_reference
from handlers.services import Asked, Services
from storage.records.opinions import Opinion
from storage.unit_of_work import UnitOfWork

EXAMPLE = "併入 42-5 到 42-3"


@commands.add(
    "併入",
    usage="併入 <案號>-<第幾則> 到 <第幾則>",
    summary="相同的意見併在一起，一次回應",
    aliases=("合併意見", "併意見", "併到"),
    examples=("併入 42-5 到 42-3",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def merge(request: Asked, services: Services) -> Result:
    """Let one opinion's answer be others' too; what was merged into those comes along."""
    text = text_to_keep(request)
    read = read_merge(text)
    if read is None:
        raise WhereToMergeError if read_reference(text) else WhichOpinionError(EXAMPLE)
    reference, into = read
    with services.unit_of_work() as uow:
        named = find_opinions(uow, request, reference, example=EXAMPLE)
        target = head_of(named.everything, opinion_of(named.everything, into, named.matter))
        moved = {one.id for one in named.opinions}
        if target.id in moved:
            raise CannotMergeError(target.serial)
        for one in named.everything:
            if one.id in moved or one.head_id in moved:
                _put_under(uow, one, target)
        everything = uow.opinions.of_case(named.matter.case.id)
        uow.commit()
    row = next(row for row in rows_of(everything) if row.head.id == target.id)
    return merged_card(named.matter.case, row, tally(everything))


@commands.add(
    "拆開",
    usage="拆開 <案號>-<第幾則>",
    summary="併錯了，讓這則自己一列",
    aliases=("拆出", "取消併入"),
    examples=("拆開 42-5",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def split(request: Asked, services: Services) -> Result:
    """Let merged opinions stand by themselves again, without an answer."""
    with services.unit_of_work() as uow:
        named = find_lined(uow, request, text_to_keep(request), example="拆開 42-5")
        for one in named.opinions:
            uow.opinions.save(replace(one, head_id=None))
        everything = uow.opinions.of_case(named.matter.case.id)
        uow.commit()
    first = named.opinions[0].id
    row = next(row for row in rows_of(everything) if first in {one.id for one in row.all})
    return merged_card(named.matter.case, row, tally(everything))


def _put_under(uow: UnitOfWork, one: Opinion, target: Opinion) -> None:
    """Let `target` answer for an opinion; an answer of its own goes."""
    uow.opinions.save(
        replace(one, head_id=target.id, verdict=None, reason="", decided_at=None, decided_by=None)
    )
