"""What is done every hour, by whichever process comes first.

The turn is a row with a lease: a process that dies on the way is followed by another, which does
all of it again; every step may be repeated.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Event

from bot.clock import Clock
from bot.scheduler import run_each
from handlers.notices.jobs import sweep as tell_notices
from handlers.people.jobs import sweep as hand_over_ended_terms
from handlers.presence.jobs import sweep as ask_if_right
from handlers.privacy.jobs import sweep as forget_old_data
from handlers.reminders.commands.planning import plan_duties
from handlers.reminders.commands.replanning import plan_everything
from handlers.reminders.commands.thanking import thank_groups
from handlers.requests.jobs import hand_over as hand_over_requests
from storage.errors import DatabaseUnavailableError
from storage.unit_of_work import UnitOfWork

TURN = "sweep"
EVERY = timedelta(hours=1)
LEASE = timedelta(minutes=10)  # longer than a sweep takes

STEPS = (
    hand_over_ended_terms,
    ask_if_right,
    hand_over_requests,
    forget_old_data,
    plan_everything,
    thank_groups,
    partial(tell_notices, case_changed=plan_duties),
)


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Sweeps when it is time and nobody else does."""

    unit_of_work: Callable[[], UnitOfWork]
    clock: Clock
    leaving: Event = field(default_factory=Event)

    def sweep_if_due(self) -> bool:
        """Sweep if it is time; False when it is not. Raises DatabaseUnavailableError."""
        now = self.clock.now()
        with self.unit_of_work() as uow:
            due_at = uow.turns.next_at(TURN)  # only read, most of the time
            if due_at is not None and due_at > now:
                return False
            fence = uow.turns.claim(TURN, now=now, lease=LEASE)
            uow.commit()
        if fence is None:
            return False
        done = True
        try:
            done = self.sweep()
        finally:  # what failed is tried again with the rest, in an hour
            with self.unit_of_work() as uow:
                now = self.clock.now()
                uow.turns.end(TURN, fence, next_at=now + EVERY if done else now)
                uow.commit()
        return True

    def sweep(self) -> bool:
        """Do every step, though one fails; False: the process is to end, and not all was done.

        Raises DatabaseUnavailableError, or the first failure when all had their turn.
        """
        run_each(*(partial(self._do, step) for step in STEPS), passing=DatabaseUnavailableError)
        return not self.leaving.is_set()

    def _do(self, step: Callable[..., object]) -> None:
        if not self.leaving.is_set():
            step(self.unit_of_work, now=self.clock.now())
