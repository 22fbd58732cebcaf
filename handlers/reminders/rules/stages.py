"""Which events still hold at which stage: a step that was taken back takes its dates with it."""

from collections.abc import Iterable

from storage.records.cases import Case, Stage
from storage.records.duties import CaseEvent, EventStanding
from storage.records.rules import Event

BEFORE_PASSING = frozenset({Stage.REVIEW, Stage.ENDORSING, Stage.NOT_PASSED, Stage.REJECTED})
ANSWERED = frozenset({Stage.RESPONDED, Stage.FOLLOWED_UP, Stage.RELEASED})
# What the answer of the agency that owns the case settles: everything up to it.
SETTLED_BY_ANSWER = frozenset({Event.PASSED, Event.RESPONSE_DUE, Event.NOTICE_ENDED})


def holding(case: Case, events: Iterable[CaseEvent]) -> tuple[CaseEvent, ...]:
    """Return the events that hold at the case's present stage."""
    return tuple(event for event in events if _holds(case.stage, event))


def _holds(stage: Stage, said: CaseEvent) -> bool:
    event = said.event
    if event is Event.PASSED:
        return stage not in BEFORE_PASSING
    if event is Event.RESPONDED:
        return stage in ANSWERED
    if event is Event.NOTICE_ENDED and stage is Stage.NOTICED:
        return said.standing is EventStanding.CONFIRMED  # the notice's own end, still ahead
    return True
