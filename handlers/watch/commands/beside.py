"""What 還在吵嗎 says beside the posts: the own agency's counts, and a chart of both. No command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.message import Card, Picture
from bot.pictures import PictureKey
from handlers.services import Asked
from handlers.shared.audience import list_agency_ids
from handlers.shared.roc_date import TAIPEI, show_date, taipei_date
from handlers.sight import viewer_of
from handlers.watch.commands.tally_cards import fact_of
from handlers.watch.commands.tallying import Standing, standings
from handlers.watch.rules.days_chart import Strip, draw_days
from handlers.watch.rules.tallies import by_day
from storage.records.watching import Subscription
from storage.unit_of_work import UnitOfWork

PICTURE = "counts"
DAYS = 14
DAY = timedelta(days=1)
MOST_FACTS = 5  # of a card
MOST_STRIPS = 3


def with_counts(uow: UnitOfWork, request: Asked, wish: Subscription, card: Card) -> Card:
    """Put the counts about a topic on its card, where all who read it may see them."""
    agency_ids = list_agency_ids(viewer_of(request))
    rows = standings(uow, agency_ids, [wish.text], now=request.now) if agency_ids else []
    rows.sort(key=lambda one: one.last.last_on, reverse=True)
    shown = rows[: MOST_FACTS - len(card.facts)]
    if not shown:
        return card
    today = taipei_date(request.now)
    channels = [one.series.channel for one in shown]
    facts = [
        fact_of(one, today=today, alone=channels.count(one.series.channel) == 1) for one in shown
    ]
    with_facts = replace(card, facts=(*card.facts, *facts))
    if request.in_group:
        return with_facts
    order = "、".join((*(("貼文",) if wish.id else ()), *channels))
    return replace(
        with_facts,
        picture=_picture(wish, shown, now=request.now),
        body="\n".join(filter(None, (card.body, f"圖由上到下，14 天每天：{order}。"))),
    )


def draw_counts(uow: UnitOfWork, key: PictureKey) -> str | None:
    """Draw the days of a topic's posts, if somebody subscribes to it, and of some series."""
    wish_id, *ids = key.subject.split("-")
    if not ids or not all(part.isdecimal() for part in (wish_id, *ids)):
        return None
    last = taipei_date(key.at)
    days = [last - n * DAY for n in reversed(range(DAYS))]
    series_ids = [int(part) for part in ids]
    tallies = uow.tallies.counts(series_ids, days[0])
    strips = [
        Strip(tuple(by_day([t for t in tallies if t.series_id == number], days)))
        for number in series_ids
    ]
    if int(wish_id):
        strips.insert(0, Strip(_posts(uow, int(wish_id), days, key.at)))
    return draw_days(days, strips[:MOST_STRIPS])


def _posts(
    uow: UnitOfWork, wish_id: int, days: Sequence[date], until: datetime
) -> tuple[float, ...]:
    since = datetime.combine(days[0], time(), TAIPEI)
    counts = dict.fromkeys(days, 0)
    for hit in uow.watching.hits(wish_id, since, until):
        counts[taipei_date(hit.at)] += 1
    return tuple(float(counts[day]) for day in days)


def _picture(wish: Subscription, rows: Sequence[Standing], *, now: datetime) -> Picture:
    subject = "-".join(map(str, (wish.id, *(one.series.id for one in rows))))
    today = taipei_date(now)
    told = "；".join(
        f"{one.series.channel} {show_date(one.last.last_on, today=today)}{one.last.count:,}"
        for one in rows
    )
    return Picture(PictureKey(PICTURE, subject, now).text, f"14 天每天的數量，最近：{told}")
