"""聯絡單: one request, looked at or moved on; and the verbs that stand alone in a chat."""

from collections.abc import Callable

from bot.message import Card
from bot.room import Access, Place, Result, Shape
from handlers.requests.commands import answering, asking, following, helping, passing, redirecting
from handlers.requests.commands.board import commands
from handlers.requests.commands.desk import Found, find_request, sides_of
from handlers.requests.commands.looking import show
from handlers.requests.errors import (
    NoRequestNumberError,
    NoSuchRequestError,
    WhichRequestError,
)
from handlers.requests.rules.moves import Action, Side, Verdict, judge
from handlers.requests.rules.reading import number_inside, read_line
from handlers.services import Asked, Services
from storage.records.requests import ContactRequest
from storage.unit_of_work import UnitOfWork

Move = Callable[[UnitOfWork, Asked, Found, str], Card]
MOVES: dict[Action, Move] = {
    Action.SEND: asking.send,
    Action.EDIT: asking.edit,
    Action.KIND: asking.change_kind,
    Action.DISCARD: asking.discard,
    Action.SEE: answering.see,
    Action.CONSULT: answering.consult,
    Action.ACCEPT: answering.accept,
    Action.NOT_OURS: redirecting.not_ours,
    Action.SUGGEST: redirecting.suggest,
    Action.PASS: passing.pass_on,
    Action.OFFER: answering.offer,
    Action.DECLINE: answering.decline,
    Action.REPLY: answering.reply,
    Action.MORE: answering.more,
    Action.SUPPLEMENT: following.supplement,
    Action.OUTCOME: following.finish,
    Action.WITHDRAW: following.withdraw,
    Action.REMIND: following.remind,
    Action.CALL: following.call,
    Action.PICK: following.pick,
    Action.NONE_FITS: following.none_fits,
    Action.ASK_OTHER: following.ask_other,
    Action.CONTACTED: following.contacted,
    Action.GOT_ANSWER: following.got_answer,
    Action.ASK_HUB: helping.ask_hub,
    Action.HELP: helping.help_out,
}


@commands.add(
    "聯絡單",
    usage="聯絡單 <單號> [回應]",
    summary="看一張聯絡單，或回應它",
    aliases=("單", "看聯絡單"),
    shapes=(Shape("再提醒|再催|催|催一下|再催一下 單 #", "# 再提醒"),),
    examples=("聯絡單 12", "單12 我處理"),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def one_request(request: Asked, services: Services) -> Result:
    """Show a request, or do what its button says. Another's request does not exist."""
    line = read_line(request.argument)
    if line is None:
        raise NoRequestNumberError("單12")
    with services.unit_of_work() as uow:
        found = find_request(uow, request, line.request_id)
        if line.action is None:
            card = show(uow, request, found, strange=line.strange)
        else:
            card = MOVES[line.action](uow, request, found, line.words)
        uow.commit()
    return card


def _bare(request: Asked, services: Services, action: Action, example: str) -> Card:
    """Do what a verb without a number means, if it can mean only one request."""
    with services.unit_of_work() as uow:
        request_id, words = number_inside(request.argument)
        found = (
            find_request(uow, request, request_id)
            if request_id is not None
            else _only(uow, request, action, words, example)
        )
        card = MOVES[action](uow, request, found, words)
        uow.commit()
    return card


def _only(uow: UnitOfWork, request: Asked, action: Action, words: str, example: str) -> Found:
    """Return the one request to which the verb applies.

    Raises NoRequestNumberError, WhichRequestError, NoSuchRequestError.
    """
    speaker = request.speaker
    ids = speaker.office_ids
    held = uow.requests.held_by(speaker.officer.id) if speaker.officer is not None else ()
    crowd: dict[int, ContactRequest] = {
        r.id: r for r in (*uow.requests.asked_of(ids), *held, *uow.requests.sent_by(ids))
    }
    fits = [
        Found(r, sides)
        for r in crowd.values()
        if (sides := sides_of(r, speaker)) and judge(r, action, sides) is Verdict.GO
    ]
    # 結果 and the like are said by either side: what one holds oneself comes first.
    if action is not Action.OUTCOME:
        side = Side.ASKER if action is Action.SUPPLEMENT else Side.RECEIVER
        fits = [f for f in fits if side in f.sides]
    if not fits:
        raise NoRequestNumberError(example)
    if len(fits) > 1:
        numbers = tuple(f.request.number for f in fits)
        raise WhichRequestError(numbers, f"{action.value} {words}".strip())
    return fits[0]


@commands.add(
    "我先請示",
    usage="我先請示 [單號] [日期] [分機]",
    summary="回對方先請示，哪天回覆",
    aliases=("先請示",),
    shapes=(
        Shape("我? 先 請示|問 長官|主管|科長|處長|司長|組長|主秘 @", "長官 @"),
        Shape(
            "收到|收到了|好 我 先 請示|問 長官|主管|科長|處長|司長|組長 @ 回|回覆|回您?", "長官 @"
        ),
    ),
    examples=("我先請示 12/10 分機1234",),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def consult_first(request: Asked, services: Services) -> Result:
    """Promise an answer to the one request that waits for one."""
    return _bare(request, services, Action.CONSULT, "單12 我先請示 12/10 分機1234")


@commands.add(
    "我處理",
    usage="我處理 [單號]",
    summary="接手別的機關來的聯絡單",
    aliases=("我來處理",),
    examples=("我處理 單12",),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def take_over(request: Asked, services: Services) -> Result:
    """Take over the one request that waits."""
    return _bare(request, services, Action.ACCEPT, "單12 我處理")


@commands.add(
    "提供時間",
    usage="約時間 [單號] [日期 時間 或 日期 時間]",
    summary="給對方幾個時間選",
    aliases=("約時間",),
    examples=("約時間 12/9 14:00 或 12/10 10:00",),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def offer_times(request: Asked, services: Services) -> Result:
    """Offer times for the one request that waits."""
    return _bare(request, services, Action.OFFER, "單12 約時間 12/9 14:00")


@commands.add(
    "婉拒",
    usage="婉拒 [單號] [理由]",
    summary="這次不便協助，客氣地回",
    examples=("婉拒 單12",),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def turn_down(request: Asked, services: Services) -> Result:
    """Decline the one request that waits."""
    return _bare(request, services, Action.DECLINE, "單12 婉拒")


@commands.add(
    "回覆聯絡單",
    usage="回覆 [單號] [一句話]",
    summary="用一句話回聯絡單",
    aliases=("回覆",),
    shapes=(Shape("回覆 單 # …", "單# …"),),
    examples=("回覆 單12 下週三可以",),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def reply_in_one_line(request: Asked, services: Services) -> Result:
    """Answer the one request that waits, in one line."""
    return _bare(request, services, Action.REPLY, "單12 回覆 下週三可以")


@commands.add(
    "補充聯絡單",
    usage="補充聯絡單 [單號] <一句話>",
    summary="對送出的聯絡單補一句",
    aliases=("補充單",),
    shapes=(Shape("補充 單 # …", "單# …"),),
    examples=("補充 單12 週四也可以",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def add_a_line(request: Asked, services: Services) -> Result:
    """Add the one line more to the one request that is open."""
    return _bare(request, services, Action.SUPPLEMENT, "單12 補充 週四也可以")


@commands.add(
    "聯絡結果",
    usage="結果 [單號] [一句話]",
    summary="聯絡單的結果，記進案件歷程",
    aliases=("結果",),
    examples=("結果 單12 已說明分工",),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def say_outcome(request: Asked, services: Services) -> Result:
    """Say what became of the one request that is open."""
    return _bare(request, services, Action.OUTCOME, "單12 結果 已說明分工")


@commands.add(
    "收回聯絡單",
    usage="收回聯絡單 <單號>",
    summary="不用對方協助了",
    aliases=("收回單", "撤回聯絡單"),
    shapes=(Shape("收回|撤回 單 #", "#"), Shape("收回|撤回 #", "#", sure=False)),
    examples=("收回聯絡單 12",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def withdraw_request(request: Asked, services: Services) -> Result:
    """Take a request back."""
    line = read_line(request.argument)
    if line is None:
        raise NoRequestNumberError("收回聯絡單 12")
    if line.strange:
        raise NoSuchRequestError(f"單{line.request_id} {line.strange}"[:20])
    with services.unit_of_work() as uow:
        found = find_request(uow, request, line.request_id)
        card = following.withdraw(uow, request, found, "")
        uow.commit()
    return card
