"""還在吵嗎: how much is said of a topic now, in counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Card
from bot.room import Access
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.watch.cards import state_card, title_of
from handlers.watch.commands.beside import with_counts
from handlers.watch.commands.board import commands
from handlers.watch.commands.counting import beginning
from handlers.watch.commands.naming import heard_here, named_to_do, read_number
from handlers.watch.commands.showing import posts_of, shown, usual_day_of
from handlers.watch.commands.trying import Heard, played, sift
from handlers.watch.errors import WhichTopicError
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.folding import fold
from handlers.watch.rules.phase import Course
from handlers.watch.rules.phrasing import ASK_SHAPES, asked_topic
from handlers.watch.rules.query import read_query
from handlers.watch.rules.state import read_topic
from handlers.watch.rules.volume import (
    DAY,
    authors,
    hour_of,
    usual_day,
)
from storage.records.watching import Hearer, PostHit, Subscription
from storage.unit_of_work import UnitOfWork

EXAMPLE = "健保卡還在吵嗎"


@commands.add(
    "還在吵嗎",
    usage="<話題>還在吵嗎",
    summary="這個話題現在是升溫、高點、降溫還是平息，幾則",
    aliases=("吵到什麼程度",),
    shapes=ASK_SHAPES,
    examples=(EXAMPLE,),
    access=Access.BOUND,
)
def ask(request: Asked, services: Services) -> Card:
    """Answer with counts, never with causes."""
    with services.unit_of_work() as uow:
        wish = _named(uow, request)
        if wish.id:
            since, until = request.now - 2 * DAY, request.now + DAY
            hits: Sequence[PostHit] = uow.watching.hits(wish.id, since, until)
            earlier: Mapping[datetime, int] = {}
            usual = usual_day_of(uow, wish, request.now - DAY, now=request.now)
            course = read_topic(wish.state)[1]
        else:
            course, heard, usual = _looked_up(uow, wish, now=request.now)
            hits, earlier = heard.hits, heard.earlier
        lately = [hit for hit in hits if hit.at >= request.now - DAY]
        said = Counter(earlier) + Counter(hit.at for hit in hits)
        day, both = (
            sum(n for at, n in said.items() if at >= request.now - days * DAY) for days in (1, 2)
        )
        counts = {"day": day, "before": both - day, "authors": authors(lately)}
        posts = posts_of(uow, lately)
        heard_by_asking(uow, wish, now=request.now)
        uow.commit()
        card = state_card(
            title_of(wish),
            course,
            counts,
            usual,
            shown(uow, wish.text, posts, lately),
            now=request.now,
        )
        return with_counts(uow, request, wish, card)


def _named(uow: UnitOfWork, request: Asked) -> Subscription:
    """Return the subscription that is asked about, or one that nobody made (id 0)."""
    here = heard_here(uow, request)
    number, _ = read_number(request.argument)
    text = asked_topic(request.argument)
    if number is not None:
        return _as_now(named_to_do(uow, request)[0], request)
    if not text:
        if len(here) != 1:
            raise WhichTopicError
        return _as_now(here[0], request)
    same = [wish for wish in here if fold(text) in fold(f"{wish.name} {wish.text}")]
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


def heard_by_asking(uow: UnitOfWork, wish: Subscription, *, now: datetime) -> None:
    """What would be told next morning about calming down was just told, free of charge."""
    for alarm in uow.watching.alarms_of(wish.id, now - 4 * DAY) if wish.id else ():
        if alarm.kind == AlarmKind.DECLINE.value and alarm.told_at is None:
            uow.watching.save_alarm(replace(alarm, told_at=now))


def _as_now(wish: Subscription, request: Asked) -> Subscription:
    """Return a subscription as its speaker may see it: who moved sees what the new place may."""
    agency = speaking_agency(request.speaker)
    if request.in_group or wish.agency_id in {agency.id, *request.speaker.agency_ids}:
        return wish
    return replace(wish, id=0, agency_id=agency.id)


def _looked_up(
    uow: UnitOfWork, wish: Subscription, *, now: datetime
) -> tuple[Course, Heard, float]:
    """Play the last 30 days of a topic that nobody subscribed to; nothing is kept."""
    heard = sift(uow, wish, {0: read_query(wish.text)}, now=now).of([0])
    start = beginning(uow, now=now)
    hours = heard.hours(start)
    player = played(uow, hours, start, now=now)
    return player.course, heard, usual_day(hours.values(), start, now - DAY)
