"""A topic's volume and the season, written down between two hours and read again. Pure."""

from collections import deque
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

import orjson

from handlers.watch.rules.detectors import BURST_BAR, HIGH_PART, AlarmKind
from handlers.watch.rules.phase import Course, Phase
from handlers.watch.rules.season import Season
from handlers.watch.rules.topic import Topic

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

HOUR = timedelta(hours=1)
MOST_STRICT, LEAST_STRICT = 4, -1
BAR_STEP, PART_STEP = 0.8, 0.1  # of evidence; of the logarithm of a count
PARTS = ("quick", "slow", "burst", "decline", "high")
Fields = dict[str, object]


def write_topic(topic: Topic, course: Course) -> str:
    """Write a topic and what became of it as JSON."""
    known: Fields = {name: _fields(getattr(topic, name)) for name in PARTS}
    known |= {"first_at": topic.first_at, "told_at": topic.told_at}
    return _write({"topic": known, "course": _fields(course)})


def read_topic(text: str, strictness: int = 0) -> tuple[Topic, Course]:
    """Read what `write_topic` wrote; "" gives a new topic. Its bars are as strict as told."""
    topic, course = Topic(HOUR), Course()
    if text:
        stored = cast("dict[str, Fields]", orjson.loads(text))
        known = stored["topic"]
        for name in PARTS:
            _fill(getattr(topic, name), cast("Fields", known[name]))
        topic.first_at = _moment(known["first_at"])
        told = cast("dict[str, str]", known["told_at"])
        topic.told_at = {AlarmKind(k): datetime.fromisoformat(at) for k, at in told.items()}
        was = stored["course"]
        course = Course(
            phase=Phase(str(was["phase"])),
            since_at=_moment(was["since_at"]),
            peak=int(str(was["peak"])),
            peak_at=_moment(was["peak_at"]),
            calm_since_at=_moment(was["calm_since_at"]),
        )
    topic.burst.bar = BURST_BAR + BAR_STEP * strictness
    topic.high.part = HIGH_PART + PART_STEP * strictness
    return topic, course


def write_season(season: Season) -> str:
    """Write the season as JSON."""
    return _write({"hours": _fields(season.hours), "days": _fields(season.days)})


def read_season(text: str) -> Season:
    """Read what `write_season` wrote; "" gives a new one."""
    season = Season()
    if text:
        stored = cast("dict[str, Fields]", orjson.loads(text))
        _fill(season.hours, stored["hours"])
        _fill(season.days, stored["days"])
    return season


def judged(strictness: int, *, useful: bool) -> int:
    """Return how strict a topic is after somebody answered 有用 or 誤報."""
    moved = strictness - 1 if useful else strictness + 2
    return min(max(moved, LEAST_STRICT), MOST_STRICT)


def _write(fields_: Fields) -> str:
    return orjson.dumps(fields_, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def _fields(part: "DataclassInstance") -> Fields:
    """Return the fields as they are: `asdict` would copy each of a fortnight's counts."""
    return {field.name: getattr(part, field.name) for field in fields(part)}


def _plain(value: object) -> object:
    if isinstance(value, deque):
        return list(cast("deque[object]", value))
    raise TypeError(type(value).__name__)


def _fill(part: "DataclassInstance", stored: Fields) -> None:
    for field in fields(part):
        value = stored.get(field.name, getattr(part, field.name))
        is_queue = isinstance(getattr(part, field.name), deque)
        setattr(part, field.name, deque(cast("list[float]", value)) if is_queue else value)


def _moment(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(str(value))
