"""Posts as vendors hand them over: the JSON of `POST /opinion/posts`, and tables. Pure.

One bad item does not spoil the others: it is named, and the rest is taken.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar, cast

import orjson

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.values import number, text
from bot.sources.moments import YEARS, read_moment
from bot.sources.posts import (
    ID_LIMIT,
    LARGEST_COUNT,
    NAME_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    RawPost,
    known_by,
    web_link,
)

T = TypeVar("T")
ITEM_LIMIT = 1_000  # posts in one call
LONG_ID = 2_000  # characters of an id that are told apart
MILLISECONDS = 10_000_000_000  # a number from here on counts them, not seconds
# What the columns of vendors' files are called; folded by `_folded`.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("編號", "文章編號", "文章id", "貼文id", "id", "序號id", "postid", "articleid"),
    "title": ("標題", "文章標題", "新聞標題", "主題", "貼文標題", "title", "subject"),
    "text": (
        *("內文", "內容", "文章內容", "新聞內容", "全文", "貼文內容", "本文", "摘要", "文章內文"),
        *("content", "text", "body", "message"),
    ),
    "said_at": (
        *("時間", "日期", "發布時間", "發佈時間", "發文時間", "發表時間", "貼文時間", "張貼時間"),
        *("日期時間", "刊登時間", "發布日期", "發佈日期", "發文日期", "刊登日期"),
        *("postedat", "publishedat", "date", "time", "datetime", "createdat"),
    ),
    "site": (
        *(
            "來源",
            "網站",
            "媒體",
            "來源網站",
            "頻道",
            "平台",
            "平臺",
            "媒體名稱",
            "來源名稱",
            "版名",
        ),
        *("看板", "source", "site", "channel", "media"),
    ),
    "link": (
        "網址",
        "連結",
        "原文連結",
        "文章連結",
        "原始連結",
        "原文網址",
        "url",
        "link",
        "permalink",
    ),
    "author": (
        "作者",
        "發文者",
        "發表人",
        "帳號",
        "記者",
        "作者名稱",
        "發文帳號",
        "author",
        "user",
    ),
    "replies": (
        *("回文數", "回應數", "留言數", "回覆數", "總回應數", "總留言數", "評論數", "推文數"),
        *("replies", "replycount", "comments", "commentcount"),
    ),
}
_HEADINGS = {word: name for name, words in COLUMNS.items() for word in words}
_NOISE = re.compile(r"[\s_\-()（）【】\[\]：:*＊]+|\ufeff")


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was not taken: its place from 0 (JSON) or its line from 1 (tables), and why."""

    place: int
    reason: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: each post with its place."""

    posts: tuple[tuple[int, RawPost], ...] = ()
    refused: tuple[Refused, ...] = ()
    missing: str = ""  # the columns that a table lacks, in Chinese


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of what was handed over."""

    new_count: int = 0
    known_count: int = 0
    refused: tuple[Refused, ...] = ()
    error: str = ""  # why the whole was refused
    too_large: bool = False


class _BadItemError(ValueError):
    """An item cannot be taken."""


def read_call(body: bytes, source: str = "") -> Handed:
    """Read a JSON array of posts; `source` is where those come from that do not say.

    Raises SourceError when the whole is no array, or too long a one.
    """
    try:
        items: object = orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise SourceError(Trouble.UNREADABLE, "no JSON") from error
    if not isinstance(items, list):
        raise SourceError(Trouble.UNREADABLE, "no JSON array")
    found, source = cast("list[object]", items), text(source, NAME_LIMIT)
    if len(found) > ITEM_LIMIT:
        raise SourceError(Trouble.TOO_LARGE, f"more than {ITEM_LIMIT} posts")
    return _gathered(enumerate(found), lambda item: _of_object(item, source))


def read_rows(rows: Sequence[tuple[int, tuple[str, ...]]]) -> Handed:
    """Read a table whose first row names the columns, in any order; unknown ones are passed over.

    `missing` names the columns without which nothing can be read.
    """
    places = _places(rows[0][1]) if rows else {}
    if "title" not in places and "text" not in places:
        return Handed(missing="標題或內文")
    return _gathered(rows[1:], lambda cells: _of_row(cells, places))


def _gathered(items: Iterable[tuple[int, T]], read: Callable[[T], RawPost]) -> Handed:
    posts: list[tuple[int, RawPost]] = []
    refused: list[Refused] = []
    for place, item in items:
        try:
            posts.append((place, read(item)))
        except _BadItemError as error:
            refused.append(Refused(place, str(error)))
    return Handed(tuple(posts), tuple(refused))


def _of_object(item: object, source: str) -> RawPost:
    if not isinstance(item, dict):
        message = "not an object"
        raise _BadItemError(message)
    fields = cast("dict[str, object]", item)
    own = _id(fields.get("id"))
    if not own:
        message = "id: missing"
        raise _BadItemError(message)
    site = _named(fields.get("source"), "source") or source
    if not site:
        message = "source: missing"
        raise _BadItemError(message)
    title, body = text(fields.get("title"), TITLE_LIMIT), text(fields.get("text"), TEXT_LIMIT)
    if not title and not body:
        message = "title and text: both empty"
        raise _BadItemError(message)
    return RawPost(
        external_id=own,
        title=title,
        text=body,
        link=_link(fields.get("url")),
        author=_named(fields.get("author"), "author"),
        site=site,
        said_at=_said_at(fields.get("posted_at")),
        reply_count=_count(fields.get("replies")),
    )


def _of_row(row: tuple[str, ...], places: Mapping[str, int]) -> RawPost:
    said = {name: row[i] if i < len(row) else "" for name, i in places.items()}
    title, body = text(said.get("title"), TITLE_LIMIT), text(said.get("text"), TEXT_LIMIT)
    if not title and not body:
        message = "標題和內文都是空的"
        raise _BadItemError(message)
    link, site = web_link(said.get("link", "").strip()), text(said.get("site"), NAME_LIMIT)
    author = text(said.get("author"), NAME_LIMIT)
    written = said.get("said_at", "").strip()
    said_at = read_moment(written) if written else None
    if written and said_at is None:
        message = f"時間「{written[:20]}」看不懂"
        raise _BadItemError(message)
    replies = said.get("replies", "").strip()
    count = number(replies)
    if replies and count is None:
        message = f"回文數「{replies[:20]}」不是數字"
        raise _BadItemError(message)
    moment = said_at.isoformat() if said_at else ""
    return RawPost(
        external_id=known_by(
            text(said.get("id"), LONG_ID) or link, site, title, body, moment, author
        ),
        title=title,
        text=body,
        link=link,
        author=author,
        site=site,
        said_at=said_at,
        reply_count=count,
    )


def _places(head: Sequence[str]) -> dict[str, int]:
    """Return where the known columns stand; of two with one meaning the first counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        name = _HEADINGS.get(_NOISE.sub("", cell).lower())
        if name is not None:
            found.setdefault(name, place)
    return found


def _id(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    plain = text(value, ID_LIMIT + 1)
    if len(plain) > ID_LIMIT:
        message = f"id: more than {ID_LIMIT} characters"
        raise _BadItemError(message)
    return plain


def _named(value: object, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f"{name}: not a text"
        raise _BadItemError(message)
    return text(value, NAME_LIMIT)


def _link(value: object) -> str:
    if value is None or value == "":
        return ""
    link = web_link(value.strip()) if isinstance(value, str) else ""
    if not link:
        message = "url: not an http(s) address"
        raise _BadItemError(message)
    return link


def _said_at(value: object) -> datetime | None:
    """Read ISO 8601 and what Taiwanese sites write, or seconds or milliseconds since 1970."""
    if value is None or value == "":
        return None
    said = read_moment(value) if isinstance(value, str) else _since_1970(value)
    if said is None:
        message = "posted_at: not a moment"
        raise _BadItemError(message)
    return said


def _since_1970(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        moment = datetime.fromtimestamp(value / 1000 if value >= MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.year in YEARS else None


def _count(value: object) -> int | None:
    if value is None or value == "":
        return None
    count = number(value)
    if count is None or count > LARGEST_COUNT:
        message = "replies: not a count"
        raise _BadItemError(message)
    return count
