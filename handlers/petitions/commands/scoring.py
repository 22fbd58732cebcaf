"""預警成績: how good the warnings were that were told here, and which nobody heard."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.message import Button, Card, Item
from bot.room import Access, Place, Shape
from handlers.petitions.cards import address_of, title_of
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.knowing import ends_of
from handlers.petitions.rules.scores import ACT, PASSED, UNTOLD, WATCH, Fate, Score, score
from handlers.services import Asked, Services
from handlers.shared.access import may
from handlers.shared.petition_ends import Ends
from storage.records.petitions import Petition
from storage.records.watches import Mark

SHOWN = 3  # that nobody heard of
NOTE = "成案時刻以小幫手看到的為準；件數少，僅供參考。"
UNHEARD = "未送＝當時沒有人收（關閉預警、還沒綁定）。"
Marks = Mapping[str, Mark]  # by Join's id


@commands.add(
    "預警成績",
    usage="預警成績",
    summary="預警過的後來有沒有成案、早了幾天",
    aliases=("預警準不準", "預警紀錄"),
    shapes=(Shape("預警 準|準確|有多準|準確率 嗎|是? 多少?"),),
    access=Access.BOUND,
    place=Place.ANYWHERE,
)
def show_score(request: Asked, services: Services) -> Card:
    """Count hits and misses of the warnings; 國發會 also sees one to one what nobody heard."""
    with services.unit_of_work() as uow:
        names = (PASSED, WATCH, ACT, f"{UNTOLD}{WATCH}", f"{UNTOLD}{ACT}")
        passed, watched, acted, unwatched, unacted = (
            {mark.join_id: mark for mark in uow.watches.marks_named([name])} for name in names
        )
        ids = passed.keys() | watched.keys() | acted.keys()
        petitions = uow.petitions.by_ids(ids)
        ends = ends_of(uow)
    if not ids:
        return Card.sentence("還沒有預警過，也還沒有看到成案的。")
    over = {i for i, one in petitions.items() if _is_over(one, ends, request.now)}
    scores = {
        "留意": score(_fates(watched, passed, unwatched, over)),
        "準備": score(_fates(acted, passed, unacted, over)),
    }
    unheard = [i for i in (unwatched | unacted) if i not in over and i not in passed]
    shown = [petitions[i] for i in unheard[:SHOWN]] if _may_read(request) else []
    is_any = any(one.untold_count for one in scores.values())
    return Card(
        alt="預警成績",
        title="預警成績",
        items=(
            *(Item(name, _score_words(one)) for name, one in scores.items()),
            *(Item("沒有人收到", title_of(one)) for one in shown),
        ),
        note=f"{UNHEARD}{NOTE}" if is_any else NOTE,
        buttons=tuple(Button(f"看 {n}", address_of(one)) for n, one in enumerate(shown, start=1)),
    )


def _may_read(request: Asked) -> bool:
    return may(request.speaker, Access.HUB) and not request.in_group


def _is_over(petition: Petition, ends: Ends, now: datetime) -> bool:
    end_at = ends.of(petition).at
    return end_at is not None and end_at <= now


def _fates(warned: Marks, passed: Marks, untold: Marks, over: Collection[str]) -> list[Fate]:
    fates: list[Fate] = []
    for join_id in warned.keys() | passed.keys():
        warning, passing = warned.get(join_id), passed.get(join_id)
        fates.append(
            Fate(
                warning.reached_at if warning else None,
                passing.reached_at if passing else None,
                join_id in over,
                is_untold=join_id in untold,
            )
        )
    return fates


def _score_words(found: Score) -> str:
    lead = "" if found.lead_days is None else f"，中位數早 {found.lead_days:.1f} 天"
    parts = (
        f"說中 {found.hit_count} 件{lead}",
        f"沒成案 {found.false_count} 件",
        f"還在附議 {found.open_count} 件",
        f"漏掉 {found.missed_count} 件",
        f"未送 {found.untold_count} 件" if found.untold_count else "",
    )
    return "；".join(part for part in parts if part)
