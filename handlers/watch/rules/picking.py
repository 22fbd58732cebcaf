"""Which posts stand for many, and what of them is shown. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from handlers.shared.decency import guarded, is_abusive
from handlers.watch.rules.boilerplate import SIGNS
from handlers.watch.rules.folding import fold
from handlers.watch.rules.matching import Hit
from storage.records.posts import Post

SHOWN = 40  # characters of a post
COMPARED = 60  # posts of a story that are compared for the central one
PERSONAL = re.compile(
    r"09\d{2}[- ]?\d{3}[- ]?\d{3}|(?<![A-Z\d])[A-Z][12]\d{8}(?!\d)|0\d[- ]?\d{4}[- ]?\d{4}"
    r"|[\w.+-]+@[\w-]+\.[\w.]+"
)
WORDLESS = "（只有連結或圖片）"
LINK = re.compile(r"https?://\S+")


def representatives(posts: Sequence[Post]) -> list[Post]:
    """Return three posts at most: the central one, the earliest, the most discussed.

    Of other stories, and where there are such, of other sources and without abuse.
    """
    if not posts:
        return []
    chosen = [_central(posts)]
    decent = [post for post in posts if not is_abusive(post.words)] or list(posts)
    for wish in (_earliest, _most_discussed):
        stories = {post.story_id for post in chosen}
        sources = {post.source_id for post in chosen}
        left = [post for post in decent if post.story_id not in stories]
        if left:
            chosen.append(wish([p for p in left if p.source_id not in sources] or left))
    return chosen


def _central(posts: Sequence[Post]) -> Post:
    stories = Counter(post.story_id for post in posts)
    most = max(stories.values())
    biggest = [p for p in posts if stories[p.story_id] == most] if most > 1 else list(posts)
    some = biggest[:COMPARED]
    pairs = [_pairs(post.words) for post in some]
    common = Counter(pair for one in pairs for pair in one)
    scores = [sum(common[pair] for pair in one) / (len(one) + 20) for one in pairs]
    return some[scores.index(max(scores))]


def _pairs(text: str) -> set[str]:
    letters = SIGNS.sub("", fold(text))[:400]
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def _earliest(posts: Sequence[Post]) -> Post:
    return min(posts, key=lambda post: post.posted_at)


def _most_discussed(posts: Sequence[Post]) -> Post:
    return max(posts, key=lambda post: post.reply_count + post.like_count)


def around(text: str, hits: Iterable[Hit]) -> str:
    """Return what stands around the first keyword, in one line: 「…要換健保卡，還要照片…」."""
    first = min((hit.start for hit in hits), default=0)
    start = max(0, first - SHOWN // 3)
    end = min(len(text), start + SHOWN)
    line = " ".join(gently(text[start:end]).split()) or WORDLESS
    return f"{'…' if start else ''}{line}{'…' if end < len(text) else ''}"


def gently(text: str) -> str:
    """Return the text without abuse, addresses and what belongs to persons."""
    return guarded(PERSONAL.sub("○", LINK.sub("", text)))


def often_beside(texts: Sequence[str], known: Iterable[str]) -> list[str]:
    """Return words that may be worth leaving out: what advertisers write."""
    taken = {fold(word) for word in known}
    found = Counter(word for text in texts for word in ADVERTISED if word in text)
    least = max(2, len(texts) // 20)
    return [word for word, count in found.most_common(3) if count >= least and word not in taken]


ADVERTISED = ("廣告", "抽獎", "優惠", "團購", "業配", "折扣", "開箱", "代購", "下殺", "徵才")
