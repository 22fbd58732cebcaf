"""How long it took until somebody answered, and until there was an outcome. Pure.

A 收到 counts as an answer: somebody is there. Only office hours of the receiver's county count.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from handlers.requests.rules.office_hours import office_time_between
from handlers.shared.work_calendar import WorkCalendar
from storage.records.requests import ContactRequest, RequestState

FEWEST = 5  # requests of at least as many agencies: below that a median tells of somebody
# Ends that somebody at the other side, or its answer, brought about.
SETTLED = frozenset({RequestState.DONE, RequestState.NOT_OURS, RequestState.DECLINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of some requests: how many, and the medians; None where there is nothing to count."""

    sent_count: int
    answered_count: int
    settled_count: int
    first_answer: timedelta | None
    outcome: timedelta | None


def figures(
    requests: Iterable[ContactRequest], calendar_for: Callable[[int], WorkCalendar]
) -> Figures:
    """Work the figures out; `calendar_for` gives the working days of an agency."""
    answers: list[timedelta] = []
    outcomes: list[timedelta] = []
    count = 0
    for request in requests:
        if request.sent_at is None or request.state is RequestState.WITHDRAWN:
            continue
        count += 1
        calendar = calendar_for(request.agency_id)
        if request.answered_at is not None:
            answers.append(office_time_between(request.sent_at, request.answered_at, calendar))
        if request.closed_at is not None and request.state in SETTLED:
            outcomes.append(office_time_between(request.sent_at, request.closed_at, calendar))
    return Figures(
        sent_count=count,
        answered_count=len(answers),
        settled_count=len(outcomes),
        first_answer=_median(answers),
        outcome=_median(outcomes),
    )


def _median(spans: list[timedelta]) -> timedelta | None:
    if not spans:
        return None
    return timedelta(seconds=median(span.total_seconds() for span in spans))


def may_be_shown(requests: Iterable[ContactRequest]) -> bool:
    """Whether the network's medians tell of nobody in particular."""
    asked = {r.agency_id for r in requests if r.answered_at is not None}
    return len(asked) >= FEWEST
