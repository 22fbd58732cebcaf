"""A calendar program: reads an iCalendar file with a real parser, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, cast

import icalendar


class _Value(Protocol):
    """A property as the parser gives it."""

    dt: date | datetime
    params: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class SeenEvent:
    """One event as a calendar program shows it."""

    uid: str
    summary: str
    status: str
    sequence: int
    start: date | datetime
    end: date | datetime
    zone: str  # TZID of the end; "" for a whole day
    description: str
    rings: tuple[datetime, ...]
    raw: str


@dataclass(frozen=True, kw_only=True)
class SeenCalendar:
    """A whole file. `errors` is what the parser could not make sense of."""

    name: str
    zones: tuple[str, ...]
    events: tuple[SeenEvent, ...]
    errors: tuple[str, ...]

    def by_summary(self) -> dict[str, SeenEvent]:
        return {event.summary: event for event in self.events}


def read_calendar(data: bytes) -> SeenCalendar:
    calendar = icalendar.Calendar.from_ical(data)
    assert isinstance(calendar, icalendar.Calendar)
    parts = _inside(calendar)
    return SeenCalendar(
        name=_text(calendar, "X-WR-CALNAME"),
        zones=tuple(_text(part, "TZID") for part in parts if part.name == "VTIMEZONE"),
        events=tuple(_event(part) for part in parts if part.name == "VEVENT"),
        errors=tuple(str(error) for part in (calendar, *parts) for error in part.errors),
    )


def _inside(component: icalendar.Component) -> tuple[icalendar.Component, ...]:
    inner = tuple(component.subcomponents)
    return tuple(part for one in inner for part in (one, *_inside(one)))


def _event(event: icalendar.Component) -> SeenEvent:
    for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE"):
        assert name in event, name
    end = _value(event, "DTEND")
    alarms = [_value(part, "TRIGGER").dt for part in _inside(event)]
    return SeenEvent(
        uid=_text(event, "UID"),
        summary=_text(event, "SUMMARY"),
        status=_text(event, "STATUS"),
        sequence=int(_text(event, "SEQUENCE")),
        start=_value(event, "DTSTART").dt,
        end=end.dt,
        zone=end.params.get("TZID", ""),
        description=_text(event, "DESCRIPTION"),
        rings=tuple(moment for moment in alarms if isinstance(moment, datetime)),
        raw=event.to_ical().decode(),
    )


def _text(component: icalendar.Component, name: str) -> str:
    return str(cast("object", component.get(name, "")))


def _value(component: icalendar.Component, name: str) -> _Value:
    return cast("_Value", component[name])
