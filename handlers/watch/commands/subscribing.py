"""訂閱, 我的訂閱, 取消訂閱: which topics somebody wants to hear of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Card, Item
from bot.room import Access
from handlers.services import Asked, Services
from handlers.shared.access import may
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.outbox import KEY_LASTS
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.shared.topics import Topic, topic
from handlers.watch.cards import list_card, subject, subscribed_card
from handlers.watch.commands.board import commands
from handlers.watch.commands.counting import begin, beginning
from handlers.watch.commands.finding import hit_of, may_see
from handlers.watch.commands.naming import heard_here, named_here, owned_by
from handlers.watch.errors import (
    NotForOthersError,
    NotInThisGroupError,
    TooManyTopicsError,
    UnreadableTopicError,
)
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.picking import around, often_beside
from handlers.watch.rules.query import Query, read_query, terms_of
from handlers.watch.rules.state import read_topic
from handlers.watch.rules.volume import BACK, DAY, events_of, hour_of
from handlers.watch.rules.wish import Wish, read_wish
from storage.records.posts import Post
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork

EXAMPLE = "訂閱 健保卡 (換發 或 eID) -廣告"
MOST = 50  # of one person
REPLAYED = 200_000  # posts, the latest; a night's import must not stop the answer
LINES = 5


@commands.add(
    "訂閱",
    usage="訂閱 <話題> [本機關｜這個群組] [早上一次就好] [急件]",
    summary="話題升溫時告訴您；「或」「不要」「(…)」都可以用，先試算近 30 天會響幾次",
    aliases=("訂", "訂閱話題", "訂閱輿情", "關注話題", "盯著"),
    examples=(EXAMPLE, "訂 健保卡換發 或 eID 不要廣告 早上一次就好"),
    access=Access.BOUND,
    changes=True,
)
def subscribe(request: Asked, services: Services) -> Card:
    """Keep a subscription, and show what it would have brought."""
    wish = _wish(request)
    query = read_query(wish.text)
    officer, agency = speaking_officer(request.speaker), speaking_agency(request.speaker)
    with services.unit_of_work() as uow:
        if len(uow.watching.of_officer(officer.id)) >= MOST:
            raise TooManyTopicsError(MOST)
        chat = request.speaker.chat if wish.hearer is Hearer.GROUP else None
        made = Subscription(
            hearer=wish.hearer,
            officer_id=officer.id,
            agency_id=agency.id,
            chat_id=chat.id if chat is not None else None,
            text=wish.text,
            added_at=request.now,
            urgent=wish.urgent,
            morning_only=wish.morning_only,
            observed_until_at=hour_of(request.now),
        )
        made = replace(made, id=uow.watching.subscribe(made))
        card = _begin(uow, made, query, now=request.now)
        uow.commit()
    return card


def _told(request: Asked) -> str:
    """Return what was told, with the sign of leaving out that courtesies are cut off with."""
    said, rest = request.message.text, request.argument
    before = said[: said.rfind(rest)].rstrip() if rest and rest in said else ""
    return f"-{rest}" if before.endswith(("-", "－", "−")) else rest


def _wish(request: Asked) -> Wish:
    wish = read_wish(_told(request))
    if not wish.text:
        raise UnreadableTopicError(request.argument)
    if request.in_group and wish.hearer is Hearer.ME:
        wish = replace(wish, hearer=Hearer.GROUP)
    if wish.hearer is not Hearer.ME and not may(request.speaker, Access.OFFICER):
        raise NotForOthersError
    if wish.hearer is Hearer.GROUP:
        chat = request.speaker.chat
        if not request.in_group or chat is None or not chat.enabled:
            raise NotInThisGroupError
    return wish


def _begin(uow: UnitOfWork, wish: Subscription, query: Query, *, now: datetime) -> Card:
    """Look through the last 30 days, keep what was found, and play it."""
    matcher = Matcher({0: query})
    found = past_posts(uow, wish, matcher, now=now)
    hits = uow.watching.add_hits(hit_of(wish, post) for post in found)
    player = begin(uow, wish, hits, now=now)
    days = round((now - beginning(uow, now=now)) / DAY) if found else 0
    seen = (len(events_of(player.rang)), len(found), max(days, 1) if found else 0)
    words = list(terms_of(query))
    suggested = often_beside([post.words for post in found[-2000:]], words)
    return subscribed_card(wish, seen, _lines(found, matcher, now), suggested)


def past_posts(
    uow: UnitOfWork, wish: Subscription, matcher: Matcher[int], *, now: datetime
) -> list[Post]:
    """Return what would have been found in the last 30 days, the earliest first."""
    posts = uow.posts.since(now - BACK, {wish.agency_id}, REPLAYED)
    found = [post for post in posts if may_see(wish, post) and matcher.matches(post.words)]
    return found[::-1]


def _lines(found: Sequence[Post], matcher: Matcher[int], now: datetime) -> list[Item]:
    latest: dict[int, Post] = {}
    for post in reversed(found):
        latest.setdefault(post.story_id or post.id or 0, post)
        if len(latest) == LINES:
            break
    today = taipei_date(now)
    return [
        Item(around(post.words, matcher.hits(post.words)), show_moment(post.posted_at, today=today))
        for post in latest.values()
    ]


@commands.add(
    "我的訂閱",
    usage="我的訂閱",
    summary="您（或這個群組）訂了哪些話題，現在怎樣",
    aliases=("訂閱清單", "訂了什麼", "我訂了什麼", "訂閱列表", "這裡訂了什麼"),
    access=Access.BOUND,
)
def subscriptions(request: Asked, services: Services) -> Card:
    """List them."""
    with services.unit_of_work() as uow:
        mine = heard_here(uow, request)
    if not mine:
        return Card.sentence(f"還沒有訂閱。例如：{EXAMPLE}")
    return list_card([(wish, read_topic(wish.state)[1].phase) for wish in mine], now=request.now)


@commands.add(
    "取消訂閱",
    usage="取消訂閱 <編號>",
    summary="不再聽這個話題",
    aliases=("退訂", "不訂了", "停止訂閱"),
    examples=("取消訂閱 3",),
    access=Access.BOUND,
    changes=True,
)
def unsubscribe(request: Asked, services: Services) -> Card:
    """Forget a subscription, its counts too."""
    with services.unit_of_work() as uow:
        wish, _ = named_here(uow, request)
        owned_by(request, wish)
        about = topic(Topic.WATCHED, wish.id)
        uow.outbox.recall([about], keys_from=request.now - KEY_LASTS)
        uow.watching.unsubscribe([wish.id])
        uow.commit()
    return Card.sentence(f"好，不再說「{subject(wish.text)}」。")
