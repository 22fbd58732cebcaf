"""How hard a run is, and how each request to a platform goes wrong; all of it from a seed."""

import random
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What a platform does instead of taking a message and saying so."""

    BUSY = "429"
    BEFORE = "500 before accepting"
    AFTER = "500 after accepting"
    HANGS_BEFORE = "hangs before accepting"
    HANGS_AFTER = "hangs after accepting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The size of one run."""

    seed: int
    replicas: int
    officers: int  # half of them on LINE, half on Slack
    reminders: int
    talkers: int  # officers who type
    lines_each: int  # what each of them types
    kills: int  # SIGKILL, at random
    stops: int  # SIGSTOP, longer than a lease
    outages: int  # of PostgreSQL
    lease_seconds: int = 8
    storm_seconds: float = 20.0  # over which all that is spread
    fault_rate: float = 0.15
    faults_of_one_chat: int = 3  # requests; later ones go well, so that a run ends
    patience_seconds: float = 240.0  # until it must have calmed down
    naive: bool = False  # the control


def trouble_of(scale: Scale, chat: str, number: int) -> Trouble | None:
    """Decide how the n-th request for a chat goes wrong; None: it goes well."""
    chance = random.Random(f"{scale.seed}/{chat}/{number}")  # noqa: S311  # nothing secret
    if number > scale.faults_of_one_chat or chance.random() >= scale.fault_rate:
        return None
    return chance.choice(list(Trouble))
