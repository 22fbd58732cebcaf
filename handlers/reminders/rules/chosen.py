"""Days that an agency chooses itself: an announced extension, a step that is moved. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.reminders.rules.planning import Planned
from handlers.shared.roc_date import FoundDate, find_dates
from storage.records.rules import Force

_UNTIL = ("到", "至")
_LAST = ("為止", "止", "截止")
DROPPED = ("取消", "不辦了", "不辦", "不開了", "不開", "免了", "不用了")
AS_RULED = ("照規則", "照原訂", "照原定", "恢復原期", "改回來")
_EDGES = " ，,。：:的到至為在是改訂定期成"


def announced_day(text: str, *, today: date) -> FoundDate | None:
    """Find until when an extension was announced: 「到 3/8 需跨部會會商」, 「3/8 前」.

    A day inside the reasons, 「待 12/20 協調會後」, is none.
    """
    return next((d for d in find_dates(text, today=today) if _says_until(text, d)), None)


def _says_until(text: str, found: FoundDate) -> bool:
    before, after = text[: found.start].rstrip(), text[found.end :].lstrip()
    return not before or before.endswith(_UNTIL) or after.startswith(_LAST)


@dataclass(frozen=True, slots=True)
class Moving:
    """What is wanted of a step: another day, none, or the rule's again."""

    on: date | None = None
    dropped: bool = False
    as_ruled: bool = False
    ask_back: bool = False  # passed just now, and no year was given


def read_moving(text: str, *, today: date) -> Moving | None:
    """Read what follows a name, 「改 12/18」, 「取消」, 「照規則」; None for anything else."""
    said = text.strip(_EDGES)
    if said in DROPPED:
        return Moving(dropped=True)
    if said in AS_RULED or text.strip() in AS_RULED:
        return Moving(as_ruled=True)
    found = find_dates(text, today=today)
    if len(found) != 1 or found[0].until_on is not None or found[0].or_other:
        return None
    return Moving(on=found[0].on, ask_back=found[0].ask_back)


def step_meant(planned: Iterable[Planned], text: str) -> Planned | None:
    """Return the date whose name a line begins with, the longest such name first."""
    named = [one for one in planned if text.startswith(one.name)]
    return max(named, key=lambda one: len(one.name), default=None)


def is_step(planned: Planned) -> bool:
    """Whether it is one of the agency's own steps, which it may move for one case."""
    return planned.force is Force.INTERNAL and planned.deadline is not None


def lies_wrong(planned: Planned, on: date) -> bool:
    """Whether a step that leads up to something would come after it."""
    deadline = planned.deadline
    return deadline is not None and deadline.rule.length < 0 and on > deadline.event_on
