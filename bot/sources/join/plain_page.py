"""The last resort: the words that a reader of a petition's page sees.

Only what the page says in one way is taken: two different counts are no count.
"""

import html
import re

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.records import JoinPetition, Origin
from bot.sources.join.values import TITLE_LIMIT, number, taipei, text

SILENT = ("script", "style", "noscript", "template")
WORDS_LIMIT = 200_000  # characters of a page that are looked at
_N = r"(\d[\d,]{0,11})"
_COUNT = (
    re.compile(rf"(?:已附議|附議(?:總)?(?:數量|人數|份數|數)|目前附議|累計附議)\D{{0,6}}{_N}"),
    re.compile(rf"(?:已有|共有|累計|目前)\s{{0,3}}{_N}\s{{0,3}}(?:人|份|個|位)(?:已)?附議"),
)
_GOAL = (re.compile(rf"(?:附議門檻|通過門檻|成案門檻|附議目標)\D{{0,6}}{_N}"),)
_DAY = r"(\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ ]\d{1,2}:\d{2}(?::\d{2})?)?)"
_CLOSES = (re.compile(rf"附議(?:截止|期限|結束)(?:日期|時間|日)?\D{{0,6}}{_DAY}"),)
_GONE = re.compile(r"查無(?:此|該)?提(?:議|案)|提(?:議|案)(?:不存在|已(?:下架|撤回|隱藏|移除))")
_TITLE = re.compile(r"<meta[^<>]{0,200}og:title[^<>]{0,50}content=[\"']([^\"'<>]{1,600})", re.I)
_HEAD = re.compile(r"<title[^<>]{0,100}>([^<]{1,600})", re.I)
_SITE = re.compile(r"\s*[-–—|｜]\s*(?:公共政策網路參與平[臺台]|提點子|Join).*$", re.S)


def read_plain_page(page: str, join_id: str) -> JoinPetition:
    """Read count, title and dates out of a page's words. Raises SourceError without a count."""
    head = page[:WORDS_LIMIT]
    words = visible_words(page)[:WORDS_LIMIT]
    count = number(_only(_COUNT, words))
    if count is None and _GONE.search(words):
        raise SourceError(Trouble.GONE, "the page says that the petition is not there")
    if count is None:
        raise SourceError(Trouble.UNREADABLE, "the page does not show a count")
    return JoinPetition(
        join_id=join_id,
        origin=Origin.TEXT,
        title=_title(head),
        count=count,
        goal=number(_only(_GOAL, words)) or None,
        closes_at=taipei(_only(_CLOSES, words)),
    )


def visible_words(page: str) -> str:
    """Return a page's words in one line, without markup and scripts; takes linear time."""
    pieces: list[str] = []
    silent = ""
    for part in page.split("<"):
        tag, closed, rest = part.partition(">")
        name = tag[:20].lower()
        if silent:
            silent = "" if name.startswith(f"/{silent}") else silent
        else:
            silent = next((one for one in SILENT if name.startswith(one)), "")
        if not silent:
            pieces.append(rest if closed else part)
    return " ".join(_unescaped(" ".join(pieces)).split())


def _unescaped(words: str) -> str:
    try:
        return html.unescape(words)
    except ValueError:  # 「&#」 with thousands of digits
        return words


def _only(patterns: tuple[re.Pattern[str], ...], words: str) -> str | None:
    """Return what the patterns find, if all finds say the same."""
    found = {match[1].strip(",") for pattern in patterns for match in pattern.finditer(words)}
    return found.pop() if len(found) == 1 else None


def _title(page: str) -> str:
    found = _TITLE.search(page) or _HEAD.search(page)
    return text(_SITE.sub("", _unescaped(found[1])), TITLE_LIMIT) if found else ""
