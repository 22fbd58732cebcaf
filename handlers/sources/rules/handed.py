"""What of a file of posts is passed on within an agency, and how it is told. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.sources.posts import RawPost
from bot.sources.vendors import Handed as ReadRows
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import roc_number, taipei_date
from handlers.sources.rules.keeping import is_old
from handlers.sources.rules.reading import SECRET, matter_of

NAMED = 30  # posts that are named one by one to whoever looks
SHOWN_TITLE = 60
SECRETIVE, OLD, STRANGE = "像密件或有個資", "超過 90 天", "看不懂"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The posts that may be passed on, and how many others there were, by why they may not."""

    posts: tuple[RawPost, ...]
    left_out: tuple[tuple[str, int], ...]

    @property
    def matter(self) -> str:
        """「索資」「質詢」 when one of them speaks of it: then all of it stays."""
        matters = (matter_of(words_of(post)) for post in self.posts)
        return next((matter for matter in matters if matter), "")


def sifted(read: ReadRows, now: datetime) -> Sifted:
    """Leave out what is secret, holds personal data, is too old, or was not readable."""
    reasons = {SECRETIVE: 0, OLD: 0, STRANGE: len(read.refused)}
    posts: list[RawPost] = []
    for _, post in read.posts:
        words = words_of(post)
        if SECRET.search(words) or find_personal_data(f"{words}\n{post.author}") is not None:
            reasons[SECRETIVE] += 1
        elif is_old(post, now):
            reasons[OLD] += 1
        else:
            posts.append(post)
    left_out = tuple((why, count) for why, count in reasons.items() if count)
    return Sifted(tuple(posts), left_out)


def words_of(post: RawPost) -> str:
    """Return title and text of a post."""
    return f"{post.title}\n{post.text}"


def how_many(posts: Sequence[RawPost], *, now: datetime) -> str:
    """「23 則（12/7）」, with both ends when they are of several days."""
    days = sorted({taipei_date(min(post.said_at, now)) for post in posts if post.said_at})
    ends = dict.fromkeys((days[0], days[-1])) if days else {}
    shown = "–".join(
        f"{day.month}/{day.day}" if day.year == taipei_date(now).year else roc_number(day)
        for day in ends
    )
    return f"{len(posts)} 則" + (f"（{shown}）" if shown else "")


def listed(posts: Iterable[RawPost]) -> str:
    """List the posts for whoever looks at the whole: title, site, address; the first of many."""
    all_of_them = tuple(posts)
    lines = ["\n".join(filter(None, (named(post), post.link))) for post in all_of_them[:NAMED]]
    if len(all_of_them) > NAMED:
        lines.append(f"……還有 {len(all_of_them) - NAMED} 則")
    return "\n".join(lines)


def named(post: RawPost) -> str:
    """「健保卡換發大排長龍（自由時報）」."""
    title = " ".join((post.title or post.text).split())
    short = title if len(title) <= SHOWN_TITLE else f"{title[: SHOWN_TITLE - 1]}…"
    return f"{short}（{post.site}）" if post.site else short
