"""How a roll-call stands: counts for groups, a table for who asked. Blames nobody. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.shared.roc_date import show_moment
from storage.records.agencies import Agency
from storage.records.coordination import RollCall, RollEntry

HEADINGS = ("機關", "回答", "時間", "備註")
FORGOTTEN = "（已過保存期限）"  # in place of an answer that was kept long enough


class Mark(StrEnum):
    """What stands beside an agency."""

    NONE = ""
    LATE = "補"
    WAITING = "待答"
    ON_ITS_WAY = "待送"  # outside of the hours
    NOT_REACHED = "未聯絡上"


@dataclass(frozen=True, slots=True)
class Counts:
    """「5 個機關答了 3 個」."""

    asked: int
    answered: int
    not_reached: int

    @property
    def words_for_others(self) -> str:
        """What a group and others read: of one agency a count would be its name."""
        return self.words if self.asked > 1 else "只問一個機關，進度只有提問的機關看得到"

    @property
    def words(self) -> str:
        """Numbers, no names: fit for a group."""
        reached = f"，{self.not_reached} 個未聯絡上" if self.not_reached else ""
        return f"{self.asked} 個機關答了 {self.answered} 個{reached}"


def mark_of(entry: RollEntry, bound_ids: frozenset[int]) -> Mark:
    """Return the mark of one agency; `bound_ids` are the agencies with somebody to be reached."""
    if entry.is_answered:
        return Mark.LATE if entry.is_late else Mark.NONE
    if entry.told_at is not None:
        return Mark.WAITING
    return Mark.ON_ITS_WAY if entry.agency_id in bound_ids else Mark.NOT_REACHED


def count(entries: Iterable[RollEntry], bound_ids: frozenset[int]) -> Counts:
    """Count who answered and who could not be reached."""
    marks = [mark_of(entry, bound_ids) for entry in entries]
    return Counts(
        asked=len(marks),
        answered=sum(mark in {Mark.NONE, Mark.LATE} for mark in marks),
        not_reached=sum(mark is Mark.NOT_REACHED for mark in marks),
    )


def table(
    entries: Sequence[RollEntry],
    agencies: Mapping[int, Agency],
    bound_ids: frozenset[int],
    *,
    today: date,
) -> tuple[tuple[str, ...], ...]:
    """Return the rows below `HEADINGS`: those with an answer first, as far as it was given."""
    ordered = sorted(entries, key=lambda e: (not e.is_answered, e.agency_id))
    return tuple(
        (
            agencies[entry.agency_id].name,
            entry.answer or (FORGOTTEN if entry.is_answered else ""),
            show_moment(entry.answered_at, today=today) if entry.answered_at else "",
            mark_of(entry, bound_ids).value,
        )
        for entry in ordered
    )


def table_text(roll: RollCall, number: str, rows: Sequence[Sequence[str]]) -> str:
    """Write the answers as plain text, one line an agency."""
    lines = [f"{number} 第 {roll.serial} 題：{roll.question}"]
    for name, answer, when, mark in rows:
        note = f"（{mark}）" if mark else ""
        told = f"{answer}　{when}" if answer else ""
        lines.append(f"{name}：{told}{note}")
    return "\n".join(lines)
