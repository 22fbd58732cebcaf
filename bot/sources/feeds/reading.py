"""Reading RSS and Atom with fastfeedparser: what it leaves open is settled before and after.

It would take moments without a zone for UTC, fetch a text that begins like an address, and give
HTML as it stands; so it gets bytes, with moments already read, and its texts become plain.
"""

import re
from collections.abc import Iterable, Mapping, Set
from datetime import datetime, tzinfo
from typing import cast

import fastfeedparser

from bot.sources.errors import SourceError, Trouble
from bot.sources.feeds.letters import DECLARATION, decode, is_page, readable_xml
from bot.sources.join.plain_page import visible_words
from bot.sources.join.values import text
from bot.sources.moments import TAIPEI, read_moment
from bot.sources.posts import (
    NAME_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    RawPost,
    known_by,
    web_link,
)

# Only ValueError is documented; SyntaxError is lxml's, and malformed feeds find the others.
UNREAD = (ValueError, SyntaxError, TypeError, LookupError, AttributeError, RecursionError)
LONG_ID = 2_000  # characters of an id that are told apart
POST_LIMIT = 500  # of one feed; those at its beginning are the newest
HTML_LIMIT = 200_000  # characters of one text with its markup
# Nothing in it gives back what it took: no text makes it slow.
_MOMENTS = re.compile(
    r"<((?:\w{1,10}:)?(?:pubDate|published|updated|date|modified|issued|created))"
    r"(\s[^<>]{0,200}+)?+>\s{0,50}+(?:<!\[CDATA\[)?+([^<\]]{0,150}+)(?:\]\]>)?+\s{0,50}+</\1\s{0,5}+>",
    re.IGNORECASE,
)


def read_feed(data: bytes, zone: tzinfo = TAIPEI) -> tuple[str, tuple[RawPost, ...]]:
    """Return a feed's title and posts, as many as can be read. Raises SourceError."""
    written = decode(data)
    plain = readable_xml(written)
    if not plain:
        trouble = Trouble.PAGE if is_page(written) else Trouble.UNREADABLE
        raise SourceError(trouble, "no RSS or Atom")
    moments = _Moments(zone)
    feed = _parsed(_MOMENTS.sub(moments.settle, plain))
    about = _fields(feed.get("feed"))
    entries = cast("list[object]", feed.get("entries") or [])[:POST_LIMIT]
    found = (_post(_fields(entry), moments.known) for entry in entries)
    # The first of several with one id counts: feeds put the newest first.
    posts = {post.external_id: post for post in reversed([p for p in found if p is not None])}
    return _words(about.get("title"), TITLE_LIMIT), tuple(reversed(posts.values()))


def _parsed(plain: str) -> Mapping[str, object]:
    source = (DECLARATION + plain).encode()
    try:
        return _fields(
            fastfeedparser.parse(
                source, include_tags=False, include_media=False, include_enclosures=False
            )
        )
    except UNREAD as error:
        raise SourceError(Trouble.UNREADABLE, "no feed that can be read") from error


class _Moments:
    """Writes moments so that nobody misreads them, and remembers which there were.

    One that cannot be read goes: the parser would make one up.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self.known: set[datetime] = set()

    def settle(self, found: re.Match[str]) -> str:
        """Return what to write in place of an element."""
        name, attributes, written = found[1], found[2] or "", found[3]
        moment = read_moment(written, self._zone)
        if moment is None:
            return ""
        self.known.add(moment)
        return f"<{name}{attributes}>{moment:%Y-%m-%dT%H:%M:%SZ}</{name}>"


def _post(entry: Mapping[str, object], known: Set[datetime]) -> RawPost | None:
    title = _words(entry.get("title"), TITLE_LIMIT)
    contents = (_fields(one).get("value") for one in _many(entry.get("content")))
    texts = [_words(one, TEXT_LIMIT) for one in (*contents, entry.get("description"))]
    body = max(texts, key=len, default="")
    link = web_link(_line(entry.get("link")))
    said = entry.get("published") or entry.get("updated")
    said_at = read_moment(said) if isinstance(said, str) else None
    if not title and not body:
        return None
    return RawPost(
        external_id=known_by(text(entry.get("id"), LONG_ID), link, title, body),
        title=title,
        text=body,
        link=link,
        author=_words(entry.get("author"), NAME_LIMIT),
        said_at=said_at if said_at in known else None,
    )


def _words(value: object, limit: int) -> str:
    """Return what a reader sees of a text that may hold markup, in one line."""
    if not isinstance(value, str):
        return ""
    return text(visible_words(value[:HTML_LIMIT]), limit)


def _line(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _fields(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _many(value: object) -> Iterable[object]:
    return cast("list[object]", value) if isinstance(value, list) else ()
