"""主協辦協調 (協調單) and 點名: who says what of a case's parts, and one question to many."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Level(StrEnum):
    """Where the coordination of a case stands; it moves when a person presses."""

    OFFICERS = "PO 之間"
    HUB = "國發會"
    MINISTER = "政委辦公室"


class Stance(StrEnum):
    """What an agency says of its own part."""

    OURS = "本機關負責"
    NOT_OURS = "非本機關業務"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The one 協調單 of a case: where it stands, and what was proposed as its conclusion."""

    case_id: int
    opened_at: datetime
    level: Level = Level.OFFICERS
    due_on: date | None = None  # of this level; nothing happens by itself on that day
    proposed_at: datetime | None = None  # of the conclusion
    proposed_by: int | None = None  # officer id
    proposing_agency_id: int | None = None
    settled_at: datetime | None = None  # every agency named in it confirmed
    reminder_id: int | None = None  # of `due_on`


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelMove:
    """One step of a coordination, with the reason that was typed."""

    id: int
    case_id: int
    level: Level  # to where
    at: datetime
    agency_id: int
    officer_id: int
    reason: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one agency states as its own part, and on what grounds."""

    case_id: int
    agency_id: int
    stance: Stance
    part: str  # 「卡片製發」; "" when none was named
    grounds: str  # 「全民健康保險法第16條」
    said_at: datetime
    said_by: int  # officer id


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One row of a conclusion: who does what until when."""

    id: int
    case_id: int
    agency_id: int
    what: str
    due_on: date | None = None
    confirmed_at: datetime | None = None
    confirmed_by: int | None = None  # officer id
    by_telephone: bool = False  # noted by hand for an agency that nobody is bound for
    objection: str = ""
    reminder_id: int | None = None  # of `due_on`, once it is agreed


class AnswerKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    ATTENDANCE = "attendance"  # 會出席, 不出席, 待確認, or in words


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """點名: one question of the agency that owns a case to the others involved."""

    id: int
    case_id: int
    serial: int  # among those of the case, from 1
    agency_id: int  # who asks
    officer_id: int  # who asked
    question: str
    kind: AnswerKind
    due_at: datetime
    asked_at: datetime
    report_at: datetime | None = None  # when who asked is told how it stands
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether answers are still waited for."""
        return self.closed_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """What became of a question at one agency."""

    roll_call_id: int
    agency_id: int
    next_at: datetime | None = None  # when it is asked, and after that nudged once
    told_at: datetime | None = None  # None: nobody could be reached
    told_officer_id: int | None = None
    nudged_at: datetime | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: int | None = None  # officer id
    is_late: bool = False  # 補

    @property
    def is_answered(self) -> bool:
        """Whether the agency said something."""
        return self.answered_at is not None
