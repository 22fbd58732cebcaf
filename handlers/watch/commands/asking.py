"""還在吵嗎: how much is said of a topic now, in counts."""

from dataclasses import replace
from datetime import datetime

from bot.message import Card
from bot.room import Access, Shape
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.work_calendar import work_calendar
from handlers.watch.cards import state_card
from handlers.watch.commands.board import commands
from handlers.watch.commands.counting import beginning
from handlers.watch.commands.finding import hit_of
from handlers.watch.commands.naming import heard_here, read_number
from handlers.watch.commands.showing import posts_of, shown, usual_day_of
from handlers.watch.commands.subscribing import past_posts
from handlers.watch.errors import WhichTopicError
from handlers.watch.rules.folding import fold
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.phase import Course
from handlers.watch.rules.query import read_query
from handlers.watch.rules.state import read_season, read_topic
from handlers.watch.rules.volume import (
    DAY,
    Player,
    authors,
    hour_of,
    hours_of,
    replay,
    usual_day,
)
from storage.records.watching import Hearer, PostHit, Subscription
from storage.unit_of_work import UnitOfWork

EXAMPLE = "健保卡還在吵嗎"


@commands.add(
    "還在吵嗎",
    usage="<話題>還在吵嗎",
    summary="這個話題現在是升溫、高點、降溫還是平息，幾則",
    aliases=("輿情", "聲量", "討論度", "吵到什麼程度"),
    shapes=(
        Shape("* 還在吵嗎|還在吵嘛|還吵嗎|還在炎上嗎|還在燒嗎|退燒了嗎|平息了嗎", "*"),
        Shape("* 聲量如何|輿情如何|輿情怎樣|討論度如何|聲量怎樣", "*"),
    ),
    examples=(EXAMPLE,),
    access=Access.BOUND,
)
def ask(request: Asked, services: Services) -> Card:
    """Answer with counts, never with causes."""
    with services.unit_of_work() as uow:
        wish = _named(uow, request)
        if wish.id:
            hits = list(uow.watching.hits(wish.id, request.now - 2 * DAY, request.now + DAY))
            usual = usual_day_of(uow, wish, request.now - DAY, now=request.now)
            course = read_topic(wish.state)[1]
        else:
            course, hits, usual = _looked_up(uow, wish, now=request.now)
        lately = [hit for hit in hits if hit.at >= request.now - DAY]
        before = [h for h in hits if request.now - 2 * DAY <= h.at < request.now - DAY]
        counts = {"day": len(lately), "before": len(before), "authors": authors(lately)}
        posts = posts_of(uow, lately)
        return state_card(
            wish.text,
            course,
            counts,
            usual,
            shown(uow, wish.text, posts, lately),
            now=request.now,
        )


def _named(uow: UnitOfWork, request: Asked) -> Subscription:
    """Return the subscription that is asked about, or one that nobody made (id 0)."""
    here = heard_here(uow, request)
    number, _ = read_number(request.argument)
    text = request.argument.strip("？?嗎 了")
    if number is not None:
        found = next((wish for wish in here if wish.id == number), None)
        if found is None:
            raise WhichTopicError(number)
        return _as_now(found, request)
    if not text:
        if len(here) != 1:
            raise WhichTopicError
        return _as_now(here[0], request)
    same = [wish for wish in here if fold(text) in fold(wish.text)]
    if len(same) == 1:
        return _as_now(same[0], request)
    read_query(text)
    return Subscription(
        hearer=Hearer.GROUP if request.in_group else Hearer.ME,
        officer_id=speaking_officer(request.speaker).id,
        agency_id=speaking_agency(request.speaker).id,
        text=text,
        added_at=request.now,
        observed_until_at=hour_of(request.now),
    )


def _as_now(wish: Subscription, request: Asked) -> Subscription:
    """Return a subscription as its speaker may see it: who moved sees what the new place may."""
    agency = speaking_agency(request.speaker)
    if request.in_group or wish.agency_id in {agency.id, *request.speaker.agency_ids}:
        return wish
    return replace(wish, id=0, agency_id=agency.id)


def _looked_up(
    uow: UnitOfWork, wish: Subscription, *, now: datetime
) -> tuple[Course, list[PostHit], float]:
    """Play the last 30 days of a topic that nobody subscribed to; nothing is kept."""
    found = past_posts(uow, wish, Matcher({0: read_query(wish.text)}), now=now)
    hits = [hit_of(wish, post) for post in found]
    start, end = beginning(uow, now=now), hour_of(now)
    hours = hours_of(hits, start)
    player = Player(*read_topic(""))
    season = read_season(uow.watching.season())
    calendar = work_calendar(uow.calendar.entries())
    replay(player, hours, (start, end), season, calendar)
    open_hour = hours.get(end)
    if open_hour is not None:
        player.glance(end, open_hour.voice_count, season, calendar)
    return player.course, hits, usual_day(hours.values(), start, now - DAY)
