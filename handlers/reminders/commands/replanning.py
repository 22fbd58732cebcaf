"""Days off or rules changed: every open case is planned anew. What several commands share."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.reminders.commands.grounds import Grounds
from handlers.reminders.commands.planning import let_go, plan_case, rung_of
from handlers.reminders.rules.moves import Move, is_news_of, news_of, relay
from handlers.shared.roc_date import taipei_date
from storage.records.duties import Duty, Reminder
from storage.unit_of_work import UnitOfWork

PLANNED_ON = "duties-planned-on"  # the setting that says from which days and rules
NEWS_WAITS = timedelta(days=30)  # at most, until whoever is told is at work again


def plan_everything(
    unit_of_work: Callable[[], UnitOfWork], *, now: datetime, again: bool = False
) -> int:
    """Plan all open cases anew when days off or rules changed; return how many dates moved.

    With `again` nothing needs to have changed: cases that were brought in by hand have no dates
    yet.
    """
    with unit_of_work() as uow:
        if not uow.reminders.take_turn():
            return 0
        if uow.settings.get(PLANNED_ON) == _basis(uow) and not again:
            return 0
        moves = plan_all(uow, now)
        uow.commit()
    return len(moves)


def plan_all(uow: UnitOfWork, now: datetime, *, catch_up: bool = True) -> tuple[Move, ...]:
    """Plan all open cases anew; the caller has the turn, and commits.

    Whoever holds a case whose date moved is told once, in their hours: the old day and the new
    one. Reminders move along; `catch_up` is explained at `relay`.
    """
    waiting = uow.reminders.waiting_news(now + NEWS_WAITS)
    grounds = open_grounds(uow)
    moves: list[Move] = []
    duties: list[Duty] = []
    gone: frozenset[int] = frozenset()
    for case in grounds.cases.values():
        replanned = plan_case(uow, case, grounds, now)
        moves += [Move(*pair) for pair in replanned.moved]
        duties += replanned.open
        gone |= replanned.gone
    let_go(uow, gone)
    _tell(uow, moves, waiting, now)
    _relay_rungs(uow, grounds, duties, now, catch_up=catch_up)
    uow.settings.set(PLANNED_ON, _basis(uow), now=now)
    return tuple(moves)


def open_grounds(uow: UnitOfWork) -> Grounds:
    """Read what the dates of all open cases follow from."""
    found = uow.cases.by_ids(uow.duties.open_cases())
    return Grounds(uow, (found[case_id] for case_id in sorted(found)))


def _basis(uow: UnitOfWork) -> str:
    """Name what deadlines are worked out from: the entered days, and the rules."""
    rules = "\n".join(sorted(repr(rule) for rule in uow.rules.all()))
    return f"{uow.calendar.entries().version}/{hashlib.sha256(rules.encode()).hexdigest()}"


def _tell(
    uow: UnitOfWork, moves: Sequence[Move], waiting: tuple[Reminder, ...], now: datetime
) -> None:
    """Let whoever must act hear of moves; earlier news of them that waits does not go out."""
    known: dict[tuple[int | None, int], list[Reminder]] = {}
    for earlier in waiting:
        known.setdefault((earlier.case_id, earlier.agency_id), []).append(earlier)
    over: set[int] = set()
    news: list[Reminder] = []
    for move in moves:
        after = move.after
        of_case = known.get((after.case_id, after.agency_id), [])
        over |= {earlier.id for earlier in of_case if is_news_of(earlier, after)}
        text = news_of(move, of_case, today=taipei_date(now))
        if text:
            told = Reminder(id=0, agency_id=after.agency_id, remind_at=now, text=text)
            news.append(replace(told, case_id=after.case_id))
    uow.reminders.cancel_all(over)
    uow.reminders.add_all(news)


def _relay_rungs(
    uow: UnitOfWork, grounds: Grounds, duties: Sequence[Duty], now: datetime, *, catch_up: bool
) -> None:
    """Let the reminders of duties follow the days off."""
    waiting: dict[int | None, list[Reminder]] = {}
    for reminder in uow.reminders.waiting_of_duties({duty.id for duty in duties}):
        waiting.setdefault(reminder.duty_id, []).append(reminder)
    gone: set[int] = set()
    added: list[Reminder] = []
    for duty in duties:
        case = grounds.cases[duty.case_id]
        relaid = relay(
            waiting.get(duty.id, []),
            grounds.rungs_ahead(case, duty, now),
            now=now,
            today=taipei_date(now),
            catch_up=catch_up,
        )
        gone |= set(relaid.gone)
        added += [rung_of(case, duty, rung) for rung in relaid.added]
    uow.reminders.cancel_all(gone)
    uow.reminders.add_all(added)
