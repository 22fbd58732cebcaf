"""What was pasted, cut into comments: 「name：text」 lines, blank lines between, or a table. Pure.

Names come out only to be made into keys; nothing here keeps them.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from handlers.shared.case_numbers import clean_text
from handlers.shared.cells import CellError, to_day
from storage.records.opinions import Side, Source

LONGEST_NAME = 20  # characters; a longer beginning of a line is no name
COLUMNS = {
    "name": frozenset(
        {"留言者", "留言人", "姓名", "暱稱", "陳述人", "意見來源", "來源", "帳號", "單位", "機關"}
        | {"authorname", "name"}
    ),
    "text": frozenset(("內容", "意見", "意見內容", "留言內容", "留言", "建議", "content", "text")),
    "day": frozenset(("時間", "日期", "留言時間", "留言日期", "發表時間", "createdate", "date")),
    "side": frozenset(("立場", "態度", "贊成或反對", "傾向")),
}
_DAY = r"(?:\d{2,4}[/.\-年]\d{1,2}[/.\-月]\d{1,2}日?)"
_TIME = r"(?:\s+(?:[上下]午\s*)?\d{1,2}:\d{2}(?::\d{2})?)?"
_NOT_FIRST = r"\s：:，,。、；;？?！!（）()「」『』/0-9"
_NOT_INSIDE = r"\s：:，,。；;？?！!（）()「」"
_HEAD = re.compile(
    rf"(?P<name>[^{_NOT_FIRST}][^{_NOT_INSIDE}]{{0,{LONGEST_NAME - 1}}})"
    rf"\s*(?:[（(]\s*(?P<day>{_DAY}){_TIME}\s*[)）]|(?P<day2>{_DAY}){_TIME})?\s*"
    r"(?:：|:(?!//))\s*(?P<text>.*)"
)
_DAY_LINE = re.compile(rf"(?P<day>{_DAY}){_TIME}")
# What begins a line of a text and is no name: headings, counting words, quotations.
_NO_NAME = re.compile(
    r"理由|建議|意見|說明|原因|備註|問題|例如|譬如|結論|主旨|回覆|時間|地點|註|附註|補充|重點|總之|另外|此外|還有"
    r"|第?[一二三四五六七八九十]+[點項條、]?|其[一二三四五]|https?|http|ps|p\.s|引用|現況|依據|擬修正|修正"
    r"|修正條文|條文|草案|本條|結語|首先|其次|最後|參考|參考資料|資料來源|訴求|疑問|請問|優點|缺點|影響|標題|內容|資料"
    r"|(?:贊成|反對|支持|不支持|同意|不同意)(?:的?(?:原因|理由))?"
    r"|(?:我|本人|請|希望|因為|如果|但是?|而且|所以|這|那|就).*"
    r"|.*(?:如下|如上|包括|包含|認為|指出|提到|表示|規定|[條項款])",
    re.IGNORECASE,
)
_AFTER_SIDE = r"(?=$|[\s，,。.！!：:、；;】\])）])"
_ABOUT = r"(?=本|此|這|該|草案|修|立法|提案|政府|開放|將|延長|縮短|增|刪)"
_SIDES = (
    (rf"(?:不贊成|不同意|不支持|反對)(?:{_AFTER_SIDE}|{_ABOUT})", Side.AGAINST),
    (rf"(?:(?:贊成|支持)(?:{_AFTER_SIDE}|{_ABOUT})|同意{_AFTER_SIDE})", Side.FOR),
)
_OPENING = r"[\[【(（\s]*(?:(?:本人|我們?|堅決|強烈|完全|非常)\s?)?"
_ASKING = re.compile(
    r"(?=.*(?:幫|收|以下|如下|留言|意見))(?:請|麻煩|幫我?|幫忙|收下?|一下|以下|如下|這些|都?是|留言"
    r"|民眾|網友|意見|的|貼上|整理|有|[:：，,\s])+"
)
_THANKS = re.compile(
    r"(?:以上[，,]?)?(?:再?麻煩|謝謝|感謝|感恩|拜託|辛苦)[^，。！？\s]{0,6}[！!。～~]?|以上[。]?"
)
_AGENCIES = re.compile(r"(?:[部會署局處院府所校館隊]|公所|大學|法院|檢察署|辦公室)$")
_GROUPS = re.compile(
    r"(?:公會|協會|學會|工會|商會|聯盟|基金會|公司|聯合會|促進會|聯會|合作社|協進會|團體)$"
)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as it was handed over; `name` is "" when none was given."""

    text: str
    name: str = ""
    said_on: date | None = None
    side: Side = Side.UNSAID


def read_paste(text: str) -> tuple[Comment, ...]:
    """Cut a pasted text into comments, in their order; white space alone is none."""
    rows = _table(text)
    if rows is not None:
        return read_rows(rows)
    return tuple(
        comment for block in _blocks(_without_asking(text)) for comment in _of_block(block)
    )


def _without_asking(text: str) -> str:
    """Take off what the officer says to the bot: 「幫我收一下」 above, 「謝謝」 alone below."""
    lines = text.strip().split("\n")
    if len(lines) > 1 and _ASKING.fullmatch(lines[0].strip()):
        lines = lines[1:]
    if len(lines) > 2 and not lines[-2].strip() and _THANKS.fullmatch(lines[-1].strip()):  # noqa: PLR2004
        lines = lines[:-1]
    return "\n".join(lines)


def looks_pasted(text: str) -> bool:
    """Whether a text was surely pasted to be kept: a table, several lines, or a name before it."""
    return "\n" in text.strip() or "\t" in text or _head(clean_text(text)) is not None


def read_rows(rows: Sequence[Sequence[str]]) -> tuple[Comment, ...]:
    """Read a table; without known column names a first short column is the name.

    Columns may stand in any order, and unknown ones are passed over.
    """
    places = _columns(rows[0]) if rows else {}
    body = rows[1:] if places else rows
    if not places:
        widest = max((len(row) for row in rows), default=0)
        places = {"name": 0, "text": 1} if widest > 1 else {"text": 0}
    return tuple(comment for row in body if (comment := _of_row(row, places)) is not None)


def source_of(name: str) -> Source:
    """Tell a person from an organisation by how a name ends."""
    if _GROUPS.search(name):
        return Source.GROUP
    # 「小會」 is somebody's nickname.
    return Source.AGENCY if len(name) > 2 and _AGENCIES.search(name) else Source.NETIZEN  # noqa: PLR2004


def side_of(text: str) -> Side:
    """Return the side that a text begins with: 「反對：…」, 「【贊成】…」; nothing is guessed."""
    found = (side for pattern, side in _SIDES if re.match(_OPENING + pattern, text))
    return next(found, Side.UNSAID)


def _table(text: str) -> list[list[str]] | None:
    """Return the cells of a table as spreadsheet programs copy it; None for other texts."""
    if "\t" not in text:
        return None
    try:
        rows = [
            row for row in csv.reader(StringIO(text), delimiter="\t") if any(map(str.strip, row))
        ]
    except csv.Error:
        return None
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    named = bool(rows) and bool(_columns(rows[0]))
    return rows if named or (filled and min(filled) > 1) else None


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Return where the known columns stand; nothing when the row holds no names of columns."""
    places: dict[str, int] = {}
    for place, cell in enumerate(head):
        word = "".join(cell.split()).lower()
        kind = next((kind for kind, words in COLUMNS.items() if word in words), None)
        if kind is not None:
            places.setdefault(kind, place)
    return places if "text" in places else {}


def _of_row(row: Sequence[str], places: dict[str, int]) -> Comment | None:
    cells = {kind: row[place] for kind, place in places.items() if place < len(row)}
    text = clean_text(cells.get("text", ""), lines=True)
    if not text:
        return None
    side = side_of(cells.get("side", "")) or side_of(text)
    return Comment(text, clean_text(cells.get("name", "")), _day(cells.get("day", "")), side)


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in clean_text(text, lines=True).split("\n"):
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _of_block(block: Sequence[str]) -> Iterator[Comment]:
    """A line that begins with a name begins a comment; other lines go on with the one before."""
    if len(block) > 2 and len(block[0]) <= LONGEST_NAME and _DAY_LINE.fullmatch(block[1]):  # noqa: PLR2004
        yield _comment(block[0], block[1], block[2:])  # as Join's page is copied
        return
    head: re.Match[str] | None = None
    lines: list[str] = []
    for line in block:
        found = _head(line)
        if found is None:
            lines.append(line)
            continue
        yield from _said(head, lines)
        head, lines = found, [found["text"]] if found["text"] else []
    yield from _said(head, lines)


def _said(head: re.Match[str] | None, lines: Sequence[str]) -> Iterator[Comment]:
    """Make a comment of a name's line and those below; a name alone was no name."""
    if head is None:
        if lines:
            yield _comment("", "", lines)
    elif lines:
        yield _comment(head["name"], head["day"] or head["day2"] or "", lines)
    else:
        yield _comment("", "", [head.group()])


def _head(line: str) -> re.Match[str] | None:
    match = _HEAD.match(line)
    return None if match is None or _NO_NAME.fullmatch(match["name"]) else match


def _comment(name: str, day: str, lines: Iterable[str]) -> Comment:
    text = "\n".join(lines)
    return Comment(text, name.strip(), _day(day), side_of(text))


def _day(cell: str) -> date | None:
    """Read a day, also with an hour after it; None without or for what is none."""
    match = _DAY_LINE.match(cell.strip())
    if match is None:
        return None
    try:
        return to_day(match["day"])
    except CellError:
        return None
