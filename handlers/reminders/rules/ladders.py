"""The rungs (提醒梯次) as an administrator sets them: 「兩個月 14 5 1」, 「短 3 0」. Pure."""

import re
from dataclasses import dataclass

from handlers.reminders.rules.entry_errors import LadderError, PatienceError
from handlers.reminders.rules.rungs import Ladder
from handlers.shared.day_words import number

MOST_RUNGS = 5
MOST_PATIENCE = 5  # working days
_NUMBER = re.compile(r"\d{1,4}|當天|[一二兩三四五](?=\s*個?工作天)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the ladders: how it is called, and the largest number it may hold."""

    setting: str
    label: str
    most: int  # working days before
    words: re.Pattern[str]


KINDS = (
    Kind(
        "long", "兩個月的（正式回應）", 40, re.compile(r"[兩二2]\s*個月的?|長期|長(?!官)|正式回應")
    ),
    Kind("short", "7 到 14 天的", 10, re.compile(r"7\s*[到至-]\s*14\s*天的?|短期?|公告期程")),
    Kind("typed", "長官期限", 20, re.compile(r"長官期限|長官交辦|長官")),
)


def read_rungs(text: str) -> tuple[Kind, tuple[int, ...]]:
    """Read which ladder and its numbers, the largest first. Raises LadderError."""
    for kind in KINDS:
        found = kind.words.search(text)
        if found is None:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        numbers = {0 if n == "當天" else number(n) for n in _NUMBER.findall(rest)}
        if not 0 < len(numbers) <= MOST_RUNGS or max(numbers) > kind.most:
            raise LadderError(
                f"{kind.label}要 1 到 {MOST_RUNGS} 個數字，各在 0 到 {kind.most} 之間"
            )
        return kind, tuple(sorted(numbers, reverse=True))
    raise LadderError("要設哪一種看不出來：兩個月、短、長官")


def read_patience(text: str) -> int:
    """Read 「1 個工作天」. Raises PatienceError."""
    numbers = [number(n) for n in _NUMBER.findall(text) if n != "當天"] or [0]
    if len(numbers) > 1 or not 0 < numbers[0] <= MOST_PATIENCE:
        raise PatienceError(MOST_PATIENCE)
    return numbers[0]


def ladder_lines(ladder: Ladder) -> tuple[tuple[str, str], ...]:
    """Return each ladder's name and its rungs in words."""
    numbers = {"long": ladder.long, "short": ladder.short, "typed": ladder.typed}
    return tuple((kind.label, rung_words(numbers[kind.setting])) for kind in KINDS)


def rung_words(numbers: tuple[int, ...]) -> str:
    """「前 14、5、1 個工作天」, 「前 3 個工作天、當天」."""
    before = "、".join(str(n) for n in numbers if n)
    parts = (f"前 {before} 個工作天" if before else "", "當天" if 0 in numbers else "")
    return "、".join(part for part in parts if part)
