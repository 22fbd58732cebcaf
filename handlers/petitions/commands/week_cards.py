"""The cards of 提點子週報."""

from collections.abc import Sequence

from bot.message import Button, Card, Item
from handlers.petitions.cards import BY_MACHINE, address_of, title_of
from handlers.petitions.commands.week import Week
from handlers.petitions.rules.digest import Entry, week_words
from handlers.petitions.rules.outlook_words import outlook_words
from handlers.shared.join_state import stands_words
from handlers.shared.roc_date import taipei_date

SHOWN = 5
LOOKS = 3  # buttons beside 〔更多〕


def digest_card(week: Week, entries: Sequence[Entry], *, page: int = 1) -> Card | None:
    """Make one person's card; None when there is nothing to say."""
    start = (max(page, 1) - 1) * SHOWN
    shown = entries[start : start + SHOWN]
    if not shown:
        return None
    rest = len(entries) - start - len(shown)
    more = (Button("更多", f"提點子週報 第{page + 1}頁", primary=True),) if rest else ()
    guess = "" if all(one.is_assigned for one in shown) else f"標「推測」的是{BY_MACHINE}。"
    looks = tuple(
        Button(f"看 {place}", address_of(week.known(one.join_id).petition))
        for place, one in enumerate(shown[:LOOKS], start=1)
    )
    return Card(
        alt=f"提點子週報 {len(entries)} 件",
        kind="提點子",
        flag="週報",
        title=f"這週跟貴機關有關的 {len(entries)} 件",
        items=tuple(_item(week, one) for one in shown),
        note=f"{guess}不想收：關閉提點子週報",
        buttons=(*looks, *more),
    )


def group_digest_card(week: Week, entries: Sequence[Entry]) -> Card | None:
    """Make a group's card: what Join shows to everybody, and no guess whose it is."""
    if not entries:
        return None
    all_of_them = [week.entry(one.join_id, is_assigned=False) for one in week.petitions]
    counts = (
        f"附議中 {len(all_of_them)} 件",
        f"這週新 {sum(one.is_new for one in all_of_them)} 件",
        f"七天內截止 {sum(one.ends_soon for one in all_of_them)} 件",
    )
    return Card(
        alt="提點子週報",
        kind="提點子",
        flag="週報",
        title="這週動得多的提點子",
        body=f"{'，'.join(counts)}。",
        items=tuple(_item(week, one, in_group=True) for one in entries[:SHOWN]),
        note="不要了：#關閉提點子週報",
        in_private="提點子",
    )


def _item(week: Week, entry: Entry, *, in_group: bool = False) -> Item:
    known = week.known(entry.join_id)
    ending = week.ends.of(known.petition)
    left = "" if ending.at is None else ending.words(taipei_date(week.now))
    likely = outlook_words(known.outlook) if known.outlook is not None else ""
    guessed = "推測" if not entry.is_assigned and not in_group else ""
    stale = stands_words(known.petition.counted_at, now=week.now)
    line = "，".join(part for part in (week_words(entry), left, stale) if part)
    return Item(
        title_of(known.petition), "；".join(part for part in (guessed, line, likely) if part)
    )
