"""待會辦, 已會辦: drafts of one's agency that pass its officer (會簽) before they go on."""

from datetime import date

from bot.message import Button, Card
from bot.room import Access, Result, Shape
from handlers.notices.cards import SHOWN, list_card, number_of
from handlers.notices.commands.board import commands
from handlers.notices.commands.desk import coverage_of, find_notice, ours
from handlers.notices.commands.gathering import entry_of, matching
from handlers.notices.rules.pages import read_page
from handlers.services import Asked, Services
from handlers.shared.roc_date import taipei_date
from storage.unit_of_work import UnitOfWork

UNDONE = ("還沒", "取消", "尚未")


@commands.add(
    "待會辦",
    usage="待會辦",
    summary="貴機關預告中、還沒會過 PO 的草案",
    aliases=("待會簽", "待會PO", "待會辦清單", "還沒會辦的"),
    shapes=(
        Shape("還? 有? 哪些|什麼 草案 要|該|待|還沒 會辦"),
        Shape("哪些 要|還沒 會辦"),
        Shape("還? 有? 哪些|什麼 草案? 還沒|沒 會|會過|會辦|會簽|會辦過 po"),
    ),
    examples=("待會辦",),
    access=Access.OFFICER,
)
def to_consult(request: Asked, services: Services) -> Result:
    """List what nobody said has passed the officer."""
    page, _ = read_page(request.argument)
    mine = ours(request, "待會辦")
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        found = matching(uow, mine, today, unconsulted=True)
        lacks = coverage_of(uow, now=request.now).words(now=request.now)
        start = (page - 1) * SHOWN
        entries = [entry_of(uow, request, n, set()) for n in found[start : start + SHOWN]]
    if not entries:
        return Card.sentence(_none(lacks))
    more = (Button("更多", f"待會辦 第{page + 1}頁"),) if len(found) > start + SHOWN else ()
    numbers = [number_of(entry.known.notice) for entry in entries][: 4 - len(more)]
    return list_card(
        entries,
        heading=f"待會辦 {len(found)} 件",
        today=today,
        note=lacks,
        buttons=(*(Button(f"已會辦 {one}", f"已會辦 {one}") for one in numbers), *more),
        in_private="待會辦",
    )


@commands.add(
    "已會辦",
    usage="已會辦 <預號> [還沒]",
    summary="這件草案會過 PO 了，從待會辦拿掉",
    aliases=("已會簽", "會辦好了", "會過了", "會辦過了"),
    shapes=(
        Shape("預 # 會辦了|會過了|已會辦|會辦過了|會好了", "#"),
        Shape("會辦 預 #", "#"),
        Shape("預 # 已經|都 會過|會辦|會簽 過? 了", "#"),
        Shape("預 # 還沒|沒|沒有 會|會過|會辦|會簽", "# 還沒"),
    ),
    examples=("已會辦 預3", "已會辦 預3 還沒"),
    access=Access.OFFICER,
    changes=True,
)
def consulted(request: Asked, services: Services) -> Result:
    """Note that a draft passed the officer; 「還沒」 takes it back."""
    mine = ours(request, f"已會辦 {request.argument.strip()}")
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        notice, rest = find_notice(uow, request.argument, mine)
        number = number_of(notice)
        undone = any(word in rest for word in UNDONE)
        uow.notices.consult(notice.id, mine, None if undone else request.now)
        left = _left(uow, mine, today)
        uow.commit()
    if undone:
        return Card.sentence(f"好，{number} 放回待會辦。")
    return Card.sentence(f"好，{number} 會過了。{left}", Button("還沒", f"已會辦 {number} 還沒"))


def _left(uow: UnitOfWork, mine: frozenset[int], today: date) -> str:
    count = len(matching(uow, mine, today, unconsulted=True))
    return f"待會辦還有 {count} 件。" if count else "待會辦都清空了。"


def _none(lacks: str) -> str:
    said = "目前沒有待會辦的草案。"
    return f"看到的草案都會過了，但不一定齊全：{lacks}。" if lacks else said
