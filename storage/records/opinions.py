"""What people said on a case (意見), and what the agency makes of each (參採情形)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Source(StrEnum):
    """Who spoke, as far as it is kept: names are not."""

    NETIZEN = "網友"
    GROUP = "團體"
    AGENCY = "機關"


class Side(StrEnum):
    """Which side somebody is on, as typed or marked; nothing is guessed."""

    FOR = "贊成"
    AGAINST = "反對"
    UNSAID = ""


class Verdict(StrEnum):
    """What the agency makes of an opinion (參採情形)."""

    ADOPTED = "採納"
    PARTLY = "部分採納"
    DECLINED = "不採納"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One comment. Who said it is a keyed hash and a label that means nothing elsewhere."""

    id: int
    case_id: int
    serial: int  # within the case, from 1; as it is typed: 「37-3」
    source: Source
    person: int  # within the case and the kind of source, from 1: 「網友2」
    text: str  # encrypted at rest; "" once its time is over
    kept_at: datetime
    kept_by: int | None = None  # officer id; None: an operator
    author_key: str = ""  # of the name within this case; "" when none was given
    side: Side = Side.UNSAID
    said_on: date | None = None  # Taipei
    head_id: int | None = None  # 併入: the opinion whose answer is this one's too
    first_reply: str = ""  # 先回: said during the period, to clear up a misunderstanding
    verdict: Verdict | None = None
    reason: str = ""
    decided_at: datetime | None = None
    decided_by: int | None = None  # officer id
    source_message: str = ""  # platform:message id of the paste; taken back when it is unsent

    @property
    def label(self) -> str:
        """「網友2」."""
        return f"{self.source.value}{self.person}"

    @property
    def is_decided(self) -> bool:
        """Whether the agency has made up its mind; of a merged one its head says."""
        return self.verdict is not None
