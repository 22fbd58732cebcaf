"""業務單位求救: a colleague's call for help to the own agency's officer."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What helps at once in one situation; storage/data/rescues.csv has them."""

    situation: str  # 「被提案打到」
    cues: tuple[str, ...]  # words that tell of it
    opening: str  # 「先不用回文。」
    things: tuple[str, str, str]  # to be prepared
    reminder: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescue:
    """That somebody asked for help, and who will get in touch. What was said is not kept."""

    id: int
    officer_id: int  # who asks
    agency_id: int
    situation: str
    asked_at: datetime
    told_id: int | None  # whom the bot told; None: nobody could be told
    taken_at: datetime | None = None  # when an officer said 我來聯絡
    taken_by: int | None = None  # officer id
