"""A roll-call as it is typed: 「12/20 會前會誰出席 12/15前」, and when it is asked. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from handlers.coordination.errors import (
    NoDueError,
    NoQuestionError,
    QuestionTooLongError,
    TooSoonError,
    WhichYearError,
)
from handlers.shared.roc_date import TAIPEI, FoundDate, find_dates, taipei_date
from handlers.shared.windows import USUAL, Window
from handlers.shared.work_calendar import WorkCalendar
from storage.records.coordination import AnswerKind

LONGEST_QUESTION = 100  # characters
LONGEST_ANSWER = 200
SURE = "確定"
ATTENDING = "會出席"
ABSENT = "不出席"
UNSURE = "待確認"
CHOICES = (ATTENDING, ABSENT, UNSURE)
_ATTENDANCE = re.compile(r"出席|參加|與會|到場|列席|派人|派誰")
_DUE_WORD = re.compile(r"(?:期限|截止|最晚|請於|請在|回覆期限)\s*[:：]?\s*(?:是|為|到)?\s*$")
_AFTER_DUE = re.compile(r"^\s*(?:截止|為止|回覆|回報|答覆|回答|回|告訴我|跟我說|說)+")
_EDGES = " \t\n,，、:：;；。"
_SERIAL = re.compile(r"第\s*(?P<serial>\d{1,3})\s*題")
_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and until when an answer helps."""

    text: str
    kind: AnswerKind
    due_at: datetime  # UTC


def take_sure(text: str) -> tuple[str, bool]:
    """Take the word of the preview's button off a text."""
    words = text.split(" ")
    if words[:1] == [SURE]:
        return " ".join(words[1:]).strip(), True
    return text, False


def take_serial(text: str) -> tuple[int | None, str]:
    """Take 「第2題」 off a text."""
    match = _SERIAL.match(text.strip().translate(_WIDTH))
    if match is None:
        return None, text.strip()
    return int(match["serial"]), text.strip()[match.end() :].strip(_EDGES)


def parse_question(text: str, *, now: datetime, calendar: WorkCalendar) -> Question:
    """Read a question and until when; other days in it belong to the question.

    Raises NoQuestionError, NoDueError, QuestionTooLongError, WhichYearError, TooSoonError, and
    BadDateError for a day that does not exist.
    """
    dates = find_dates(text, today=taipei_date(now), overrides=calendar.overrides)
    due = _due_of(text, dates)
    if due is None:
        if not text.strip(_EDGES):
            raise NoQuestionError
        raise NoDueError
    if due.ask_back:
        raise WhichYearError(text[due.start : due.end].strip())
    before, after = _DUE_WORD.sub("", text[: due.start]), _AFTER_DUE.sub("", text[due.end :])
    asked = " ".join(f"{before} {after}".split()).strip(_EDGES)
    if not asked:
        raise NoQuestionError
    if len(asked) > LONGEST_QUESTION:
        raise QuestionTooLongError(LONGEST_QUESTION)
    if due.moment <= USUAL.next_opening(now, calendar):
        raise TooSoonError
    kind = AnswerKind.ATTENDANCE if _ATTENDANCE.search(asked) else AnswerKind.TEXT
    return Question(asked, kind, due.moment)


def _due_of(text: str, dates: Sequence[FoundDate]) -> FoundDate | None:
    """Return the day until when: the last written with 前 or 截止, else one that ends the text."""
    limits = [d for d in dates if d.is_limit or _DUE_WORD.search(text[: d.start])]
    limits += [d for d in dates if _AFTER_DUE.match(text[d.end :])]
    if limits:
        return max(limits, key=lambda d: d.start)
    last = dates[-1] if dates else None
    return last if last is not None and not text[last.end :].strip(_EDGES) else None


def nudge_moment(due_at: datetime, window: Window, calendar: WorkCalendar) -> datetime:
    """Return when who has not answered hears once more: the working day before the due day."""
    day: date = calendar.before(taipei_date(due_at), 1)
    return datetime.combine(day, window.opens, TAIPEI).astimezone(UTC)


def next_after_telling(
    *, now: datetime, due_at: datetime, window: Window, calendar: WorkCalendar
) -> datetime | None:
    """Return when to nudge somebody who was asked now; None when it would be the same day."""
    moment = nudge_moment(due_at, window, calendar)
    return moment if taipei_date(moment) > taipei_date(now) else None


def next_try(now: datetime, due_at: datetime, calendar: WorkCalendar) -> datetime | None:
    """Return when somebody is looked for again at an agency where nobody can be reached."""
    local = now.astimezone(TAIPEI)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), USUAL.opens, TAIPEI)
    moment = USUAL.next_opening(tomorrow.astimezone(UTC), calendar)
    return moment if moment < due_at else None
