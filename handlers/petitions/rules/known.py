"""From what is stored of a petition to its course. Pure."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from handlers.petitions.rules.course import Course, Look, Terms, course_of
from handlers.shared.roc_date import TAIPEI
from storage.records.calendar import Pause
from storage.records.petitions import CountSpan, Petition


def terms_of(
    petition: Petition, *, usual_goal: int, due: datetime | None = None, pauses: Iterable[Pause]
) -> Terms | None:
    """Return the terms of a petition; None while it is not known when it opened or closes.

    `usual_goal` stands in where Join said nothing; `due` is the end with its pauses.
    """
    closes_at = due or petition.closes_at
    if petition.opened_at is None or closes_at is None:
        return None
    return Terms(
        start=petition.opened_at,
        due=closes_at,
        goal=petition.goal_count or usual_goal,
        pauses=tuple(map(_moments, pauses)),
    )


def known_course(spans: Iterable[CountSpan], terms: Terms) -> Course:
    """Return the course of stored counts; a span was seen at its beginning and at its end."""
    looks = (Look(at, span.count) for span in spans for at in (span.first_at, span.last_at))
    return course_of(looks, terms)


def _moments(pause: Pause) -> tuple[datetime, datetime]:
    first = datetime.combine(pause.starts_on, time(0), TAIPEI)
    return first, datetime.combine(pause.ends_on + timedelta(days=1), time(0), TAIPEI)
