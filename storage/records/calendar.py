"""What is known of days beyond the base calendar: the official one, closures, election pauses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

DEFAULT_COUNTY = "臺北市"  # where an agency sits unless somebody said otherwise
COUNTIES = (
    *("臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市", "基隆市", "新竹市"),
    *("嘉義市", "新竹縣", "苗栗縣", "彰化縣", "南投縣", "雲林縣", "嘉義縣", "屏東縣"),
    *("宜蘭縣", "花蓮縣", "臺東縣", "澎湖縣", "金門縣", "連江縣"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDay:
    """One day of an imported official calendar (行政院人事行政總處)."""

    on: date
    working: bool
    remark: str = ""  # 備註: 「春節」, 「調整上班」


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A whole day on which a county's offices are closed (停班), entered by hand."""

    county: str  # one of COUNTIES
    on: date
    reason: str  # 「颱風」
    entered_at: datetime
    entered_by: int | None = None  # officer id; None: the operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """選舉期間暫停提議及附議, both days inclusive; entered by the hub."""

    id: int
    starts_on: date
    ends_on: date
    reason: str  # 「115 年地方公職人員選舉」
    entered_at: datetime
    entered_by: int | None = None  # officer id

    def covers(self, day: date) -> bool:
        """Whether proposals and endorsements stand still on `day`."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CalendarEntries:
    """All of it as of one version; the same object as long as nothing changed."""

    version: int = 0
    days: Mapping[date, OfficialDay] = field(default_factory=dict[date, OfficialDay])
    closures: tuple[Closure, ...] = ()  # by day, then county
    pauses: tuple[Pause, ...] = ()  # by first day

    @property
    def years(self) -> frozenset[int]:
        """The years whose official calendar was imported."""
        return frozenset(day.year for day in self.days)
