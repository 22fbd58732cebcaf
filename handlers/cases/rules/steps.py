"""What happened to a case, as an official document tells it: 「115年12月8日附議成案。」.

The history keeps how a case was before each change; read backwards from the case as it is, that
tells what each change made of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType

from handlers.cases.rules.undoing import unpack
from handlers.shared.date_values import BadDateError
from handlers.shared.roc_date import TAIPEI, FoundDate, find_dates, formal_date, taipei_date
from storage.records.agencies import Agency
from storage.records.cases import Case, HistoryEntry, Note, Stage

STEPS_LIMIT = 8  # the newest that a draft lists
REACHED = MappingProxyType(
    {
        Stage.REVIEW: "進入檢核程序",
        Stage.ENDORSING: "進入附議程序",
        Stage.PASSED: "附議成案",
        Stage.DELIBERATING: "進入研商程序",
        Stage.RESPONDED: "於參與平臺公開回應",
        Stage.FOLLOWED_UP: "續行追蹤辦理進度",
        Stage.RELEASED: "解除列管",
        Stage.NOT_PASSED: "附議期滿，未成案",
        Stage.REJECTED: "經檢核不予受理",
        Stage.NOTICED: "辦理草案預告",
        Stage.TO_COLLECT: "預告期滿，綜整各界意見",
        Stage.WORKING: "續行辦理",
        Stage.ANSWERED: "回覆",
        Stage.CLOSED: "結案",
    }
)
_STAGE_DAY = re.compile(r"→ \S+?（([\d/]+)（")  # 「階段 附議中 → 已成案（12/8（二））」
_DATED = re.compile(r"\d{2,3}年\d")
_BLANK_AFTER = re.compile(r"([日時分前]) (?=\S)")  # 「115年12月9日 與財政部開會」
_NO_DAY = "人位票件份成票分倍"  # 「8/10人」 is no day
_NOON = 12


@dataclass(frozen=True, slots=True)
class _Step:
    on: date
    at: datetime
    text: str
    joint: str = ""  # stands between the day and the text

    @property
    def sentence(self) -> str:
        """One sentence, with its day unless it begins with one."""
        begin = "" if _DATED.match(self.text) else f"{formal_date(self.on)}{self.joint}"
        return f"{begin}{stopped(self.text)}"


def steps_told(
    case: Case,
    history: Sequence[HistoryEntry],
    notes: Iterable[Note],
    agencies: Iterable[Agency],
) -> list[str]:
    """Tell what was done, oldest first; `history` is oldest first too."""
    steps = [*_changes(case, history, tuple(agencies)), *map(_noted, notes)]
    steps.sort(key=lambda step: (step.on, step.at))
    return [step.sentence for step in steps[-STEPS_LIMIT:]]


def formal_moment(moment: datetime) -> str:
    """「115年12月18日下午5時」; the end of a day is written without an hour."""
    local = moment.astimezone(TAIPEI)
    whole_day = (local.hour, local.minute) == (23, 59)
    return formal_date(local.date()) + ("" if whole_day else _hour(local.time()))


def stopped(text: str) -> str:
    """End a text with one full stop."""
    return f"{text.rstrip('。.，,；; ')}。"


def with_formal_dates(text: str, *, today: date) -> str:
    """Write 「12/18（五）」 as 「115年12月18日」; what was typed in words stays."""
    try:
        found = find_dates(text, today=today)
    except BadDateError:
        return text
    pieces: list[str] = []
    at = 0
    for day in found:
        if "/" in text[day.start : day.end] and text[day.end : day.end + 1] not in _NO_DAY:
            pieces += (text[at : day.start], _written(day))
            at = day.end
    return _BLANK_AFTER.sub(r"\1", "".join((*pieces, text[at:])))


def _written(day: FoundDate) -> str:
    hour = _hour(day.at) if day.at else ""
    until = formal_date(day.until_on) if day.until_on else ""
    until += _hour(day.until_at) if day.until_at else ""
    until = f"至{until}" if until else ""
    return f"{formal_date(day.on)}{hour}{until}{'前' if day.is_limit else ''}"


def _hour(at: time) -> str:
    part = "上午" if at.hour < _NOON else "中午" if at.hour == _NOON else "下午"
    minute = f"{at.minute}分" if at.minute else ""
    return f"{part}{at.hour if at.hour <= _NOON else at.hour - _NOON}時{minute}"


def _changes(
    case: Case, history: Sequence[HistoryEntry], agencies: tuple[Agency, ...]
) -> list[_Step]:
    """Go back through the changes; what 結案 did to a closed case is told by its result."""
    told: list[_Step] = []
    stage, due_at, is_over = case.stage, case.due_at, case.closed_at is not None
    for entry in reversed(history):
        if entry.undone_at is not None:
            continue
        before = unpack(entry.before, case.id).fields
        reached = stage if "stage" in before else None
        moved_to, moved = due_at, "due_at" in before
        stage = Stage(str(before.get("stage", stage)))
        due_at = _moment(before["due_at"]) if moved else due_at
        closes, is_over = is_over and "closed_at" in before, is_over and "closed_at" not in before
        if closes:
            continue
        day = taipei_date(entry.at)
        if moved and due_at is not None and moved_to is not None and case.closed_at is None:
            text = f"辦理期限由{formal_moment(due_at)}調整為{formal_moment(moved_to)}"
            told.append(_Step(day, entry.at, text, joint="，"))
        if (text := _said(entry, reached, agencies)) != "":
            told.append(_Step(_stage_day(entry), entry.at, text))
    return told[::-1]


def _said(entry: HistoryEntry, reached: Stage | None, agencies: tuple[Agency, ...]) -> str:
    if entry.action == "重啟":
        return "重啟續辦"
    if entry.action == "確認":
        named = next((a for a in agencies if entry.summary.startswith(a.short)), None)
        return entry.summary.replace(named.short, named.name, 1) if named else entry.summary
    return REACHED[reached] if reached is not None and entry.action != "登記" else ""


def _stage_day(entry: HistoryEntry) -> date:
    """Return the day that was named with a stage, else the day it was written down."""
    written = taipei_date(entry.at)
    named = _STAGE_DAY.search(entry.summary)
    found = find_dates(named[1], today=written) if named else ()
    return found[0].on if found else written


def _noted(note: Note) -> _Step:
    on = taipei_date(note.written_at)
    text = with_formal_dates(" ".join(note.text.split()), today=on)
    return _Step(on, note.written_at, text, joint="，")


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
