"""Ends the process at a named step, as a crash would; set by tests of crashes, never in use."""

import os
from enum import StrEnum

from bot.errors import ConfigError

KILLED = 137  # exit status of a process that was killed with SIGKILL


class Step(StrEnum):
    """Where a crash would be worst."""

    EVENT_STORED = "event_stored"  # durable, not acknowledged yet
    EVENT_CLAIMED = "event_claimed"  # acknowledged and taken, not handled yet
    EVENT_HANDLED = "event_handled"  # its work is durable, its answer not sent yet
    REMINDERS_CLAIMED = "reminders_claimed"  # claimed and enqueued, not committed yet
    DELIVERY_CLAIMED = "delivery_claimed"  # taken out of the outbox, not sent yet
    DELIVERY_SENT = "delivery_sent"  # sent, not recorded yet


class Failpoint:
    """Does nothing unless it was given a step's name."""

    def __init__(self, name: str = "") -> None:
        """Raise ConfigError for a name that is no step."""
        if name and name not in set(Step):
            message = f"POBOT_FAILPOINT: {name!r} is none of {', '.join(Step)}"
            raise ConfigError(message)
        self._name = name

    def reach(self, step: Step) -> None:
        """End the process here, without any clean-up, if this is the step."""
        if self._name == step:
            os._exit(KILLED)


NO_FAILPOINT = Failpoint()
