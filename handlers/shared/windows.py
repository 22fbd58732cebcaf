"""When somebody may be reminded: their hours on working days (提醒時間). Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from handlers.shared.roc_date import TAIPEI
from handlers.shared.work_calendar import WorkCalendar
from storage.records.officers import NOT_ON, TOLD_ON

SETTING = "reminder-window/"  # + officer id: 「09:00-17:00」
URGENT = "reminder-urgent/"  # + case id / officer id: "1" for a case that somebody marked (急件)
WARNINGS_OFF = "petition-warnings-off/"  # + officer id: "1" for who wants no 預警
DIGEST = "petition-digest/"  # + officer id: "1" for who wants 提點子週報, "0" for who does not
NOTICES_OFF = "notice-weekly-off/"  # + officer id: "1" for who wants no 預告週報
COUNTS_DRAFT = "counts-draft/"  # + officer id: counts that were pasted and wait for 存件數
OWN = (SETTING, f"{URGENT}%/", WARNINGS_OFF, NOTICES_OFF, TOLD_ON, f"{NOT_ON}%/", COUNTS_DRAFT)
_HOUR = r"(?P<{0}h>\d{{1,2}})(?:[:點時](?P<{0}m>[0-5]\d|半)?)?分?"
_WINDOW = re.compile(rf"{_HOUR.format('a')}\s*(?:-|~|－|～|–|—|到|至)\s*{_HOUR.format('b')}\s*")
_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_EARLIEST, _LATEST = time(6), time(22)  # nobody is woken, not even on request


def mark_name(case_id: int, officer_id: int) -> str:
    """Return the setting that says whether somebody marked a case; it goes to no successor."""
    return f"{URGENT}{case_id}/{officer_id}"


def own_settings(officer_id: int) -> tuple[str, ...]:
    """Return the settings that are one person's, to be forgotten with them; 「%」 is any case."""
    return tuple(f"{one}{officer_id}" for one in OWN)


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when, Taipei, both inclusive."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)

    def holds(self, moment: datetime, calendar: WorkCalendar) -> bool:
        """Whether it is open at a moment."""
        local = moment.astimezone(TAIPEI)
        return calendar.is_workday(local.date()) and self.opens <= local.time() <= self.closes

    def next_opening(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """Return the moment itself when the window is open, else when it opens next, UTC."""
        if self.holds(moment, calendar):
            return moment
        local = moment.astimezone(TAIPEI)
        day = local.date()
        if not calendar.is_workday(day) or local.time() > self.closes:
            day = calendar.first_workday(day + timedelta(days=1))
        return datetime.combine(day, self.opens, TAIPEI).astimezone(UTC)

    @property
    def text(self) -> str:
        """「08:30-17:30」, as it is kept and typed."""
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


USUAL = Window()


def read_window(text: str) -> Window | None:
    """Read 「9-17」, 「08:30-17:30」, 「9點半到18點」; None when it is no window of a day."""
    match = _WINDOW.fullmatch(text.strip().translate(_WIDTH))
    if match is None:
        return None
    opens, closes = _time(match["ah"], match["am"]), _time(match["bh"], match["bm"])
    if opens is None or closes is None or not _EARLIEST <= opens < closes <= _LATEST:
        return None
    return Window(opens, closes)


def _time(hour: str, minute: str | None) -> time | None:
    minutes = 30 if minute == "半" else int(minute or 0)
    return time(int(hour), minutes) if int(hour) < 24 else None  # noqa: PLR2004  # of a day
