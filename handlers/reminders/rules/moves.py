"""A date that moved: how whoever must act reads of it, and which reminders move along. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.reminders.rules.rungs import Rung, start_of
from handlers.shared.roc_date import show_date
from storage.records.duties import Duty, Reminder, Step

CHANGED = "改期 "
_ARROW = " → "
_STAYS = "前，期限不順延"


@dataclass(frozen=True, slots=True)
class Move:
    """A duty as it was and as it is."""

    before: Duty
    after: Duty

    @property
    def is_only_safe_day(self) -> bool:
        """Whether the due date stays, and only the last working day before it is another."""
        return self.before.due_at == self.after.due_at


def news_of(move: Move, waiting: Iterable[Reminder], *, today: date) -> str:
    """「公告期程改期 12/17（四） → 12/18（五）」.

    `waiting` is earlier news of the case that nobody has read yet: the day that was told last
    counts as the old one. Returns nothing when that day is the right one again.
    """
    first = next((_day_before(r.text) for r in waiting if is_news_of(r, move.after)), "")
    return _told(move, first, today=today)


def day_words_of(move: Move, *, today: date) -> str:
    """「12/17（四） → 12/18（五）」."""
    return _told(move, "", today=today).partition(CHANGED)[2]


def _told(move: Move, known: str, *, today: date) -> str:
    before, after, tail = move.before, move.after, ""
    old, new = before.last_on, after.last_on
    if move.is_only_safe_day:
        old, new = before.safe_on, after.safe_on
        tail = _STAYS if new != after.last_on else ""
    known, shown = known or show_date(old, today=today), show_date(new, today=today)
    return "" if known == shown else f"{after.name}{CHANGED}{known}{_ARROW}{shown}{tail}"


def is_news_of(reminder: Reminder, duty: Duty) -> bool:
    """Whether it tells that this duty's date moved."""
    same = (reminder.case_id, reminder.agency_id) == (duty.case_id, duty.agency_id)
    return same and reminder.text.startswith(f"{duty.name}{CHANGED}")


def is_news(reminder: Reminder) -> bool:
    """Whether it tells that a date moved, and asks for nothing."""
    of_nobody = reminder.duty_id is None and reminder.officer_id is None
    return of_nobody and CHANGED in reminder.text and _ARROW in reminder.text


def _day_before(text: str) -> str:
    return text.partition(CHANGED)[2].partition(_ARROW)[0]


@dataclass(frozen=True, slots=True)
class Relaid:
    """Which rungs of a duty go, and which come."""

    gone: tuple[int, ...] = ()  # ids of reminders
    added: tuple[Rung, ...] = ()


def relay(
    waiting: Sequence[Reminder],
    wanted: Sequence[Rung],
    *,
    now: datetime,
    today: date,
    catch_up: bool,
) -> Relaid:
    """Compare the rungs that wait with those that should; what was put off or snoozed stays.

    With `catch_up` days off changed: a rung that would now lie behind without having been told
    comes on the next day.
    """
    laid = [
        r
        for r in waiting
        if r.step is Step.HOLDER and not r.snoozed and r.meant_at is None and r.remind_at > now
    ]
    there = {r.remind_at for r in laid}
    right = {rung.remind_at for rung in wanted}
    gone = tuple(r.id for r in laid if r.remind_at not in right)
    added = [rung for rung in wanted if rung.remind_at not in there]
    next_day = start_of(today + timedelta(days=1))
    if catch_up and len(right) < len(there) and next_day not in right:
        added.append(Rung(next_day))
    return Relaid(gone, tuple(added))
