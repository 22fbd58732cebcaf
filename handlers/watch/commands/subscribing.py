"""訂閱, 我的訂閱, 取消訂閱: which topics somebody wants to hear of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Card
from bot.room import Access
from handlers.services import Asked, Services
from handlers.shared.access import may
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.outbox import KEY_LASTS
from handlers.shared.topics import Topic, topic
from handlers.watch.cards import list_card, subscribed_card, there_card, title_of
from handlers.watch.commands.board import commands
from handlers.watch.commands.counting import begin, beginning
from handlers.watch.commands.naming import heard_here, named_here, owned_by, told
from handlers.watch.commands.proposing import aim_of
from handlers.watch.commands.trying import latest_lines, latest_posts, seen, sift
from handlers.watch.errors import (
    AlreadyATopicError,
    NotForOthersError,
    NotInThisGroupError,
    TooManyTopicsError,
    UnreadableTopicError,
)
from handlers.watch.rules.phrasing import LIST_SHAPES, SUBSCRIBE_SHAPES, UNSUBSCRIBE_SHAPES
from handlers.watch.rules.picking import often_beside
from handlers.watch.rules.query import Query, read_query, terms_of
from handlers.watch.rules.state import read_topic
from handlers.watch.rules.volume import hour_of
from handlers.watch.rules.wish import Wish, numbered, read_wish
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork

EXAMPLE = "訂閱 健保卡 (換發 或 eID) -廣告"
MOST = 50  # of one person


@commands.add(
    "訂閱",
    usage="訂閱 <話題> [本機關｜這個群組] [早上一次就好] [急件]",
    summary="話題升溫時告訴您；「或」「不要」「(…)」都可以用，先試算近 30 天會響幾次",
    aliases=("訂", "訂閱話題", "訂閱輿情", "關注話題", "盯著"),
    shapes=SUBSCRIBE_SHAPES,
    examples=(EXAMPLE, "訂 健保卡換發 或 eID 不要廣告 早上一次就好"),
    access=Access.BOUND,
    changes=True,
)
def subscribe(request: Asked, services: Services) -> Card:
    """Keep a subscription, and show what it would have brought; or propose one."""
    wish = _wish(request)
    officer, agency = speaking_officer(request.speaker), speaking_agency(request.speaker)
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
    with services.unit_of_work() as uow:
        own = uow.watching.of_officer(officer.id)
        if len(own) >= MOST:
            raise TooManyTopicsError(MOST)
        aim = aim_of(uow, request, wish, made)
        if isinstance(aim, Card):
            return aim
        query = read_query(aim.text)
        made = replace(made, text=aim.text, name=aim.name, case_id=aim.case_id)
        if (same := _there(made, own)) is not None:
            return there_card(same)
        uow.watching.await_turn()  # a post looked at while we read would be told to nobody
        made = replace(made, id=uow.watching.subscribe(made))
        card = _begin(uow, made, query, now=request.now)
        uow.commit()
    return card


def _there(made: Subscription, own: Sequence[Subscription]) -> Subscription | None:
    """Return the subscription that says the same, if there is one: a button was tapped twice."""
    parts = (made.text, made.hearer, made.chat_id, made.agency_id, made.case_id)
    return next(
        (w for w in own if (w.text, w.hearer, w.chat_id, w.agency_id, w.case_id) == parts), None
    )


def _wish(request: Asked) -> Wish:
    wish = read_wish(told(request))
    if not wish.text:
        raise UnreadableTopicError(request.argument)
    if (number := numbered(wish.text)) is not None:
        raise AlreadyATopicError(number)
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
    heard = sift(uow, wish, {0: query}, now=now).of([0])
    uow.watching.add_first_hits(wish.id, heard.hits)
    start = beginning(uow, now=now)
    posts = latest_posts(uow, heard.hits)
    player = begin(uow, wish, heard.hours(start), start, now=now)
    suggested = often_beside([post.words for post in posts], list(terms_of(query)))
    lines = latest_lines(posts, query, now=now)
    history = seen(player, heard, start, now=now).words
    return subscribed_card(wish, history, lines, suggested)


@commands.add(
    "我的訂閱",
    usage="我的訂閱",
    summary="您（或這個群組）訂了哪些話題，現在怎樣",
    aliases=("訂閱清單", "訂了什麼", "我訂了什麼", "訂閱列表", "這裡訂了什麼"),
    phrases=("訂了哪些", "訂了什麼話題", "追什麼話題", "追哪些話題"),
    shapes=LIST_SHAPES,
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
    shapes=UNSUBSCRIBE_SHAPES,
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
    return Card.sentence(f"好，不再說「{title_of(wish)}」。")
