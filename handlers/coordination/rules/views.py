"""What cards are drawn from, and the words that several of them share. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from handlers.coordination.rules.progress import Counts
from handlers.coordination.rules.questions import Question
from handlers.shared.roc_date import END_OF_DAY, TAIPEI, roc_number
from storage.records.agencies import Agency
from storage.records.cases import Case
from storage.records.coordination import (
    Agreed,
    Level,
    LevelMove,
    Position,
    RollCall,
    Sheet,
)

_STAMP = re.compile(r"版\d{10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a card about a case needs to name it."""

    case: Case
    number: str  # as it is shown
    agencies: Mapping[int, Agency]
    today: date
    is_hidden: bool  # 敏感: messages carry the number only

    def named(self, agency_id: int) -> str:
        """「衛福部」."""
        return self.agencies[agency_id].short


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """All that a 協調單 shows."""

    look: Look
    sheet: Sheet | None
    entries: Sequence[tuple[int, str, Position | None]]  # agency id, its part, what it states
    moves: Sequence[LevelMove]
    rows: Sequence[Agreed]
    may_move_to: Level | None
    own_id: int | None  # as which of the agencies the reader serves; None for 國發會

    @property
    def waits_for_own(self) -> bool:
        """Whether the reader's agency has something to confirm."""
        mine = (row for row in self.rows if row.agency_id == self.own_id)
        return any(row.confirmed_at is None for row in mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """All that who asked sees of a roll-call."""

    look: Look
    roll: RollCall
    counts: Counts
    lines: Sequence[tuple[str, str]]  # agency, what stands beside it
    text: str  # the same as a table, to be copied


def stamp_of(sheet: Sheet) -> str:
    """「版1207100405」: which conclusion a button means, for it may be rewritten meanwhile."""
    at = sheet.proposed_at
    return f"版{at.astimezone(TAIPEI):%m%d%H%M%S}" if at is not None else ""


def confirm_line(look: Look, sheet: Sheet | None) -> str:
    """「協調確認 115-0037 版1207100405」, as the button types it."""
    stamp = stamp_of(sheet) if sheet is not None else ""
    return f"協調確認 {look.case.number} {stamp}".strip()


def take_stamp(text: str) -> tuple[str, str]:
    """Take a button's stamp off a text: the stamp, and the rest."""
    match = _STAMP.search(text)
    if match is None:
        return "", text
    return match[0], f"{text[: match.start()]}{text[match.end() :]}".strip()


def start_of(day: date) -> datetime:
    """Return 00:00 in Taipei of a day, in UTC: from then on its morning card is due."""
    return datetime.combine(day, time.min, TAIPEI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the last moment of a day in Taipei, in UTC."""
    return datetime.combine(day, END_OF_DAY, TAIPEI).astimezone(UTC)


def due_typed(question: Question) -> str:
    """「115/12/15 17:00前」, as the command reads it again."""
    local = question.due_at.astimezone(TAIPEI)
    hour = "" if local.time() == END_OF_DAY else f" {local:%H:%M}"
    return f"{roc_number(local.date())}{hour}前"


def answer_line(look: Look, roll: RollCall) -> str:
    """「答點名 37 第1題」, which an answer is typed after."""
    return f"答點名 {look.number} 第{roll.serial}題"
