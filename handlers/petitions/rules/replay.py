"""`pobot replay-endorsements`: a file of looks in, a file of warnings out. Pure.

The goal is the shipped threshold of the day on which a petition was approved.

Observations are rows of idea_id, observed_at, count, approved_at, endorse_due in order of time;
warnings are rows of idea_id, warned_at, level. Times without a zone are Taipei's.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime

from handlers.petitions.errors import UnreadableLooksError
from handlers.petitions.rules.course import Look, Terms
from handlers.petitions.rules.warning import EarlyWarning, Sighting, warnings_of
from handlers.shared.roc_date import TAIPEI, taipei_date
from storage.threshold_sheet import passing_count

COLUMNS = ("idea_id", "observed_at", "count", "approved_at", "endorse_due")
HEADER = ("idea_id", "warned_at", "level")
MOST_DIGITS = 9
Row = dict[str | None, str | list[str] | None]
GoalOn = Callable[[date], int | None]


def replay(lines: Iterable[str], *, goal_on: GoalOn = passing_count) -> tuple[str, str]:
    """Return the file of warnings, and what the operator reads. Raises UnreadableLooksError."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    counts: dict[str, int] = {}
    for warning in warnings_of(read_looks(lines, goal_on=goal_on)):
        writer.writerow(_cells(warning))
        level = warning.level.name.lower()
        counts[level] = counts.get(level, 0) + 1
    watched, acted = counts.get("watch", 0), counts.get("act", 0)
    return out.getvalue(), f"留意 {watched} 件，其中 {acted} 件請準備"


def read_looks(lines: Iterable[str], *, goal_on: GoalOn = passing_count) -> Iterator[Sighting]:
    """Read the looks one by one. Raises UnreadableLooksError."""
    rows: Iterator[Row] = csv.DictReader(lines, strict=True)
    last: datetime | None = None
    number = 1  # the header's
    try:
        for number, row in enumerate(rows, start=2):
            sighting = _sighting(row, number, goal_on)
            if last is not None and sighting.look.at < last:
                raise UnreadableLooksError("比前一列早，要依時間排列", row=number)
            last = sighting.look.at
            yield sighting
    except csv.Error:
        raise UnreadableLooksError("讀不懂，不是 CSV", row=number + 1) from None
    except UnicodeDecodeError:
        raise UnreadableLooksError("的文字不是 UTF-8") from None
    if last is None:
        raise UnreadableLooksError("沒有資料")


def _sighting(row: Row, number: int, goal_on: GoalOn) -> Sighting:
    cells = {name: _cell(row, name, number) for name in COLUMNS}
    start = _moment(cells["approved_at"], number)
    goal = goal_on(taipei_date(start))
    if goal is None:
        raise UnreadableLooksError("的檢核通過日還沒有成案門檻", row=number)
    terms = Terms(start=start, due=_moment(cells["endorse_due"], number), goal=goal)
    look = Look(_moment(cells["observed_at"], number), _count(cells["count"], number))
    return Sighting(cells["idea_id"], look, terms)


def _cell(row: Row, name: str, number: int) -> str:
    cell = row.get(name)
    if name not in row:
        raise UnreadableLooksError(f"少了欄位 {name}")
    if not isinstance(cell, str) or not cell.strip():
        raise UnreadableLooksError(f"的 {name} 是空的", row=number)
    return cell.strip()


def _moment(cell: str, number: int) -> datetime:
    try:
        moment = datetime.fromisoformat(cell)
        return (moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableLooksError(f"的時間看不懂：{cell[:20]}", row=number) from None


def _count(cell: str, number: int) -> int:
    digits = cell.replace(",", "")
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise UnreadableLooksError(f"的附議數看不懂：{cell[:20]}", row=number)
    return int(digits)


def _cells(warning: EarlyWarning) -> tuple[str, str, str]:
    at = warning.look.at.astimezone(TAIPEI).replace(tzinfo=None).isoformat(timespec="seconds")
    return warning.petition, at, warning.level.name.lower()
