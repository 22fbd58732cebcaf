"""What a platform tells about sending is remembered, and asked again when it is old."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.clock import MovableClock, StandingClock
from bot.message import ChatKind, ChatRef, Platform
from bot.outbound import Allowance
from bot.reach import ALLOWANCE_AGE, MEMBERS_AGE, UNKNOWN_GROUP_COUNT, RememberedReach

GROUP = ChatRef(Platform.LINE, ChatKind.GROUP, "C1")
PERSON = ChatRef(Platform.LINE, ChatKind.DIRECT, "U1")


@dataclass
class Told:
    """A platform that says what it is told to say, or nothing."""

    used: int | None = 10
    members: int | None = 60
    asked: list[str] = field(default_factory=list[str])

    def allowance(self) -> Allowance | None:
        self.asked.append("allowance")
        return None if self.used is None else Allowance(limit=200, used=self.used)

    def member_count(self, chat: ChatRef) -> int | None:
        self.asked.append(chat.id)
        return self.members

    def reaches(self, chat: ChatRef) -> bool | None:
        return chat.id == PERSON.id


def remembered(told: Told) -> tuple[RememberedReach, MovableClock]:
    clock = MovableClock(StandingClock(datetime(2026, 12, 7, tzinfo=UTC)))
    return RememberedReach(told, clock), clock


def test_the_quota_is_asked_for_every_few_minutes_and_own_pushes_count_at_once() -> None:
    told = Told()
    reach, clock = remembered(told)
    reach.spend(PERSON)
    assert reach.allowance() == Allowance(limit=200, used=10)
    assert reach.cost(GROUP) == 60
    reach.spend(GROUP)
    reach.spend(PERSON)
    assert reach.allowance() == Allowance(limit=200, used=71)
    assert told.asked == ["allowance", "C1"]
    told.used = 72
    clock.advance(ALLOWANCE_AGE)
    assert reach.allowance() == Allowance(limit=200, used=72)


def test_a_platform_that_says_nothing_is_not_asked_before_every_push() -> None:
    told = Told(used=None)
    reach, clock = remembered(told)
    assert reach.allowance() is None
    assert reach.allowance() is None
    assert told.asked == ["allowance"]
    told.used = 5
    clock.advance(ALLOWANCE_AGE)
    assert reach.allowance() == Allowance(limit=200, used=5)
    told.used = None
    clock.advance(ALLOWANCE_AGE)
    assert reach.allowance() == Allowance(limit=200, used=5)


def test_the_platforms_no_counts_before_its_own_figure() -> None:
    reach, _ = remembered(Told())
    reach.allowance()
    reach.used_up()
    assert reach.allowance() == Allowance(limit=200, used=200)


def test_a_group_costs_its_members_and_a_person_one() -> None:
    told = Told()
    reach, clock = remembered(told)
    assert (reach.cost(PERSON), reach.cost(GROUP), reach.cost(GROUP)) == (1, 60, 60)
    assert told.asked == ["C1"]
    clock.advance(MEMBERS_AGE + timedelta(seconds=1))
    told.members = None
    assert reach.cost(GROUP) == 60
    fresh, _ = remembered(Told(members=None))
    assert fresh.cost(GROUP) == UNKNOWN_GROUP_COUNT
