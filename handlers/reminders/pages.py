"""行事曆: an officer's dates as an iCalendar file (RFC 5545), read by calendar programs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol, cast

from icalendar import Alarm, Calendar, Component, Event

from handlers.reminders.rules.feed import CalendarDate, Shown
from handlers.shared.roc_date import TAIPEI

NAME = "PO 小幫手 期限"
DOMAIN = "po-xiaobangshou"  # the right half of every UID; never changes
REFRESH = timedelta(hours=1)  # how often a program is asked to look again
LENGTH = timedelta(minutes=30)  # of a date with an hour: the half hour before it ends
CANCELLED = "（已取消）"
# Which of its forms a value takes, where the property's usual one is another.
KINDS = {"refresh-interval": {"VALUE": "DURATION"}, "trigger": {"VALUE": "DATE-TIME"}}

Value = str | int | date | datetime | timedelta


class _Writable(Protocol):
    """A component of the library, whose own types are not complete."""

    def add(self, name: str, value: Value, parameters: Mapping[str, str] | None) -> None:
        """Add a property."""
        ...


def calendar_file(shown: Iterable[Shown]) -> bytes:
    """Write the calendar: UTF-8, CRLF, lines folded at 75 octets."""
    calendar = Calendar()
    _fill(
        calendar,
        {
            "prodid": "-//PO xiaobangshou//deadlines//ZH",
            "version": "2.0",
            "calscale": "GREGORIAN",
            "method": "PUBLISH",
            "x-wr-calname": NAME,
            "x-wr-timezone": TAIPEI.key,
            "refresh-interval": REFRESH,
            "x-published-ttl": "PT1H",
        },
    )
    for one in shown:
        calendar.add_component(_event(one))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: Shown) -> Event:
    entry, event = one.entry, Event()
    shown = one.date or CalendarDate(
        uid=entry.uid,
        title=entry.title,
        summary=f"{entry.title}{CANCELLED}",
        due_at=entry.due_at,
    )
    _fill(
        event,
        {
            "uid": f"{entry.uid}@{DOMAIN}",
            "sequence": entry.sequence,
            "dtstamp": entry.changed_at,
            "last-modified": entry.changed_at,
            "status": "CANCELLED" if entry.cancelled else "CONFIRMED",
            "summary": shown.summary,
            "transp": "TRANSPARENT",
            **dict(_when(shown)),
            **({"description": shown.notes} if shown.notes else {}),
        },
    )
    for moment in shown.alarms:
        alarm = Alarm()
        _fill(alarm, {"action": "DISPLAY", "description": shown.summary, "trigger": moment})
        event.add_component(alarm)
    return event


def _when(shown: CalendarDate) -> Iterator[tuple[str, Value]]:
    """Lay a date on its whole day, or on the half hour before it ends or after it begins."""
    if shown.is_whole_day:
        yield "dtstart", shown.day
        yield "dtend", shown.day + timedelta(days=1)
    else:
        ends = shown.due_at.astimezone(TAIPEI) + (LENGTH if shown.begins else timedelta())
        yield "dtstart", ends - LENGTH
        yield "dtend", ends


def _fill(component: Component, values: Mapping[str, Value]) -> None:
    target = cast("_Writable", component)
    for name, value in values.items():
        target.add(name, value, KINDS.get(name))
