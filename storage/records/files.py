"""Files that somebody fetches for a while by a secret address."""

from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """Which table lies behind an address."""

    ANSWERS = "answer"  # 點名檔案
    OPINIONS = "opinion"  # 參採表
    MEETING = "meeting"  # 會議前後


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAddress:
    """What an address leads to, and who asked for it."""

    kind: FileKind
    case_id: int
    officer_id: int
    part_id: int | None = None  # of ANSWERS: the question (點名)
