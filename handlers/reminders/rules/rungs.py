"""On which days a duty is told: the rungs (提醒梯次). Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.shared.roc_date import END_OF_DAY, TAIPEI, taipei_date
from handlers.shared.windows import Window
from handlers.shared.work_calendar import WorkCalendar
from storage.records.duties import SUPERIOR, Duty

SETTING = "reminder-rungs/"  # + long, short, typed: working days before, 「14,5,1」
LADDER_SETTINGS = frozenset(f"{SETTING}{name}" for name in ("long", "short", "typed", "patience"))
LONG_SPAN = timedelta(days=30)
_NUMBERS = re.compile(r"\d{1,3}(?:,\d{1,3})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """How many working days before its last working day a duty is told; 0 is that day."""

    long: tuple[int, ...] = (14, 5, 1)  # two months
    short: tuple[int, ...] = (3, 0)  # 7 to 14 days
    typed: tuple[int, ...] = (1, 0)  # 長官期限
    patience: int = 1  # working days until the deputy is asked, then the team


DEFAULT_LADDER = Ladder()


def read_ladder(setting: Callable[[str], str | None]) -> Ladder:
    """Take the rungs from the settings; what is missing or no list of numbers is the default."""

    def numbers(name: str, default: tuple[int, ...]) -> tuple[int, ...]:
        text = (setting(f"{SETTING}{name}") or "").replace(" ", "")
        if _NUMBERS.fullmatch(text) is None:
            return default
        return tuple(sorted({int(n) for n in text.split(",")}, reverse=True))

    default = DEFAULT_LADDER
    return Ladder(
        long=numbers("long", default.long),
        short=numbers("short", default.short),
        typed=numbers("typed", default.typed),
        patience=max(1, numbers("patience", (default.patience,))[0]),
    )


@dataclass(frozen=True, slots=True)
class Rung:
    """One moment at which a duty is told."""

    remind_at: datetime  # UTC; 00:00 in Taipei: in the morning card of that day
    timed: bool = False
    urgent: bool = False  # only for who marked the case as urgent


def start_of(day: date) -> datetime:
    """Return 00:00 in Taipei of a day, in UTC: from then on its morning card is due."""
    return datetime.combine(day, time.min, TAIPEI).astimezone(UTC)


def rungs(
    duty: Duty, ladder: Ladder, calendar: WorkCalendar, window: Window, *, today: date
) -> tuple[Rung, ...]:
    """Return the rungs that lie after `today`: what was due before needs no telling.

    All are working days: those before a last day that is off count from the one before it.
    """
    wanted = _steps(duty, ladder)
    found = {calendar.before(duty.safe_on, n): n for n in wanted}
    usual = tuple(
        _rung(duty, day, window) if n == 0 else Rung(start_of(day))
        for day, n in sorted(found.items())
        if day > today or (n == 0 and _hour(duty) and day == today)
    )
    return (*usual, *_out_of_hours(duty, calendar, window, today=today))


def _out_of_hours(
    duty: Duty, calendar: WorkCalendar, window: Window, *, today: date
) -> tuple[Rung, ...]:
    """Return the very moment of a deadline that ends in a time of rest: for who wants it so."""
    local = duty.due_at.astimezone(TAIPEI)
    chosen = duty.name == SUPERIOR and local.time() < END_OF_DAY and local.date() >= today
    if not chosen or window.holds(duty.due_at, calendar):
        return ()
    return (Rung(duty.due_at, timed=True, urgent=True),)


def _steps(duty: Duty, ladder: Ladder) -> tuple[int, ...]:
    if duty.name == SUPERIOR:
        return ladder.typed
    span = duty.last_on - duty.event_on if duty.event_on else timedelta()
    return ladder.long if span >= LONG_SPAN else ladder.short


def _hour(duty: Duty) -> time | None:
    """Return the hour that somebody chose; None for the end of a day."""
    local = duty.due_at.astimezone(TAIPEI)
    chosen = duty.name == SUPERIOR and local.time() < END_OF_DAY
    return local.time() if chosen and taipei_date(duty.due_at) == duty.safe_on else None


def _rung(duty: Duty, day: date, window: Window) -> Rung:
    """Return the rung of the last day: at the hour chosen, as far as that is no time of rest."""
    hour = _hour(duty)
    if hour is None:
        return Rung(start_of(day))
    kept = min(max(hour, window.opens), window.closes)
    return Rung(datetime.combine(day, kept, TAIPEI).astimezone(UTC), timed=True)
