"""The books of a run: what was owed, what arrived, and which rule broke."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import func, select

from storage.engine import Database
from storage.tables.messages import deliveries, inbox_events
from tests.chaos.plan import Scale
from tests.chaos.platforms import Arrival
from tests.chaos.world import reminder_words, subject_of

TOKEN = re.compile(r"送件\d{5}號|[一-龥]{10}案\d{3}之\d{3}")
APOLOGY = "這次沒有做成"
TALKER = re.compile(r"[一-龥]{10}案(\d{3})之(\d{3})")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds in the end."""

    subjects: Sequence[str]  # of the cases, as they were registered
    states: dict[str, int]  # of deliveries, 「reply/unknown」
    given_up: Sequence[str]  # why events were; "" is none of them


@dataclass(slots=True)
class Verdict:
    """What became of all that was owed."""

    lost: dict[str, list[str]] = field(default_factory=dict[str, list[str]])  # by platform
    doubled: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    missing: list[str] = field(default_factory=list[str])  # acknowledged, not done
    twice: list[str] = field(default_factory=list[str])  # done more than once
    swapped: list[str] = field(default_factory=list[str])  # done out of their order
    unanswered: list[str] = field(default_factory=list[str])  # done, and the answer did not come
    answers_swapped: int = 0
    apologies: int = 0  # 「這次沒有做成」: broken off, and said so

    @property
    def broken(self) -> list[str]:
        """Name the rules that broke, each with a few examples."""
        rules = {
            "lost on LINE": self.lost["line"],
            "lost on Slack": self.lost["slack"],
            "doubled on LINE": self.doubled["line"],
            "doubled on Slack": self.doubled["slack"],
            "acknowledged, but missing": self.missing,
            "done twice": self.twice,
            "done out of order": self.swapped,
        }
        return [f"{rule}: {len(one)}, {one[:5]}" for rule, one in rules.items() if one]


def read_kept(database: Database) -> Kept:
    """Read what there is in the end."""
    counted = select(deliveries.c.why, deliveries.c.state, func.count()).group_by(
        deliveries.c.why, deliveries.c.state
    )
    with database.unit_of_work() as uow:
        found = sorted(uow.cases.open_subjects())
    with database.engine.connect() as connection:
        states = {f"{why}/{state}": count for why, state, count in connection.execute(counted)}
        failed = inbox_events.c.fail_reason
        given_up = connection.execute(select(failed).where(failed != "")).scalars().all()
    return Kept([subject for _, _, subject in found], states, given_up)


def judge(
    scale: Scale, arrivals: Sequence[Arrival], acknowledged: Collection[str], kept: Kept
) -> Verdict:
    """Compare what was owed with what arrived.

    「Once」: each reminder's words, and each answer's, are in exactly one message that a platform
    accepted. An answer on LINE's reply token may be missing, but not silently: see `unanswered`.
    """
    seen: dict[str, Counter[str]] = {"line": Counter(), "slack": Counter()}
    order: dict[str, list[int]] = {}
    for arrival in arrivals:
        for token in dict.fromkeys(TOKEN.findall(arrival.content)):
            seen[arrival.platform][token] += 1
            if talked := TALKER.fullmatch(token):
                order.setdefault(talked[1], []).append(int(talked[2]))
    verdict = Verdict()
    verdict.apologies = sum(APOLOGY in arrival.content for arrival in arrivals)
    owed = {"line": set[str](), "slack": set[str]()}
    for number in range(scale.reminders):
        owed[_platform(number % scale.officers)].add(reminder_words(number))
    for number in range(scale.talkers):
        mine = {subject_of(number, line) for line in range(scale.lines_each)} & set(acknowledged)
        if _platform(number) == "slack":  # Slack's answers are messages like others
            owed["slack"] |= mine
        else:
            verdict.unanswered += sorted(mine - set(seen["line"]))
    for platform, counted in seen.items():
        verdict.lost[platform] = sorted(owed[platform] - set(counted))
        verdict.doubled[platform] = sorted(one for one, count in counted.items() if count > 1)
    done = Counter(kept.subjects)
    verdict.missing = sorted(set(acknowledged) - set(done))
    verdict.twice = sorted(one for one, count in done.items() if count > 1)
    verdict.swapped = _swapped(kept.subjects)
    verdict.answers_swapped = sum(
        later < earlier for lines in order.values() for earlier, later in pairwise(lines)
    )
    return verdict


def _platform(officer: int) -> str:
    return "slack" if officer % 2 else "line"


def _swapped(subjects: Sequence[str]) -> list[str]:
    """Return what was registered after a later line of its talker."""
    last: dict[str, int] = {}
    found: list[str] = []
    for subject in subjects:
        if talked := TALKER.fullmatch(subject):
            line = int(talked[2])
            if line < last.get(talked[1], -1):
                found.append(subject)
            last[talked[1]] = line
    return found
