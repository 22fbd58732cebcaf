"""Invented petitions for the tests of the early warning."""

from datetime import UTC, datetime, timedelta

from handlers.petitions.rules.course import Course, Look, Terms, course_of

START = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # 09:00 in Taipei
GOAL = 5000


def day(days: float) -> datetime:
    """The moment `days` after the start."""
    return START + timedelta(days=days)


def terms(*, goal: int = GOAL, pause: tuple[float, float] | None = None) -> Terms:
    """Sixty days, moved by the pause if there is one."""
    pauses = ((day(pause[0]), day(pause[1])),) if pause else ()
    longer = pause[1] - pause[0] if pause else 0.0
    return Terms(start=START, due=day(60 + longer), goal=goal, pauses=pauses)


def course(*looks: tuple[float, int], on: Terms | None = None) -> Course:
    """A petition that was looked at on these days, with these counts."""
    return course_of([Look(day(at), count) for at, count in looks], on or terms())
