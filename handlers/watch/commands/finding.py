"""New posts: which story each tells, and which subscriptions mean it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.logs import get_logger
from handlers.watch.commands.wishes import Wishes
from handlers.watch.rules.stories import SPAN, Stories
from handlers.watch.rules.volume import BACK
from storage.records.posts import Post
from storage.records.watching import PostHit, Subscription, Wanted
from storage.unit_of_work import UnitOfWork

TOGETHER = 500  # posts in one transaction
_log = get_logger(__name__)


def _moment(post: Post) -> datetime:
    """Return when a post was posted, whatever a wrong clock said."""
    return min(post.posted_at, post.received_at)


def hit_of(wish: Subscription | Wanted, post: Post) -> PostHit:
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
        self._wishes = Wishes()
        self._stories = Stories()
        self._told_at: datetime | None = None  # when the last story that was learnt was told
        self._unsure: frozenset[int] = frozenset()  # told last: perhaps that was rolled back

    def take_in(self, uow: UnitOfWork, *, now: datetime) -> dict[int, list[PostHit]] | None:
        """Look at posts nobody looked at; return what is new, by subscription.

        None when there were no posts. The caller has taken the turn, and commits.
        """
        taken = uow.posts.take_waiting(TOGETHER, now=now)
        if taken.shut:
            _log.error("posts set aside: no secret key opens them", ids=taken.shut)
        posts = taken.read
        if not posts and not taken.shut:
            return None
        self._wishes.learn(posts)
        self._wishes.refresh(uow)
        self._remember(uow, now)
        self._unsure = frozenset(post.id or 0 for post in posts)
        told = [replace(post, story_id=self._story(post)) for post in posts]
        uow.posts.tell_story((post.id or 0, post.story_id or 0) for post in told)
        hits = [hit for post in told for hit in self._hits(post, now)]
        found: dict[int, list[PostHit]] = {}
        for hit in uow.watching.add_hits(hits):
            found.setdefault(hit.subscription_id, []).append(hit)
        return found

    def _remember(self, uow: UnitOfWork, now: datetime) -> None:
        """Learn the stories that other processes told, or that were told before this one began.

        Posts are told in turns, each later than all before, whatever their ids: none is missed.
        """
        told = uow.posts.told_after(self._told_at, since=now - SPAN)
        self._stories.take_back(self._unsure - told.keys())
        new = [post_id for post_id in told if not self._stories.knows(post_id)]
        for post in uow.posts.named(new):
            self._stories.tell(post.id or 0, post.words, _moment(post), post.story_id)
        self._told_at = max(told.values(), default=self._told_at)

    def _story(self, post: Post) -> int:
        return self._stories.tell(post.id or 0, post.words, _moment(post))

    def _hits(self, post: Post, now: datetime) -> list[PostHit]:
        if now - post.posted_at > BACK + timedelta(days=1):
            return []  # too old to tell anything of now
        return [hit_of(wish, post) for wish in self._wishes.meant_by(post)]
