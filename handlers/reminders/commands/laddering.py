"""提醒梯次: how many working days before a date it is told, and when somebody else is asked."""

import re

from bot.message import Button, Card, Fact
from bot.room import Access, Place, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.entering import keep_audit, split_sure
from handlers.reminders.commands.replanning import plan_all
from handlers.reminders.rules.ladders import ladder_lines, read_patience, read_rungs, rung_words
from handlers.reminders.rules.rungs import SETTING, Ladder, read_ladder
from handlers.services import Asked, Services
from storage.unit_of_work import UnitOfWork

NO_ANSWER = re.compile(r"[無沒]有?人回覆")


@commands.add(
    "提醒梯次",
    usage="提醒梯次 [兩個月|短|長官 <幾個工作天前> …]、無人回覆 <幾個工作天>",
    summary="看或改期限前第幾個工作天提醒，沒人回覆多久找代理人",
    aliases=("提醒階梯",),
    shapes=(Shape("無人回覆|沒人回覆|沒有人回覆 時|後? ~ 後?", "無人回覆 ~"),),
    examples=("提醒梯次", "提醒梯次 兩個月 14 5 1", "提醒梯次 短 3 0", "無人回覆 1 個工作天"),
    access=Access.ADMIN,
    place=Place.DIRECT,
    changes=True,
)
def set_rungs(request: Asked, services: Services) -> Result:
    """Show or set the rungs; reminders that wait follow at once."""
    text, _ = split_sure(request)
    with services.unit_of_work() as uow:
        if not text:
            return _shown(read_ladder(uow.settings.get))
        if NO_ANSWER.match(text):
            return _wait(uow, request, read_patience(text))
        kind, numbers = read_rungs(text)
        _set(uow, request, kind.setting, ",".join(map(str, numbers)))
        uow.commit()
    return Card.sentence(
        f"好，{kind.label}改為{rung_words(numbers)}提醒；進行中的也跟著。",
        Button("看全部", "提醒梯次"),
    )


def _wait(uow: UnitOfWork, request: Asked, days: int) -> Card:
    """Set after how many working days a deputy is asked, and then the team."""
    _set(uow, request, "patience", str(days))
    uow.commit()
    return Card.sentence(f"好，沒人回覆時，{days} 個工作天後找職務代理人，再 {days} 個找工作小組。")


def _set(uow: UnitOfWork, request: Asked, name: str, value: str) -> None:
    uow.reminders.wait_turn()
    uow.settings.set(f"{SETTING}{name}", value, now=request.now)
    plan_all(uow, request.now, catch_up=False)
    keep_audit(uow, request, "set-rungs", name, value)


def _shown(ladder: Ladder) -> Card:
    return Card(
        alt="提醒梯次",
        kind="提醒梯次",
        title="期限前第幾個工作天提醒",
        facts=(
            *(Fact(label, words) for label, words in ladder_lines(ladder)),
            Fact("沒人回覆", f"{ladder.patience} 個工作天後找代理人，再來工作小組"),
        ),
        note="要改：提醒梯次 兩個月 14 5 1、提醒梯次 短 3 0、無人回覆 1 個工作天",
    )
