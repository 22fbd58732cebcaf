"""A conclusion: 「衛福部 聯絡提案人 12/20；內政部 提供資料 12/15」, and its 簽. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.coordination.errors import (
    LateDateError,
    NoRowAgencyError,
    NoRowWhatError,
    TooManyRowsError,
    WhichYearError,
)
from handlers.shared.mentions import AgencyMention
from handlers.shared.official_text import FILL, Point, numbered
from handlers.shared.roc_date import find_dates, formal_date, show_date, taipei_date
from storage.records.agencies import Agency
from storage.records.cases import Case
from storage.records.coordination import Agreed, LevelMove, Position, Sheet, Stance

MOST_ROWS = 10
LONGEST_WHAT = 80  # characters
_CUTS = re.compile(r"[;；\n。]+")
_LEAD = re.compile(r"^(?:\d{1,2}[.、)）]|[（(][一二三四五六七八九十]+[)）]|[由請\-・*\s])+")
_BEFORE = re.compile(r"^\s*[以之]?前")  # 「12/15前提供」: no 「前提」
_EDGES = " \t\n,，、:：;；。（）()"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: who, what, until when."""

    agency: Agency
    what: str
    due_on: date | None


def parse_rows(text: str, mentions: Sequence[AgencyMention], *, today: date) -> tuple[Row, ...]:
    """Read the rows of a conclusion; `mentions` are the agencies found in the text.

    Raises NoRowAgencyError, NoRowWhatError, WhichYearError, LateDateError, TooManyRowsError, and
    BadDateError for a day that does not exist.
    """
    pieces = _pieces(text, mentions)
    if len(pieces) > MOST_ROWS:
        raise TooManyRowsError(MOST_ROWS)
    return tuple(_row(text, start, end, mentions, today) for start, end in pieces)


def _pieces(text: str, mentions: Sequence[AgencyMention]) -> list[tuple[int, int]]:
    """Cut at ； and line breaks, and at a comma that an agency follows."""
    cuts = {0: 0}
    cuts |= {m.start(): m.end() for m in _CUTS.finditer(text)}
    for mention in mentions:
        before = text[: mention.start].rstrip(" 由請")
        if before.endswith((",", "，")):
            cuts[len(before) - 1] = len(before)
    starts = sorted(cuts)
    ends = [*starts[1:], len(text)]
    found = [(cuts[start], end) for start, end in zip(starts, ends, strict=True)]
    return [(start, end) for start, end in found if text[start:end].strip(_EDGES)]


def _row(text: str, start: int, end: int, mentions: Sequence[AgencyMention], today: date) -> Row:
    piece = text[start:end]
    lead = _LEAD.match(piece)
    first = start + (lead.end() if lead else 0)
    who = next((m for m in mentions if m.start == first), None)
    if who is None:
        raise NoRowAgencyError(piece.strip(_EDGES))
    rest = text[who.end : end]
    dates = find_dates(rest, today=today)
    when = dates[-1] if dates else None
    if when is not None and when.ask_back:
        raise WhichYearError(rest[when.start : when.end].strip())
    if when is not None and when.on < today:
        raise LateDateError(show_date(when.on, today=today))
    what = f"{rest[: when.start]} {_BEFORE.sub('', rest[when.end :])}" if when else rest
    what = " ".join(what.split()).strip(_EDGES)
    if not what:
        raise NoRowWhatError(who.agency.short)
    return Row(who.agency, what[:LONGEST_WHAT], when.on if when else None)


def is_of_one(rows: Sequence[Agreed], proposing_agency_id: int | None) -> bool:
    """Whether a conclusion says only what its own proposer does: nobody else confirmed it."""
    return all(row.agency_id == proposing_agency_id for row in rows)


def what_words(row: Agreed, *, today: date) -> str:
    """「聯絡提案人，12/20（日）前」."""
    when = f"，{show_date(row.due_on, today=today)}前" if row.due_on else ""
    return f"{row.what}{when}"


def row_words(row: Agreed, agencies: Mapping[int, Agency], *, today: date) -> str:
    """「衛福部 聯絡提案人，12/20（日）前」."""
    return f"{agencies[row.agency_id].short} {what_words(row, today=today)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a conclusion is drafted from."""

    case: Case
    sheet: Sheet
    moves: Sequence[LevelMove]
    positions: Sequence[Position]
    rows: Sequence[Agreed]
    agencies: Mapping[int, Agency]
    writer: str  # 「衛生福利部綜合規劃司」
    today: date


def paper_text(paper: Paper) -> str:
    """Write the conclusion as a 簽, ready to be pasted: one page."""
    points: list[Point] = [_course(paper)]
    if paper.positions:
        points.append(("各機關說明：", [_position(one, paper) for one in paper.positions]))
    points.append((_standing(paper), [_agreed(row, paper) for row in paper.rows]))
    points.append("主辦機關係負責聯絡提案人與定期回應，與政策主責無關。")
    return "\n".join(
        (
            f"簽　於{paper.writer}　{formal_date(paper.today)}",
            f"主旨：有關「{paper.case.subject}」一案主協辦分工協調結論，簽請鑒核。",
            f"說明：\n{numbered(points)}",
            "擬辦：奉核後，依協調結論辦理。",
            f"敬陳　{FILL}",
        )
    )


def _course(paper: Paper) -> Point:
    begun = formal_date(taipei_date(paper.sheet.opened_at))
    head = f"本案（案號{paper.case.number}）自{begun}起由相關機關協調分工。"
    steps = [
        f"{formal_date(taipei_date(move.at))}移請{move.level.value}協調：{_stopped(move.reason)}"
        for move in paper.moves
    ]
    return (head, steps) if steps else head


def _position(one: Position, paper: Paper) -> str:
    part = f"：{one.part}" if one.part else ""
    grounds = f"（依據：{one.grounds}）" if one.grounds else ""
    word = "表示負責" if one.stance is Stance.OURS else "表示非其業務"
    return f"{paper.agencies[one.agency_id].name}{word}{part}{grounds}。"


def _standing(paper: Paper) -> str:
    if paper.sheet.settled_at is None:
        return "協調結論（草案，尚待機關確認）："
    day = formal_date(taipei_date(paper.sheet.settled_at))
    if is_of_one(paper.rows, paper.sheet.proposing_agency_id):
        return f"協調結論（{day}由{paper.agencies[paper.rows[0].agency_id].name}提出）："
    return f"協調結論（{day}經各機關確認）："


def _agreed(row: Agreed, paper: Paper) -> str:
    when = f"，{formal_date(row.due_on)}前" if row.due_on else ""
    phone = "（電話確認）" if row.by_telephone else ""
    return f"{paper.agencies[row.agency_id].name}：{row.what}{when}{phone}。"


def _stopped(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"
