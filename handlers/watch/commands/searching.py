"""搜尋輿情: what was said of something lately, in the language that topics are written in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.message import Card
from bot.room import Access
from handlers.services import Asked, Services
from handlers.shared.access import may
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.watch.cards import Shown
from handlers.watch.commands.board import commands
from handlers.watch.commands.naming import told
from handlers.watch.commands.search_cards import found_card
from handlers.watch.commands.seeking import Sought, seek
from handlers.watch.errors import SearchWhatError
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.phrasing import SEARCH_SHAPES
from handlers.watch.rules.picking import around
from handlers.watch.rules.query import Query, read_query
from handlers.watch.rules.searching import Search, read_search, write_search
from handlers.watch.rules.volume import DAY, hour_of
from storage.records.posts import Post
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork

EXAMPLE = "搜尋輿情 健保卡 (換發 OR eID) -廣告"
SHOWN = 5
LOOKED_AT = 40  # posts for a page of five stories, so many more of the same are passed over
MOST_WEIGHED = 2_500  # posts, the latest, among which the most discussed are looked for


@commands.add(
    "搜尋輿情",
    usage="搜尋輿情 <話題> [近 7 天] [最熱] [第2頁]",
    summary="最近有哪些貼文提到；寫法和訂閱一樣",
    aliases=("找貼文", "搜尋貼文", "查貼文", "查輿情", "找輿情", "輿情搜尋", "搜輿情"),
    shapes=SEARCH_SHAPES,
    examples=(EXAMPLE, "找貼文 健保卡", "搜尋輿情 健保卡 近 7 天 最熱"),
    access=Access.BOUND,
)
def search(request: Asked, services: Services) -> Card:
    """Show five stories a page, the latest or the most discussed first."""
    wanted = read_search(told(request))
    if not wanted.text:
        raise SearchWhatError
    query = read_query(wanted.text)
    with services.unit_of_work() as uow:
        return searched(uow, _listener(request), wanted, query, now=request.now)


def _listener(request: Asked) -> Subscription:
    """Return who would hear of it: whoever works for the agency's PO sees its own posts too."""
    hearer = Hearer.GROUP if request.in_group else Hearer.ME
    if hearer is Hearer.ME and may(request.speaker, Access.OFFICER):
        hearer = Hearer.AGENCY
    return Subscription(
        hearer=hearer,
        officer_id=speaking_officer(request.speaker).id,
        agency_id=speaking_agency(request.speaker).id,
        text="",
        added_at=request.now,
        observed_until_at=hour_of(request.now),
    )


def searched(
    uow: UnitOfWork, listener: Subscription, wanted: Search, query: Query, *, now: datetime
) -> Card:
    """Return what is found, a page of it."""
    sought = seek(uow, listener, {0: query}, now - timedelta(days=wanted.days))
    stories = _hottest(uow, sought) if wanted.by_heat else _latest(uow, sought, wanted.page)
    first = (wanted.page - 1) * SHOWN
    page = stories[first : first + SHOWN]
    counts = (sought.count(0), sought.count(0, now - DAY), sought.is_rough)
    more = replace(wanted, page=wanted.page + 1) if len(stories) > first + SHOWN else None
    return found_card(
        wanted,
        counts,
        _shown(uow, page, query),
        more=f"搜尋輿情 {write_search(more)}" if more is not None else "",
        now=now,
    )


Story = tuple[Post, int]  # a post, and how many sources told the same


def _latest(uow: UnitOfWork, sought: Sought[int], page: int) -> list[Story]:
    posts = uow.posts.named(sought.ids(0)[: (page + 1) * LOOKED_AT])
    return _by_story(sorted(posts, key=lambda post: (_at(post), post.id or 0), reverse=True))


def _hottest(uow: UnitOfWork, sought: Sought[int]) -> list[Story]:
    """Return stories in the order of how many posts, answers and likes they have."""
    heat: Counter[int] = Counter()
    best: dict[int, tuple[int, int]] = {}
    for trace in uow.post_index.traces(sought.ids(0)[:MOST_WEIGHED]):
        story = trace.story_id or trace.id
        heat[story] += 1 + trace.heat
        best[story] = max(best.get(story, (-1, 0)), (trace.heat, trace.id))
    hottest = [story for story, _ in heat.most_common(LOOKED_AT)]
    posts = {post.id: post for post in uow.posts.named([best[story][1] for story in hottest])}
    order = [posts[best[story][1]] for story in hottest if best[story][1] in posts]
    return _by_story(order)


def _by_story(posts: Sequence[Post]) -> list[Story]:
    """Return the first post of each story, in their order."""
    first: dict[int, Post] = {}
    sources: dict[int, set[int]] = {}
    for post in posts:
        story = post.story_id or post.id or 0
        first.setdefault(story, post)
        sources.setdefault(story, set()).add(post.source_id)
    return [(post, len(sources[story])) for story, post in first.items()]


def _shown(uow: UnitOfWork, stories: Sequence[Story], query: Query) -> list[Shown]:
    names = {one.id: one.name for one in uow.posts.sources()}
    matcher = Matcher({0: query})
    return [
        Shown(
            source=names.get(post.source_id, ""),
            text=around(post.words, matcher.hits(post.words)),
            at=_at(post),
            copies=copies,
        )
        for post, copies in stories
    ]


def _at(post: Post) -> datetime:
    return min(post.posted_at, post.received_at)
