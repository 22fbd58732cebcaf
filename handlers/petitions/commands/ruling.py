"""門檻, 設定門檻, 終止門檻: the counts that mean something on Join; 國發會 changes them."""

from bot.message import Button, Card, Fact, Item
from bot.room import Access, Place, Shape
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.knowing import day_of, ends_of, open_petitions
from handlers.petitions.errors import PassingStaysError
from handlers.petitions.rules.threshold_lines import (
    DAY,
    before,
    ended,
    read_threshold,
    span_words,
    threshold_line,
)
from handlers.services import Asked, Services
from handlers.shared.case_numbers import clean_text
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import roc_number, taipei_date
from storage.records.watches import Threshold
from storage.threshold_sheet import PASSING
from storage.unit_of_work import UnitOfWork

SURE = "確定"  # typed by the button of the question
EXAMPLE = "門檻 成案 6000 自 116/1/1"
OLD_STAY = "之前開始附議的維持當時的門檻；Join 寫明的以 Join 為準。"


@commands.add(
    "門檻表",
    usage="門檻",
    summary="提點子到幾份代表什麼、從哪天起、依據",
    aliases=("附議門檻表", "看門檻", "查門檻"),
    shapes=(
        Shape("門檻"),
        Shape("提點子|成案|附議|分案 門檻 多少|是多少|幾份|有哪些"),
        Shape("提點子|成案|附議 的? 門檻"),
        Shape("門檻 是? 多少|幾份|有哪些"),
        Shape("成案 要|需要 幾份|多少份|幾人|多少人|幾個人|多少 附議|連署?"),
        Shape("要? 幾份|多少份|幾人|多少人|幾個人 附議|連署? 才|就? 會|能|可以|算|算是? 成案 呢?"),
    ),
    examples=("門檻",),
    access=Access.BOUND,
)
def show_thresholds(request: Asked, services: Services) -> Card:
    """List every version, what holds today in bold."""
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        known = uow.thresholds.all()
    items = tuple(
        Item(
            f"{one.name}　{one.count:,} 份",
            f"{span_words(one)}，依據：{one.source}",
            strong=one.holds_on(today),
        )
        for one in known
    )
    return Card(alt="提點子門檻", kind="門檻", title="提點子的門檻", items=items, note=OLD_STAY)


@commands.add(
    "設定門檻",
    usage="門檻 <名稱> <份數> 自<日期> [依據 <出處>]",
    summary="門檻變了，從哪一天起；確認後才算",
    aliases=("改門檻", "修改門檻", "新增門檻"),
    shapes=(
        Shape("門檻 * = 自|從 @ 起? 依據 …", "* = 自 @ 依據 …"),
        Shape("門檻 * = 自|從 @ 起?", "* = 自 @"),
        Shape("門檻 * =", "* ="),  # is asked for the day
        Shape("* 門檻 改|改成|改為|調為|調到|調整為 = 自|從 @ 起?", "* = 自 @"),
        Shape("自|從 @ 起? * 門檻 改|改成|改為|調為|調到|調整為 =", "* = 自 @"),
    ),
    examples=(EXAMPLE,),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def set_threshold(request: Asked, services: Services) -> Card:
    """Keep a threshold from a day on, after one more question that says what follows from it."""
    text = clean_text(request.argument)
    sure = text.endswith(SURE)
    with services.unit_of_work() as uow:
        new = read_threshold(text.removesuffix(SURE), today=taipei_date(request.now))
        old = before(new, uow.thresholds.all())
        follow = _follow(uow, request, new)
        if sure:
            uow.thresholds.save(
                new, now=request.now, officer_id=speaking_officer(request.speaker).id
            )
            _audit(uow, request, new)
            uow.commit()
    since = roc_number(new.valid_from) if new.valid_from else ""
    if sure:
        return Card.sentence(
            f"好，{since} 起「{new.name}」是 {new.count:,} 份。{_until(old, new)}",
            Button("看門檻", "門檻"),
        )
    return Card(
        alt=f"門檻 {new.name} {new.count:,} 份，請確認",
        kind="門檻",
        title=f"「{new.name}」改為 {new.count:,} 份？" if old else f"新增「{new.name}」？",
        facts=(
            Fact("份數", f"{old.count:,} → {new.count:,} 份" if old else f"{new.count:,} 份"),
            Fact("適用", f"{since} 起開始附議的"),
            Fact("依據", new.source),
        ),
        body=f"{_until(old, new)}{follow}",
        note=f"還沒有改；按「確認」才算。{OLD_STAY}",
        buttons=(
            Button("確認", f"設定門檻 {threshold_line(new)} {SURE}", primary=True),
            Button("看現在的", "門檻"),
        ),
    )


@commands.add(
    "終止門檻",
    usage="終止門檻 <名稱> <從哪一天起>",
    summary="那天起開始附議的不再提醒這個份數；確認後才算",
    aliases=("停用門檻", "取消門檻", "刪除門檻"),
    examples=("終止門檻 過半 116/1/1",),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def end_threshold(request: Asked, services: Services) -> Card:
    """Let a threshold hold no longer from a day on, after one more question; 成案 always holds."""
    text = clean_text(request.argument)
    sure = text.endswith(SURE)
    with services.unit_of_work() as uow:
        over = ended(text.removesuffix(SURE), uow.thresholds.all(), today=taipei_date(request.now))
        if over.name == PASSING:
            raise PassingStaysError
        if sure:
            officer_id = speaking_officer(request.speaker).id
            uow.thresholds.save(over, now=request.now, officer_id=officer_id)
            _audit(uow, request, over)
            uow.commit()
    last = roc_number(over.valid_to) if over.valid_to else ""
    if sure:
        said = f"好，「{over.name}」{over.count:,} 份用到 {last}。"
        return Card.sentence(said, Button("看門檻", "門檻"))
    first = roc_number(over.valid_to + DAY) if over.valid_to else ""
    return Card(
        alt=f"終止門檻 {over.name}，請確認",
        kind="門檻",
        title=f"「{over.name}」{over.count:,} 份用到 {last}？",
        note=f"還沒有終止；按「確認」才算。{OLD_STAY}",
        buttons=(Button("確認", f"終止門檻 {over.name} {first} {SURE}", primary=True),),
    )


def _until(old: Threshold | None, new: Threshold) -> str:
    if old is None or new.valid_from is None:
        return ""
    return f"原來的 {old.count:,} 份用到 {roc_number(new.valid_from - DAY)}。"


def _follow(uow: UnitOfWork, request: Asked, new: Threshold) -> str:
    """Say how many of those that run now would be measured by it."""
    running = open_petitions(uow, ends_of(uow), now=request.now)
    mine = [one for one in running if new.valid_from and day_of(one) >= new.valid_from]
    if new.name == PASSING:
        mine = [one for one in mine if not one.goal_count]
    return f"附議中的有 {len(mine)} 件跟著改。" if mine else "附議中的都不受影響。"


def _audit(uow: UnitOfWork, request: Asked, new: Threshold) -> None:
    agency = request.speaker.agency
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=agency.id if agency is not None else None,
        action="set-threshold",
        target=f"threshold:{new.name}",
        detail=threshold_line(new),
    )
