"""提點子: the petitions on Join that may be endorsed now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.message import Button, Card, Item
from bot.room import Access, Result, Shape
from handlers.petitions.cards import BY_MACHINE, address_of, title_of
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.digesting import show_digest
from handlers.petitions.commands.knowing import (
    Known,
    ends_of,
    guesses_of_all,
    know,
    leads_of,
    open_petitions,
)
from handlers.petitions.rules.hurdles import hurdle_words, hurdles_of
from handlers.petitions.rules.outlook_words import outlook_words
from handlers.services import Asked, Services
from handlers.shared.case_numbers import clean_text
from handlers.shared.petition_ends import Ends
from handlers.shared.roc_date import taipei_date
from storage.names import level_text
from storage.records.petitions import Petition
from storage.refusals import shipped_refusals
from storage.unit_of_work import UnitOfWork

SHOWN = 5
MOST_GUESSED = 500  # petitions whose agency is guessed for one list
NEW = timedelta(days=7)
HOT_WORDS = {"", "熱門", "最熱", "熱", "排行", "排行榜", "最多", "附議最多", "附議最多的"}
NEW_WORDS, ENDING_WORDS = {"新", "最新", "新的", "這週"}, {"快截止", "快到期", "快結束"}
WEEKLY = "週報"
MINE_WORDS = {"我的", "我們的", "本機關", "本部", "跟我們有關", "可能是我們的"}
THEM = "提案|提點子|提議"
THAT = "那個|那件|這個|這件"
LATELY = "最近|現在|目前|這週|本週"
US = "我們|我們部|我們機關|本部|本機關"


@commands.add(
    "提點子列表",  # 「提點子」 alone would be heard in the middle of any sentence
    usage="提點子 [熱門|最新|我們的|字詞]",
    summary="Join 上附議中的提點子：份數、估計、可能是不是貴機關的",
    aliases=("提點子清單", "附議中的提點子"),
    shapes=(
        Shape("提點子"),
        Shape("提點子 熱門|最熱|熱的", "熱門"),
        Shape("提點子 最新|新的|這週的", "最新"),
        Shape("提點子 我們的|我的|本機關|本機關的|本部的", "我們的"),
        Shape("提點子 週報|周報|摘要|動態", "週報"),
        Shape("提點子 *", "*"),
        Shape(
            f"{LATELY}? join上? 有? 什麼|哪些|哪個|哪件|哪幾件 {THEM} "
            "快|快要|要|可能|會|比較|最 過|過了|成案|成案了|過門檻|熱|紅|夯|熱門 呢|嗎?"
        ),
        Shape(f"join|join上 {LATELY}? 什麼|哪個|哪件|哪些 {THEM}? 最|比較 熱|熱門|紅|夯"),
        Shape(f"join|join上 {LATELY}? 最|比較 熱|熱門|紅|夯 的? {THEM}? 是? 什麼|哪個|哪件|哪些"),
        Shape(f"{LATELY} 最|比較 熱|熱門|紅|夯 的? {THEM} 是? 什麼|哪個|哪件|哪些?"),
        Shape(f"{LATELY}? 有|有沒有 什麼? 新|新的|最新的 {THEM} 嗎?", "最新"),
        Shape(f"有? 哪些|什麼 {THEM} 跟|和|與 {US} 有關|相關 的? 嗎?", "我們的"),
        Shape(f"有? 哪些|什麼 {THEM} 是|可能是 我們的|本部的|本機關的 嗎?", "我們的"),
        Shape(f"{THEM} 有|有沒有 我們的|本部的|本機關的 嗎?", "我們的"),
        Shape(f"{LATELY}? 有|有沒有 我們的|本部的|本機關的 {THEM} 嗎?", "我們的"),
        Shape(f"有? 哪些|什麼 {THEM} 跟|和|與 % 有關|相關 的? 嗎?", "%"),
        Shape(f"附議中|正在附議 的? {THEM} 有? 哪些|什麼"),
        Shape(f"{LATELY}? 有? 哪些|什麼 {THEM} 快到期|快截止|快結束 了?", "快截止"),
        Shape(f"有|有沒有 快到期|快截止|快結束 的? {THEM} 嗎?", "快截止"),
        Shape("提點子 快到期|快截止|快結束 的?", "快截止"),
        Shape(f"* {THAT} {THEM} 現在|目前? 有? 幾份|多少份|多少人|怎樣|怎麼樣 附議? 了?", "*"),
        Shape(f"* {THAT} {THEM} 會過|會成案|會不會過|會不會成案|過得了 嗎?", "*"),
    ),
    examples=("提點子", "提點子 最新", "提點子 我們的", "提點子 健保"),
    access=Access.BOUND,
)
def list_petitions(request: Asked, services: Services) -> Result:
    """List petitions that may be endorsed; whose they may be only one to one."""
    asked = clean_text(request.argument)
    if asked == WEEKLY:
        return show_digest(request, services)
    with services.unit_of_work() as uow:
        theirs = _named_agencies(uow, request, asked)
        if request.in_group and theirs:  # a guess is for one pair of eyes
            return _private(asked)
        ends = ends_of(uow)
        known = open_petitions(uow, ends, now=request.now)
        ours = _of(uow, theirs, known)
        found = [one for one in _chosen(known, asked, ends, now=request.now) if one not in ours]
        found = [*ours, *found]
        shown = (know(uow, one, now=request.now, ends=ends) for one in found[:SHOWN])
        items = tuple(_item(one, request.now) for one in shown)
    if not found:
        return Card.sentence(_nothing(asked, is_guess=bool(theirs), on=taipei_date(request.now)))
    heading = {"": "熱門"}.get(asked, asked)
    more = f"共 {len(found)} 件" if len(found) > SHOWN else ""
    guess = BY_MACHINE if theirs and not all(one.lead_codes for one in found[:SHOWN]) else ""
    buttons = tuple(
        Button(f"看 {place}", address_of(one)) for place, one in enumerate(found[:3], start=1)
    )
    return Card(
        alt=f"提點子 {heading} {len(found)} 件",
        kind="提點子",
        flag=heading,
        title="附議中",
        items=items,
        note="；".join(part for part in (more, guess) if part),
        buttons=buttons,
    )


def _chosen(known: Sequence[Petition], asked: str, ends: Ends, *, now: datetime) -> list[Petition]:
    if asked in HOT_WORDS:
        return list(known)
    if asked in NEW_WORDS:
        fresh = [one for one in known if one.opened_at and now - one.opened_at < NEW]
        return sorted(fresh, key=lambda one: one.opened_at or now, reverse=True)
    if asked in MINE_WORDS:
        return []
    if asked in ENDING_WORDS:
        soon = [(at, one) for one in known if (at := ends.of(one).at) is not None]
        return [one for _, one in sorted(soon, key=lambda pair: pair[0])]
    words = [level_text(word) for word in asked.split()]
    return [one for one in known if all(word in level_text(one.title) for word in words)]


def _named_agencies(uow: UnitOfWork, request: Asked, asked: str) -> frozenset[int]:
    """Return whose petitions are asked for: the speaker's own, or those of a named agency."""
    if asked in MINE_WORDS:
        return frozenset(request.speaker.office_ids or request.speaker.agency_ids)
    agency = uow.agencies.by_name(asked) if asked else None
    return frozenset([agency.id]) if agency is not None else frozenset()


def _of(uow: UnitOfWork, theirs: frozenset[int], known: Sequence[Petition]) -> list[Petition]:
    """Choose what Join gave to the agencies, and of what it gave to nobody what looks like it."""
    if not theirs:
        return []
    unled = [one for one in known if not one.lead_codes][:MOST_GUESSED]
    whose = {one.join_id: {agency.id for agency in leads_of(uow, one)} for one in known}
    for join_id, guesses in guesses_of_all(uow, unled).items():
        whose[join_id] = {guess.agency_id for guess in guesses}
    return [one for one in known if whose[one.join_id] & theirs]


def _private(asked: str) -> Card:
    return Card(
        alt="提點子：請私訊處理",
        body=f"可能是{'貴機關' if asked in MINE_WORDS else asked}的提點子，請私訊看。",
        in_private=f"提點子 {asked}",
    )


def _item(known: Known, now: datetime) -> Item:
    line = known.line(now=now)
    likely = outlook_words(known.outlook) if known.outlook is not None else ""
    return Item(title_of(known.petition), "；".join(part for part in (line, likely) if part))


def _nothing(asked: str, *, is_guess: bool, on: date) -> str:
    if is_guess:
        whose = "貴機關" if asked in MINE_WORDS else asked
        return f"附議中的，沒有看來是{whose}的（機器推測）。"
    if asked in NEW_WORDS:
        return "這七天沒有看到新的提點子。看全部附議中的：提點子"
    if asked in HOT_WORDS:
        return "目前沒有看到附議中的提點子。"
    hurdles = hurdles_of(asked, shipped_refusals(), on=on)
    why = f"\n{hurdle_words(hurdles[0])}。" if hurdles else ""
    return f"附議中的沒有這幾個字。看全部：提點子{why}"
