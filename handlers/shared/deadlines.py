"""Deadlines: from a rule and the day of its event to the moment it ends, and why. Pure.

A due date that falls on a day off stays where it is, as on Join; `safe_on` is the last working
day before it, for 「請於 2/5（五）前」.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.shared.months import months_after
from handlers.shared.roc_date import TAIPEI
from handlers.shared.work_calendar import BASE, WorkCalendar, days_between
from storage.records.calendar import Pause
from storage.records.duties import Duty
from storage.records.rules import Event, Rule, Span

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)  # 23:59:59 and the 00:00 that follows are one end


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that was not counted, and why: 「春節」, 「週六」, 「停班（臺北市）颱風」."""

    on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a deadline came about, beyond what its rule says."""

    skipped: tuple[DayOff, ...] = ()  # days off passed over while working days were counted
    made_up: tuple[date, ...] = ()  # weekend days that were counted, because offices worked
    paused: tuple[Pause, ...] = ()  # election pauses that stopped the count
    paused_count: int = 0  # days that were not counted because of them
    clamped: bool = False  # the month has no such day, so its last was taken
    moved_from: DayOff | None = None  # the day off that the last day was moved back from
    certain: bool = True  # the official calendar of each year it touches is known
    by_rule_on: date | None = None  # the rule's last day, where the agency chose another


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a rule's time ends for one event."""

    rule: Rule
    event_on: date  # Taipei
    last_on: date  # the last day (Taipei) that counts, whole or in part
    due_at: datetime  # UTC
    safe_on: date  # the last working day by which it can be done
    day_off: str  # why `last_on` is a day off; "" when offices work on it
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class _Counted:
    last_on: date
    explanation: Explanation


def compute(
    rule: Rule, event_on: date, calendar: WorkCalendar = BASE, pauses: Sequence[Pause] = ()
) -> Deadline:
    """Work out the deadline of `rule` for an event on the day `event_on` (Taipei).

    Election pauses count only for rules that stop in them. Raises OverflowError or ValueError
    for a day that no calendar holds.
    """
    counted = _COUNTING[rule.span](rule, event_on, calendar, pauses)
    last_on, explanation = counted.last_on, counted.explanation
    day_off = calendar.why_off(last_on)
    moved_from = None
    if rule.moves_back and day_off:
        moved_from = DayOff(last_on, day_off)
        last_on, day_off = calendar.last_workday(last_on), ""
    certain = calendar.is_certain(event_on) and calendar.is_certain(last_on)
    return Deadline(
        rule=rule,
        event_on=event_on,
        last_on=last_on,
        due_at=_end_of(rule, last_on),
        safe_on=calendar.last_workday(last_on),
        day_off=day_off,
        explanation=replace(explanation, moved_from=moved_from, certain=certain),
    )


def ending_on(deadline: Deadline, on: date, calendar: WorkCalendar = BASE) -> Deadline:
    """Return a deadline that its agency lets end on another day, at the same hour."""
    explanation = replace(deadline.explanation, by_rule_on=deadline.last_on)
    return replace(
        deadline,
        last_on=on,
        due_at=_end_of(deadline.rule, on),
        safe_on=calendar.last_workday(on),
        day_off=calendar.why_off(on),
        explanation=explanation,
    )


def _end_of(rule: Rule, last_on: date) -> datetime:
    midnight = datetime.combine(last_on, time.min, TAIPEI)
    return (midnight + rule.ends).astimezone(UTC)


def pause_before(vote: Rule, vote_on: date) -> tuple[date, date]:
    """Return the first and the last day of the election pause before a vote.

    `vote` is the rule 選舉暫停 of its day; the day of the vote belongs to the pause.
    """
    if vote.event is not Event.VOTE:
        message = f"{vote.name} does not count from a vote"
        raise ValueError(message)
    return compute(vote, vote_on).last_on, vote_on


def differs(deadline: Deadline | Duty, told_at: datetime) -> timedelta:
    """Return how much later another source puts the deadline; nothing when it is the same end."""
    difference = told_at - deadline.due_at
    return difference if abs(difference) > ONE_SECOND else timedelta()


def is_a_year_late(deadline: Deadline | Duty, told_at: datetime) -> bool:
    """Whether another source is exactly one year late, as some of Join's records are."""
    ours, told = deadline.due_at.astimezone(TAIPEI), told_at.astimezone(TAIPEI)
    if told.year != ours.year + 1:
        return False
    same_day = (told.month, told.day) == (ours.month, ours.day)
    leap_day = (ours.month, ours.day) == (2, 29) and (told.month, told.day) in {(2, 28), (3, 1)}
    return same_day or leap_day


def _count_workdays(
    rule: Rule, event_on: date, calendar: WorkCalendar, _pauses: Sequence[Pause]
) -> _Counted:
    if rule.length >= 0:
        last_on = calendar.after(event_on, rule.length)
        passed = days_between(event_on + ONE_DAY, last_on)
    else:
        last_on = calendar.before(event_on, -rule.length)
        passed = days_between(last_on, event_on - ONE_DAY)
    off = tuple(DayOff(day, calendar.why_off(day)) for day in passed if calendar.why_off(day))
    made_up = tuple(
        day for day in passed if day.isoweekday() in {6, 7} and calendar.is_workday(day)
    )
    return _Counted(last_on, Explanation(skipped=off, made_up=made_up))


def _count_days(
    rule: Rule, event_on: date, _calendar: WorkCalendar, pauses: Sequence[Pause]
) -> _Counted:
    if not rule.stops_in_pause or rule.length < 0:
        return _Counted(event_on + timedelta(days=rule.length), Explanation())
    day, left, stopped = event_on, rule.length, 0
    met: dict[Pause, None] = {}
    while left:
        day += ONE_DAY
        pause = next((pause for pause in pauses if pause.covers(day)), None)
        if pause is None:
            left -= 1
        else:
            stopped += 1
            met[pause] = None
    return _Counted(day, Explanation(paused=tuple(met), paused_count=stopped))


def _count_months(
    rule: Rule, event_on: date, _calendar: WorkCalendar, _pauses: Sequence[Pause]
) -> _Counted:
    last_on = months_after(event_on, rule.length)
    return _Counted(last_on, Explanation(clamped=last_on.day != event_on.day))


def _day_of_last_month(
    rule: Rule, event_on: date, _calendar: WorkCalendar, _pauses: Sequence[Pause]
) -> _Counted:
    last = event_on.replace(day=1) - ONE_DAY
    wanted = min(rule.length, last.day)
    return _Counted(last.replace(day=wanted), Explanation(clamped=wanted < rule.length))


_COUNTING: dict[Span, Callable[[Rule, date, WorkCalendar, Sequence[Pause]], _Counted]] = {
    Span.WORKDAYS: _count_workdays,
    Span.DAYS: _count_days,
    Span.MONTHS: _count_months,
    Span.DAY_OF_LAST_MONTH: _day_of_last_month,
}
