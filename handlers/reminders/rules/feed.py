"""What an officer's calendar shows, and what changed since it was last asked for. Pure.

A calendar program asks again and again. What is there no more is shown as cancelled for a while,
with a higher sequence number, so that every program takes it away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from handlers.shared.due_words import DATE_KINDS
from handlers.shared.freshness import is_question
from handlers.shared.roc_date import END_OF_DAY, TAIPEI, show_date, taipei_date
from handlers.shared.work_calendar import WorkCalendar
from storage.records.cases import Case, Secrecy
from storage.records.duties import Duty, Reminder, ReminderState
from storage.records.feeds import FeedEntry
from storage.records.rules import Force

MOST_ADDRESSES = 5  # one for each device; more are a sign that they were given away
SHOWN_AS_CANCELLED = timedelta(days=60)
LONGEST_PAST = timedelta(days=180)  # after that even an open date leaves the calendar
ALARM_HOUR = time(9)  # when offices have opened
MAY_BE_LATE = "，過了補辦即可"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDate:
    """One date to be shown."""

    uid: str
    title: str  # number and rule: kept after the date is gone
    summary: str
    due_at: datetime  # UTC
    notes: str = ""
    alarms: tuple[datetime, ...] = ()  # UTC
    begins: bool = False  # `due_at` is when it begins, and not when it ends

    @property
    def is_whole_day(self) -> bool:
        """Whether it ends with its day, so that no hour is shown."""
        return self.due_at.astimezone(TAIPEI).time() in {END_OF_DAY, time.min}

    @property
    def day(self) -> date:
        """Its last day in Taipei; 00:00 ends the day before."""
        local = self.due_at.astimezone(TAIPEI)
        return (local - timedelta(seconds=1)).date() if local.time() == time.min else local.date()

    @property
    def fingerprint(self) -> str:
        """Return a hash of everything shown."""
        shown = [self.summary, self.notes, self.due_at.isoformat()]
        shown += [alarm.isoformat() for alarm in self.alarms]
        return sha256("\x00".join(shown).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One event of the calendar as it is written now."""

    entry: FeedEntry
    date: CalendarDate | None  # None: it is cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is written now, and what has to be kept or removed for next time."""

    shown: tuple[Shown, ...]
    changed: tuple[FeedEntry, ...]
    gone: tuple[str, ...]


def hash_token(token: str) -> str:
    """Return what is kept of an address."""
    return sha256(token.encode()).hexdigest()


def calendar_date(duty: Duty, case: Case, number: str, calendar: WorkCalendar) -> CalendarDate:
    """Make what the calendar shows of a duty; of a case that is not 一般, the number only."""
    uid = f"case{case.id}-agency{duty.agency_id}-{_ascii(duty.name)}"
    alarms = _alarms(duty, calendar)
    if case.secrecy is not Secrecy.NORMAL:
        return CalendarDate(
            uid=uid, title=number, summary=number, due_at=duty.due_at, alarms=alarms
        )
    title = f"{number} {duty.name}"
    return CalendarDate(
        uid=uid,
        title=title,
        summary=f"{title}：{case.subject}" if case.subject else title,
        due_at=duty.due_at,
        notes="\n".join(_notes(duty, number)),
        alarms=alarms,
    )


def wish_dates(wishes: Iterable[Reminder], cases: Mapping[int, Case]) -> list[CalendarDate]:
    """Make what the calendar shows of reminders that somebody set for themselves.

    What is told twice is one event; what comes again is one each time. A case that is over takes
    what still waits for it along.
    """
    last: dict[tuple[object, ...], Reminder] = {}
    for wish in wishes:
        case = cases.get(wish.case_id or 0)
        ended = case is not None and (case.closed_at or case.cancelled_at)
        if is_question(wish) or (ended and wish.state is ReminderState.WAITING):
            continue
        once = (wish.text, wish.about_at, wish.case_id)
        last[once if wish.about_at is not None else (wish.id,)] = wish
    return [_wish_date(w, cases.get(w.case_id or 0)) for w in last.values()]


def _wish_date(wish: Reminder, case: Case | None) -> CalendarDate:
    number = case.number if case is not None else ""
    hidden = case is not None and case.secrecy is not Secrecy.NORMAL
    summary = number if hidden else f"{number} {wish.text}".strip()
    moment = wish.about_at or wish.meant_at or wish.remind_at
    if not wish.timed:  # for the day: in the calendar it lasts until its end
        moment = datetime.combine(taipei_date(moment), END_OF_DAY, TAIPEI).astimezone(UTC)
    rings = moment if wish.timed else at_hour(taipei_date(wish.meant_at or wish.remind_at))
    return CalendarDate(
        uid=f"reminder{wish.id}",
        title=summary,
        summary=summary,
        due_at=moment,
        alarms=(rings,),
        begins=True,
    )


def compare(kept: Iterable[FeedEntry], dates: Iterable[CalendarDate], *, now: datetime) -> Feed:
    """Say what is shown now, given what was shown last time."""
    before: Mapping[str, FeedEntry] = {entry.uid: entry for entry in kept}
    current = {d.uid: d for d in dates if d.due_at > now - LONGEST_PAST}
    shown = [Shown(entry=_entry(before.get(d.uid), d, now), date=d) for d in current.values()]
    gone: list[str] = []
    for uid, entry in before.items():
        if uid in current:
            continue
        if not entry.cancelled:
            off = replace(entry, cancelled=True, sequence=entry.sequence + 1, changed_at=now)
            shown.append(Shown(entry=off, date=None))
        elif entry.changed_at > now - SHOWN_AS_CANCELLED:
            shown.append(Shown(entry=entry, date=None))
        else:
            gone.append(uid)
    shown.sort(key=lambda one: (one.entry.due_at, one.entry.uid))
    changed = tuple(one.entry for one in shown if before.get(one.entry.uid) != one.entry)
    return Feed(shown=tuple(shown), changed=changed, gone=tuple(gone))


def _entry(before: FeedEntry | None, shown: CalendarDate, now: datetime) -> FeedEntry:
    fresh = FeedEntry(
        uid=shown.uid,
        title=shown.title,
        due_at=shown.due_at,
        fingerprint=shown.fingerprint,
        sequence=0,
        changed_at=now,
    )
    if before is None:
        return fresh
    if before.fingerprint == fresh.fingerprint and not before.cancelled:
        return before
    return replace(fresh, sequence=before.sequence + 1)


def _alarms(duty: Duty, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """Ring on the last working day it can be done, and on the one before."""
    days = (calendar.before(duty.safe_on, 1), duty.safe_on)
    moments = map(at_hour, days)
    return tuple(moment for moment in moments if moment < duty.due_at)


def at_hour(day: date) -> datetime:
    """Return when an alarm of a day rings, in UTC."""
    return datetime.combine(day, ALARM_HOUR, TAIPEI).astimezone(UTC)


def _notes(duty: Duty, number: str) -> Iterable[str]:
    late = MAY_BE_LATE if duty.force is Force.REFERENCE else ""
    yield DATE_KINDS[duty.force] + late + ("（暫定，待確認）" if duty.provisional else "")
    if duty.day_off:
        yield f"當天{duty.day_off}，請於 {show_date(duty.safe_on, today=duty.last_on)}前"
    yield f"為什麼是這天：私訊小幫手「為什麼 {number} {duty.name}」"


def _ascii(name: str) -> str:
    """Return a short name of a rule that every calendar program takes."""
    return sha256(name.encode()).hexdigest()[:12]
