"""New posts: which story each tells, and which subscriptions mean it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import UserError
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.query import Query, read_query
from handlers.watch.rules.stories import SPAN, Stories
from handlers.watch.rules.volume import BACK
from storage.records.posts import Post
from storage.records.watching import Hearer, PostHit, Subscription
from storage.unit_of_work import UnitOfWork

TOGETHER = 500  # posts in one transaction


def query_of(text: str) -> Query | None:
    """Return what a kept subscription is about; None when rules became stricter since."""
    try:
        return read_query(text)
    except UserError:
        return None


def may_see(wish: Subscription, post: Post) -> bool:
    """Whether a post may be told to whoever hears of a subscription.

    A 轉知 is told only to whoever is on duty for its agency, as when it came in.
    """
    if post.agency_id is None:
        return True
    return wish.hearer is Hearer.AGENCY and post.agency_id == wish.agency_id


def _moment(post: Post) -> datetime:
    """Return when a post was posted, whatever a wrong clock said."""
    return min(post.posted_at, post.received_at)


def hit_of(wish: Subscription, post: Post) -> PostHit:
    """Note that a post that was kept is meant."""
    post_id = post.id or 0
    return PostHit(
        subscription_id=wish.id,
        post_id=post_id,
        source_id=post.source_id,
        story_id=post.story_id or post_id,
        author_key=post.author_key,
        at=_moment(post),
    )


class Finder:
    """One process's memory: all subscriptions in one automaton, and the last days' stories."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._wishes: dict[int, Subscription] = {}
        self._matcher: Matcher[int] = Matcher({})
        self._stories = Stories()
        self._last_id = 0

    def take_in(self, uow: UnitOfWork, *, now: datetime) -> dict[int, list[PostHit]] | None:
        """Look at posts nobody looked at; return what is new, by subscription.

        None when there were no posts. The caller has taken the turn, and commits.
        """
        posts = uow.posts.take_waiting(TOGETHER, now=now)
        if not posts:
            return None
        self._refresh(uow)
        self._remember(uow, now)
        told = [replace(post, story_id=self._story(post)) for post in posts]
        uow.posts.tell_story((post.id or 0, post.story_id or 0) for post in told)
        hits = [hit for post in told for hit in self._hits(post, now)]
        found: dict[int, list[PostHit]] = {}
        for hit in uow.watching.add_hits(hits):
            found.setdefault(hit.subscription_id, []).append(hit)
        return found

    def _refresh(self, uow: UnitOfWork) -> None:
        """Make the automaton anew when somebody subscribed or ended that."""
        version = uow.watching.version()
        if version == self._version:
            return
        self._wishes = {wish.id: wish for wish in uow.watching.all()}
        queries = {i: query_of(wish.text) for i, wish in self._wishes.items()}
        self._matcher = Matcher({i: query for i, query in queries.items() if query is not None})
        self._version = version

    def _remember(self, uow: UnitOfWork, now: datetime) -> None:
        """Learn the stories that other processes told, or that were told before this one began."""
        for post in uow.posts.told_after(self._last_id, since=now - SPAN):
            post_id = post.id or 0
            self._stories.tell(post_id, post.words, _moment(post), post.story_id)
            self._last_id = max(self._last_id, post_id)

    def _story(self, post: Post) -> int:
        post_id = post.id or 0
        self._last_id = max(self._last_id, post_id)
        return self._stories.tell(post_id, post.words, _moment(post))

    def _hits(self, post: Post, now: datetime) -> list[PostHit]:
        if now - post.posted_at > BACK + timedelta(days=1):
            return []  # too old to tell anything of now
        wishes = (self._wishes[i] for i in self._matcher.matches(post.words))
        return [hit_of(wish, post) for wish in wishes if may_see(wish, post)]
