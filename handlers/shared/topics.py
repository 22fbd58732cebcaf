"""What a message tells of, as the outbox keeps it: 「duty/5」, 「morning/12」. Pure."""

from collections.abc import Iterable
from enum import StrEnum


class Topic(StrEnum):
    """What an id belongs to."""

    MORNING = "morning"  # officer id: their morning card, of which there is one
    REMINDER = "reminder"
    DUTY = "duty"
    CASE = "case"  # of which more than the number may be said only while it is not 敏感
    REQUEST = "request"  # a 聯絡單 that whoever is asked should answer
    STUCK = "request-stuck"  # one that nobody answered: who asked should decide
    CHOICE = "request-choice"  # one whose times who asked should choose from
    RESCUE = "rescue"  # a call for help that somebody should take
    PETITION = "petition"  # Join's id as a number: a count or a warning, until it is 成案
    WATCHED = "watched"  # subscription id: that its topic heats up or calmed down
    SOURCE = "source"  # source id: that nothing comes from it
    STAND_IN = "stand-in"  # officer id: for whom whoever reads it stands in


def topic(kind: Topic, of_id: int) -> str:
    """Write a topic."""
    return f"{kind}/{of_id}"


def ids_of(kind: Topic, topics: Iterable[str]) -> tuple[int, ...]:
    """Return the ids of one kind that are among the topics."""
    parted = (one.partition("/") for one in topics)
    return tuple(int(number) for name, _, number in parted if name == kind)
