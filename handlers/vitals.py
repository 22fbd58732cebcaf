"""How the work of all processes stands, and of this one: what /metrics and `pobot doctor` tell."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bot.message import Platform
from bot.metrics import Backlog, Figures, Leases
from bot.outbound import TroubleOf
from bot.scheduler import Metronome
from handlers.coordination.jobs import next_question
from handlers.reminders.commands.upcoming import next_moment as next_reminder
from handlers.requests.jobs import next_moment as next_request
from storage.engine import Database
from storage.errors import DatabaseUnavailableError
from storage.schema_version import newest_version
from storage.unit_of_work import UnitOfWork
from storage.vitals import Backlog as Due


def own_figures(
    metronome: Metronome, platforms: Iterable[Platform], trouble_of: TroubleOf, *, now: datetime
) -> Figures:
    """Tell what this process knows without the database."""
    beat = metronome.last_beat()
    return Figures(
        database_up=False,
        schema=newest_version(),
        waiting_event_count=0,
        delivery_counts={},
        troubles={one: bool(trouble_of(one)) for one in platforms},
        beat_age_seconds=None if beat is None else (now - beat).total_seconds(),
        job_failures=metronome.failure_counts(),
    )


def with_database(own: Figures, database: Database, *, now: datetime) -> Figures:
    """Add what the database tells, if it does."""
    began = time.monotonic()
    try:
        with database.unit_of_work() as uow:
            took = time.monotonic() - began
            return replace(
                own,
                database_up=True,
                database_seconds=took,
                waiting_event_count=uow.inbox.pending_count(),
                failed_event_count=uow.vitals.failed_events(),
                delivery_counts=uow.outbox.counts(),
                unreachable_account_count=uow.reachability.unreachable_count(),
                backlogs=backlogs_of(uow, now=now),
                leases=leases_of(uow, now=now),
            )
    except DatabaseUnavailableError:
        return own


def backlogs_of(uow: UnitOfWork, *, now: datetime) -> dict[str, Backlog]:
    """Tell of each kind of work how much is due, and for how long the oldest has been."""
    return {
        "event": _backlog(uow.vitals.events(), now),
        "delivery": _backlog(uow.vitals.deliveries(now=now), now),
        "reminder": _backlog(uow.vitals.reminders(now=now), now),
    }


def leases_of(uow: UnitOfWork, *, now: datetime) -> dict[str, Leases]:
    """Tell what is in hands, and what was in those of processes that stopped."""
    found = uow.vitals.leases(now=now)
    return {name: Leases(one.held_count, one.ended_count) for name, one in found.items()}


def _backlog(due: Due, now: datetime) -> Backlog:
    age = (now - due.since_at).total_seconds() if due.since_at is not None else 0.0
    return Backlog(due.count, max(age, 0.0))


def next_moment(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> datetime | None:
    """Return when the next reminder or question goes out; None when none waits."""
    moments = (
        next_reminder(unit_of_work, now=now),
        next_question(unit_of_work, now=now),
        next_request(unit_of_work),
    )
    return min((moment for moment in moments if moment is not None), default=None)
