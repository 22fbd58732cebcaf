"""提點子週報: which petitions are worth a line once a week, and in what order. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.petitions.rules.outlook import ENOUGH
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.work_calendar import WorkCalendar
from storage.records.petitions import CountSpan

WEEK, DAY = timedelta(days=7), timedelta(days=1)
DAYS_OF_WEEK = 7
MOVED = 0.01  # of the goal in a week: less is no news
PREPARES = time(8)  # Taipei: the cards are made before anybody is told anything
OPENS, CLOSES = time(8, 30), time(17, 30)  # Taipei; in an outage the week's digest comes late
GROUP_SETTING = "petition-digest-group/"  # + chat id: "1" where an officer asked for it
SAID = "petition-digest-said"  # the week that was told last, 「2026-W50」


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One petition as the digest sees it."""

    join_id: str
    count: int
    grown: int | None  # in the last seven days; None: not watched for so long
    goal: int
    chance: float
    is_new: bool  # opened in the last seven days
    days_left: int | None
    is_assigned: bool  # Join or a case names the agency; else it is only guessed

    @property
    def has_moved(self) -> bool:
        """Whether so many endorsed it this week that it is news."""
        return self.grown is not None and abs(self.grown) >= MOVED * self.goal

    @property
    def ends_soon(self) -> bool:
        """Whether this week is its last."""
        return self.days_left is not None and self.days_left < DAYS_OF_WEEK

    @property
    def is_worth_it(self) -> bool:
        """Whether there is anything to say; of a guess less is worth it."""
        ending = self.ends_soon and (self.is_assigned or self.count >= ENOUGH * self.goal)
        return self.is_new or self.has_moved or ending


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return what is worth it: the agency's own first, then what is likeliest to pass."""
    worth = (one for one in entries if one.is_worth_it)
    return sorted(
        worth,
        key=lambda one: (not one.is_assigned, -one.chance, -(one.grown or 0), -one.count),
    )


def grown_in_week(
    spans: Sequence[CountSpan], *, opened_at: datetime | None, now: datetime
) -> int | None:
    """Return how many came in seven days, or at least did since it is watched; None: unknown."""
    if not spans:
        return None
    start = now - WEEK
    known = [span for span in spans if span.first_at <= start]
    if known:
        return spans[-1].count - known[-1].count
    if opened_at is not None and opened_at >= start:
        return spans[-1].count
    return spans[-1].count - spans[0].count if now - spans[0].first_at >= DAY else None


def week_of(now: datetime) -> str:
    """「2026-W50」, of the day in Taipei."""
    year, week, _ = taipei_date(now).isocalendar()
    return f"{year}-W{week:02}"


def is_the_hour(calendar: WorkCalendar, *, now: datetime, since: time = OPENS) -> bool:
    """Whether it is the first working day of the week, in office hours or `since` before."""
    today = taipei_date(now)
    local = now.astimezone(TAIPEI).time()
    return today == _first_workday(today, calendar) and since <= local <= CLOSES


def _first_workday(today: date, calendar: WorkCalendar) -> date:
    return calendar.first_workday(today - timedelta(days=today.weekday()))


def week_words(entry: Entry) -> str:
    """「新，3,180 份，這週 +640」."""
    grown = "" if entry.grown is None or entry.is_new else f"這週 {entry.grown:+,}"
    parts = ("新" if entry.is_new else "", f"{entry.count:,} 份", grown)
    return "，".join(part for part in parts if part)
