"""Which warnings a stream of looks gives rise to: each level of a petition once. Pure.

The clock's job and `pobot replay-endorsements` both run this.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handlers.petitions.rules.course import Course, Look, Terms
from handlers.petitions.rules.outlook import Level, Outlook, judge

LEVELS = (Level.WATCH, Level.ACT)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at one petition."""

    petition: str  # Join's id
    look: Look
    terms: Terms


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """That a petition came to a level for the first time."""

    petition: str
    level: Level
    outlook: Outlook
    look: Look


def fresh_levels(outlook: Outlook, told: Level) -> tuple[Level, ...]:
    """Return the levels that are reached and not told yet, the lower first.

    A message tells only the last of them; all of them are then told.
    """
    return tuple(level for level in LEVELS if told < level <= outlook.level)


def warnings_of(sightings: Iterable[Sighting]) -> Iterator[EarlyWarning]:
    """Give the warnings, in order of time; `sightings` come in order of time."""
    courses: dict[str, Course] = {}
    told: dict[str, Level] = {}
    for sighting in sightings:
        before = courses.get(sighting.petition, Course(sighting.terms))
        course = replace(before, terms=sighting.terms).seen(sighting.look)  # the end may move
        courses[sighting.petition] = course
        outlook = judge(course)
        for level in fresh_levels(outlook, told.get(sighting.petition, Level.NONE)):
            told[sighting.petition] = level
            yield EarlyWarning(sighting.petition, level, outlook, sighting.look)
