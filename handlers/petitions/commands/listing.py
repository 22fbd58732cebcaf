"""提點子, 預警成績: the petitions on Join, and how good the warnings were."""

from datetime import datetime, timedelta

from bot.message import Button, Card, Item
from bot.room import Access, Place, Shape
from handlers.petitions.cards import address_of, title_of
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.knowing import Known, guesses_of_all, know
from handlers.petitions.rules.outlook_words import outlook_words
from handlers.petitions.rules.scores import ACT, PASSED, WATCH, Fate, Score, score
from handlers.services import Asked, Services
from handlers.shared.case_numbers import clean_text
from handlers.shared.petition_words import petition_line
from storage.names import level_text
from storage.records.petitions import Petition
from storage.records.watches import Mark
from storage.unit_of_work import UnitOfWork

SHOWN = 5
MOST_GUESSED = 500  # petitions whose agency is guessed for one list
NEW = timedelta(days=7)
HOT_WORDS, NEW_WORDS = {"", "熱門", "最熱", "熱"}, {"新", "最新", "新的", "這週"}
MINE_WORDS = {"我的", "我們的", "本機關", "本部", "跟我們有關", "可能是我們的"}


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
        Shape("提點子 *", "*"),
    ),
    examples=("提點子", "提點子 最新", "提點子 我們的", "提點子 健保"),
    access=Access.BOUND,
)
def list_petitions(request: Asked, services: Services) -> Card:
    """List petitions that may be endorsed; whose they may be only one to one."""
    asked = clean_text(request.argument)
    with services.unit_of_work() as uow:
        found = _chosen(uow, request, asked)
        items = tuple(_item(know(uow, one, now=request.now), request.now) for one in found[:SHOWN])
    if not found:
        return Card.sentence(_nothing(asked))
    heading = {"": "熱門"}.get(asked, asked)
    more = f"共 {len(found)} 件" if len(found) > SHOWN else ""
    buttons = tuple(
        Button(f"看 {place}", address_of(one)) for place, one in enumerate(found[:3], start=1)
    )
    return Card(
        alt=f"提點子 {heading} {len(found)} 件",
        kind="提點子",
        flag=heading,
        title="附議中",
        items=items,
        note=more,
        buttons=buttons,
    )


@commands.add(
    "預警成績",
    usage="預警成績",
    summary="預警過的後來有沒有成案、早了幾天",
    aliases=("預警準不準", "預警紀錄"),
    access=Access.BOUND,
    place=Place.ANYWHERE,
)
def show_score(request: Asked, services: Services) -> Card:
    """Count hits and misses of the warnings that were told here."""
    with services.unit_of_work() as uow:
        passed = {mark.join_id: mark for mark in uow.watches.marks_named([PASSED])}
        watched, acted = (uow.watches.marks_named([name]) for name in (WATCH, ACT))
        ids = {mark.join_id for mark in (*watched, *acted)} | passed.keys()
        petitions = uow.petitions.by_ids(ids)
    if not ids:
        return Card.sentence("還沒有預警過，也還沒有看到成案的。")
    lines = [
        Item(name, _score_words(score(_fates(marks, passed, petitions, request.now))))
        for name, marks in (("留意", watched), ("準備", acted))
    ]
    return Card(
        alt="預警成績",
        title="預警成績",
        items=tuple(lines),
        note="成案時刻以小幫手看到的為準；件數少，僅供參考。",
    )


def _chosen(uow: UnitOfWork, request: Asked, asked: str) -> list[Petition]:
    known = list(uow.petitions.endorsing(now=request.now))
    if asked in HOT_WORDS:
        return known
    if asked in NEW_WORDS:
        fresh = [one for one in known if one.opened_at and request.now - one.opened_at < NEW]
        return sorted(fresh, key=lambda one: one.opened_at or request.now, reverse=True)
    if asked in MINE_WORDS:
        mine = request.speaker.office_ids or request.speaker.agency_ids
        if request.in_group:
            return []
        guessed = guesses_of_all(uow, known[:MOST_GUESSED])
        return [
            one for one in known if any(g.agency_id in mine for g in guessed.get(one.join_id, ()))
        ]
    words = [level_text(word) for word in asked.split()]
    return [one for one in known if all(word in level_text(one.title) for word in words)]


def _item(known: Known, now: datetime) -> Item:
    line = petition_line(known.petition, known.spans, now=now)
    likely = outlook_words(known.outlook) if known.outlook is not None else ""
    return Item(title_of(known.petition), "；".join(part for part in (line, likely) if part))


def _nothing(asked: str) -> str:
    if asked in MINE_WORDS:
        return "附議中的，沒有看來是貴機關的（機器推測；一對一才列）。"
    return (
        "目前沒有看到附議中的提點子。"
        if asked in HOT_WORDS | NEW_WORDS
        else "附議中的沒有這幾個字。"
    )


def _fates(
    warned: tuple[Mark, ...],
    passed: dict[str, Mark],
    petitions: dict[str, Petition],
    now: datetime,
) -> list[Fate]:
    told = {mark.join_id: mark.reached_at for mark in warned}
    fates: list[Fate] = []
    for join_id in told.keys() | passed.keys():
        mark = passed.get(join_id)
        closes_at = petitions[join_id].closes_at
        is_over = closes_at is not None and closes_at <= now
        fates.append(Fate(told.get(join_id), mark.reached_at if mark else None, is_over))
    return fates


def _score_words(found: Score) -> str:
    lead = "" if found.lead_days is None else f"，中位數早 {found.lead_days:.1f} 天"
    parts = (
        f"說中 {found.hit_count} 件{lead}",
        f"沒成案 {found.false_count} 件",
        f"還在附議 {found.open_count} 件",
        f"漏掉 {found.missed_count} 件",
    )
    return "；".join(parts)
