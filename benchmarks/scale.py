"""Ten and a hundred times the users and posts, on paper: `python -m benchmarks.scale`.

Multiplies what was measured on one core of the benchmarks' machine (docs/benchmarks.md) with what
100 officers do, and says which resource has how much of itself left. Nothing is measured here; the
assumptions and what follows from them: docs/scale.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.table import Met, Row

TIMES = (1, 10, 100)
DAY, HOUR = 86_400, 3_600

# What 100 officers do (assumed; the month's replay has about as much).
OFFICERS = 100
EVENTS_A_DAY = 10  # an officer's webhook events that are for the bot
PEAK = 10  # times a working day's average of eight hours
WRITING = 0.2  # of the events: they take the audit's head
REMINDERS_A_DAY = 1.0  # an officer; all due at half past eight
PAID_A_MONTH = 12.3  # an officer (benchmarks.month: 1,230 of 100 officers, groups among them)
POSTS = 1_000_000  # kept for 90 days
POST_DAYS = 90
BURST = 20  # times the average, in the worst hour of a topic

# Measured (of one core of that machine, at a load that slows it down).
EVENT_CORE_MS = 20.0  # 14 to 29 (benchmarks.replicas); PostgreSQL's part comes on top
REMINDER_CORE_MS = 7.0
WEBHOOKS_A_CORE = 2_500  # stored before the 200, no handling
AUDIT_HOLD_MS = 30.0  # how long a writing command holds the head of the audit's chain
ROW_BYTES = 1_055  # a post in PostgreSQL, without its index
INDEX_BYTES = 460
INDEXED_A_SECOND = 2_930  # posts, one process
SIFTED_A_SECOND = 6_500  # copies put together (7,777) and matched (124,000), database apart
STORY_BYTES = 6_400  # a post remembered to know its copies by, in every process
STORY_DAYS = 3
MEMORY_MB = 4_000  # a process may have
LOOK_BACK_MS = 400  # a wide topic, 30 days of 1,000,000 posts: our 200, PostgreSQL's as many
COMMAND_SECONDS = 7.5  # what takes longer is broken off (bot/limit.py)
CONNECTIONS = 12  # a replica's at most
MAX_CONNECTIONS = 100  # as PostgreSQL comes
MORNING_SECONDS = 900  # in which the morning's cards should be told
LINE_REQUESTS_A_SECOND = 2_000  # pushes, by LINE's documentation
LINE_QUOTA = 6_000  # a month (assumed: what a plan holds before each message costs more)
SLACK_A_SECOND = 1  # a channel
DISK_GB = 1_000
VACUUM_ROWS = 100_000  # dead rows of a queue table at which its claim becomes slow


@dataclass(frozen=True, slots=True)
class Resource:
    """What is used of one thing at each size, as a part of what one of it gives."""

    name: str
    unit: str
    gives: float
    used: Sequence[float]

    def parts(self) -> list[float]:
        """Return how much of it is used up; 1: all."""
        return [used / self.gives for used in self.used]

    def broken_at(self) -> float | None:
        """Return at how many times of today it ends; None: it does not within what is looked at."""
        for times, part in zip(TIMES, self.parts(), strict=True):
            if part > 1:
                return times / part
        return None


def peak_events(times: float) -> float:
    """Return the events a second at the busiest time of a working day."""
    return times * OFFICERS * EVENTS_A_DAY / (8 * HOUR) * PEAK


def posts_a_second(times: float) -> float:
    """Return the posts a second on average."""
    return times * POSTS / (POST_DAYS * DAY)


def replicas_needed(times: float) -> int:
    """Return how many processes the morning or the peak asks for, half of a core left free."""
    cores = peak_events(times) * EVENT_CORE_MS / 1000
    morning = times * OFFICERS * REMINDERS_A_DAY * REMINDER_CORE_MS / 1000 / MORNING_SECONDS
    return max(1, round(max(cores, morning) / 0.5 + 0.5))


def resources() -> list[Resource]:
    """Compute all of them."""
    posts = [times * POSTS for times in TIMES]
    inflow = [posts_a_second(times) * BURST for times in TIMES]
    events = [peak_events(times) for times in TIMES]
    people = [times * OFFICERS for times in TIMES]
    paid = [count * PAID_A_MONTH for count in people]
    connections = [replicas_needed(times) * CONNECTIONS for times in TIMES]
    return [
        Resource("LINE's paid messages, one plan", "a month", LINE_QUOTA, paid),
        Resource("looking back 30 days on a wide topic", "s", COMMAND_SECONDS, [
            LOOK_BACK_MS / 1000 * times for times in TIMES
        ]),
        Resource("memory for 72 hours of stories, every process", "MB", MEMORY_MB, [
            count / POST_DAYS * STORY_DAYS * STORY_BYTES / 1e6 for count in posts
        ]),
        Resource("posts told apart and matched, one process takes the turn", "posts/s",
            SIFTED_A_SECOND, inflow),
        Resource("posts indexed, one process takes the turn", "posts/s", INDEXED_A_SECOND, inflow),
        Resource("posts and their index on one disk", "GB", DISK_GB, [
            count * (ROW_BYTES + INDEX_BYTES) / 1e9 for count in posts
        ]),
        Resource("handling events, a core", "events/s", 1000 / EVENT_CORE_MS, events),
        Resource("one chain of audit entries", "writes/s", 1000 / AUDIT_HOLD_MS, [
            rate * WRITING for rate in events
        ]),
        Resource("the morning's reminders, a core in 15 minutes", "reminders",
            MORNING_SECONDS * 1000 / REMINDER_CORE_MS, [
            count * REMINDERS_A_DAY for count in people
        ]),
        Resource("database connections as PostgreSQL comes", "connections", MAX_CONNECTIONS,
            connections),
        Resource("dead rows of the outbox in the morning", "rows", VACUUM_ROWS, [
            3 * count * REMINDERS_A_DAY for count in people
        ]),
        Resource("webhooks stored before the 200, a core", "a second", WEBHOOKS_A_CORE, events),
        Resource("LINE's rate of pushes", "a second", LINE_REQUESTS_A_SECOND, [
            count * REMINDERS_A_DAY / MORNING_SECONDS for count in people
        ]),
    ]  # fmt: skip


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:,.2f}"  # noqa: PLR2004  # two digits


def rows() -> list[Row]:
    """Say what ends first, as one row of the one table; the whole table is printed."""
    main()
    ended = [(one.broken_at(), one.name) for one in resources()]
    first = sorted((at, name) for at, name in ended if at is not None)
    told = "; ".join(f"{name}, at {_number(at)} times" for at, name in first[:3])
    return [Row(what="what ends first, computed (docs/scale.md)", measured=told, met=Met.NO_AIM)]


def main() -> None:
    """Print the table of docs/scale.md."""
    sizes = " | ".join(f"{times} ×" for times in TIMES)
    print(f"| resource | one gives | {sizes} | used up at |")
    print(f"|{'---|' * (len(TIMES) + 3)}")
    for one in sorted(resources(), key=lambda one: one.broken_at() or float("inf")):
        used = " | ".join(
            f"{_number(value)} ({100 * part:.0f} %)"
            for value, part in zip(one.used, one.parts(), strict=True)
        )
        at = one.broken_at()
        ends = f"{_number(at)} ×" if at else "beyond"
        print(f"| {one.name} | {_number(one.gives)} {one.unit} | {used} | {ends} |")
    needed = ", ".join(f"{times} ×: {replicas_needed(times)}" for times in TIMES)
    print(f"\nReplicas at half a core each: {needed}.")


if __name__ == "__main__":
    main()
