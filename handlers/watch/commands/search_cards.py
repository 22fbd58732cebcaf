"""What a search shows: how much was said lately, and five of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Button, Card, Fact, Item
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.watch.cards import NOT_OURS, Shown, subject
from handlers.watch.rules.searching import Search, write_search


def found_card(
    wanted: Search,
    counts: tuple[int, int, bool],
    page: Sequence[Shown],
    *,
    more: str,
    now: datetime,
) -> Card:
    """Show a page; `counts` are of all days, of the last, and whether they are rough."""
    post_count, lately, is_rough = counts
    name = subject(wanted.text)
    if not post_count:
        return Card.sentence(f"近 {wanted.days} 天沒有「{name}」的貼文。{NOT_OURS}")
    about = "約 " if is_rough else ""
    order = "最多人討論的" if wanted.by_heat else "最新的"
    other = replace(wanted, by_heat=not wanted.by_heat, page=1)
    return Card(
        alt=f"「{name}」近 {wanted.days} 天{about or ' '}{post_count:,} 則",
        kind="輿情",
        title=f"「{name}」近 {wanted.days} 天{about or ' '}{post_count:,} 則",
        facts=(
            Fact("24 小時", f"{lately:,} 則", strong=True),
            Fact("下面是", f"{order}{f'，第 {wanted.page} 頁' if wanted.page > 1 else ''}"),
        ),
        items=tuple(_item(one, now=now) for one in page),
        body="" if page else "沒有更多了。",
        note=NOT_OURS,
        buttons=(
            *((Button("更多", more),) if more else ()),
            Button(
                "看最新的" if wanted.by_heat else "看最多人討論的",
                f"搜尋輿情 {write_search(other)}",
            ),
            Button("訂閱", f"訂閱 {wanted.text}"),
        ),
    )


def _item(shown: Shown, *, now: datetime) -> Item:
    copies = f"・{shown.copies} 家轉載" if shown.copies > 1 else ""
    when = show_moment(shown.at, today=taipei_date(now))
    return Item(shown.text, f"{shown.source}・{when}{copies}")
