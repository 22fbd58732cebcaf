"""採納, 部分採納, 不採納, and 先回: what the agency makes of an opinion."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access, Place, Result
from handlers.opinions.cards import decided_card, replied_card
from handlers.opinions.commands.board import commands
from handlers.opinions.commands.desk import find_lined, head_of, text_to_keep
from handlers.opinions.errors import NoFirstReplyError, NoReasonError, TextTooLongError
from handlers.opinions.rules.counting import rows_of, tally
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from storage.records.opinions import Verdict

LONGEST = 500  # characters of a reason or a first reply


@commands.add(
    "採納",
    usage="採納 <案號>-<第幾則> [理由]",
    summary="這則意見採納，理由可寫可不寫",
    aliases=("參採", "予以採納", "採納意見"),
    examples=("採納 42-1 修正第三條文字",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def adopt(request: Asked, services: Services) -> Result:
    """Adopt opinions; a reason is welcome."""
    return _judge(request, services, Verdict.ADOPTED)


@commands.add(
    "部分採納",
    usage="部分採納 <案號>-<第幾則> <理由>",
    summary="採納一部分，要寫理由",
    aliases=("部分參採", "部份採納", "部份參採"),
    examples=("部分採納 42-1 期間延長，其餘涉及母法",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def adopt_partly(request: Asked, services: Services) -> Result:
    """Adopt a part of opinions; the reason is required."""
    return _judge(request, services, Verdict.PARTLY)


@commands.add(
    "不採納",
    usage="不採納 <案號>-<第幾則> <理由>",
    summary="不採納，要寫理由",
    aliases=("不參採", "不予採納", "不予參採", "未採納", "未予參採", "未參採"),
    examples=("不採納 42-1 涉及母法，將納入下次修法研議",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def decline(request: Asked, services: Services) -> Result:
    """Decline opinions; the reason is required."""
    return _judge(request, services, Verdict.DECLINED)


def _judge(request: Asked, services: Services, verdict: Verdict) -> Card:
    """Keep what becomes of opinions; for a merged one the head's answer is meant.

    Raises NoReasonError where one is required, and what `find_opinions` raises.
    """
    text = text_to_keep(request)
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        named = find_lined(uow, request, text, example=f"{verdict.value} 42-1 理由")
        if len(named.rest) > LONGEST:
            raise TextTooLongError("理由", LONGEST)
        heads = {h.id: h for h in (head_of(named.everything, one) for one in named.opinions)}
        serials = "、".join(str(head.serial) for head in heads.values())
        if verdict is not Verdict.ADOPTED and not named.rest:
            line = f"{verdict.value} {named.matter.number}-{serials}"
            raise NoReasonError(verdict.value, line)
        for head in heads.values():
            uow.opinions.save(
                replace(
                    head,
                    verdict=verdict,
                    reason=named.rest,
                    decided_at=request.now,
                    decided_by=officer.id,
                )
            )
        everything = uow.opinions.of_case(named.matter.case.id)
        uow.commit()
    rows = [row for row in rows_of(everything) if row.head.id in heads]
    waiting = next((row for row in rows_of(everything) if not row.head.is_decided), None)
    return decided_card(named.matter.case, rows, tally(everything), waiting)


@commands.add(
    "先回",
    usage="先回 <案號>-<第幾則> <回了什麼>",
    summary="期間內先澄清單純的誤會，記下回了什麼",
    aliases=("先回覆", "先行回應", "先澄清"),
    examples=("先回 42-1 現行補助不變",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def reply_first(request: Asked, services: Services) -> Result:
    """Keep a first reply beside an opinion; what becomes of it is still open."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        named = find_lined(uow, request, text, example="先回 42-1 現行補助不變")
        serials = "、".join(str(one.serial) for one in named.opinions)
        if not named.rest:
            raise NoFirstReplyError(f"先回 {named.matter.number}-{serials}")
        if len(named.rest) > LONGEST:
            raise TextTooLongError("先行回應", LONGEST)
        for one in named.opinions:
            uow.opinions.save(replace(one, first_reply=named.rest))
        everything = uow.opinions.of_case(named.matter.case.id)
        uow.commit()
    return replied_card(named.matter.case, serials, named.rest, tally(everything))
