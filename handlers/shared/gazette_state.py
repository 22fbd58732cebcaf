"""Which issues of the gazette are known: what a list of notices may claim. Pure.

It comes out about 18:30 of each working day and shows its latest issue only: a day that nobody
looked is a day that is not known.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.sources.errors import Trouble
from handlers.shared.roc_date import TAIPEI, show_date, taipei_date
from handlers.shared.work_calendar import WorkCalendar, days_between
from storage.records.notices import GazetteState

ONE_DAY = timedelta(days=1)
GRACE = time(12)  # of the next day: an issue that was not read by then is missing
SHOWN_GAPS = 3
LASTS = timedelta(days=60)  # what was noticed before is over, or nearly so
LOOKS_BACK = LASTS + timedelta(days=14)  # a holiday before that is no gap
_WORDS = {
    Trouble.UNREACHABLE: "連不上",
    Trouble.BUSY: "忙線中",
    Trouble.GONE: "網頁不在了",
    Trouble.REFUSED: "不給看",
    Trouble.UNREADABLE: "改版，讀不懂",
    Trouble.TOO_LARGE: "資料太大",
    Trouble.FORBIDDEN: "網址不對",
    Trouble.PAGE: "變成一般網頁",
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which issues were read: what a list may and may not claim."""

    state: GazetteState | None
    issues: tuple[date, ...]  # of the last LOOKS_BACK, in order
    calendar: WorkCalendar

    def stands_since(self, *, now: datetime) -> date | None:
        """Return the latest issue when a newer one should be known; None while it is fresh."""
        latest = self.latest
        return latest if latest is not None and latest < expected(self.calendar, now) else None

    @property
    def latest(self) -> date | None:
        """The latest issue that was read, however long ago."""
        if self.issues:
            return self.issues[-1]
        return self.state.issue_on if self.state is not None else None

    @property
    def gaps(self) -> tuple[date, ...]:
        """The working days between the first and the latest issue of which none was read."""
        if not self.issues:
            return ()
        known = frozenset(self.issues)
        between = days_between(self.issues[0], self.issues[-1])
        return tuple(d for d in between if d not in known and self.calendar.is_workday(d))

    def words(self, *, now: datetime) -> str:
        """Say what a list lacks: 「公報資料停在 12/4（五）（連不上）」; "" when nothing."""
        if self.latest is None:
            tried = self.state is not None and self.state.trouble
            return f"公報還沒讀到{self._why()}，只列輸入的" if tried else "公報還沒讀過，只列輸入的"
        today = taipei_date(now)
        begun = bool(self.issues) and self.issues[0] > today - LASTS
        since = (
            f"公報從 {show_date(self.issues[0], today=today)}起讀，更早的請輸入" if begun else ""
        )
        return "；".join(part for part in (self.missing(now=now), since) if part)

    def missing(self, *, now: datetime) -> str:
        """Say which issues should have been read and were not; "" when none."""
        today = taipei_date(now)
        parts: list[str] = []
        if since := self.stands_since(now=now):
            parts.append(f"公報資料停在 {show_date(since, today=today)}{self._why()}")
        if gaps := self.gaps:
            more = "等" if len(gaps) > SHOWN_GAPS else ""
            days = "、".join(f"{d.month}/{d.day}" for d in gaps[-SHOWN_GAPS:])
            parts.append(f"{days}{more}那幾期沒讀到" if len(gaps) > 1 else f"{days} 那期沒讀到")
        return "；".join(parts)

    def line(self, *, now: datetime) -> str:
        """Say for 狀態 how the reading goes; "" when the gazette was never asked."""
        if self.state is None:
            return ""
        if self.latest is None:
            return f"還沒有讀到{self._why()}"
        today = taipei_date(now)
        if since := self.stands_since(now=now):
            return f"資料停在 {show_date(since, today=today)}{self._why()}"
        gaps = f"，缺 {len(self.gaps)} 期" if self.gaps else ""
        return f"正常，讀到 {show_date(self.latest, today=today)}{gaps}"

    def _why(self) -> str:
        trouble = self.state.trouble if self.state is not None else ""
        return f"（{_WORDS[Trouble(trouble)]}）" if trouble else ""


def expected(calendar: WorkCalendar, now: datetime) -> date:
    """Return the day of the issue that should be known by now."""
    local = now.astimezone(TAIPEI)
    day = local.date() - ONE_DAY
    return calendar.last_workday(day if local.time() >= GRACE else day - ONE_DAY)
