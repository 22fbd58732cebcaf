"""One message a second in a channel; nobody waits here for longer than that."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.slack.pace import KEPT, Pace


@dataclass
class Hours:
    """A clock that moves only while somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list[float])

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def read(self) -> float:
        return self.now


def test_the_second_message_waits_for_its_second() -> None:
    hours = Hours()
    pace = Pace(sleep=hours.sleep, monotonic=hours.read)
    assert [pace.wait("C1", "a"), pace.wait("C1", "b"), pace.wait("C2", "c")] == [None] * 3
    assert hours.slept == [1.0]
    hours.now += 5
    assert pace.wait("C1", "d") is None
    assert hours.slept == [1.0]


def test_whoever_is_sent_away_keeps_the_moment() -> None:
    hours = Hours()
    pace = Pace(sleep=lambda _: None, monotonic=hours.read)  # others wait meanwhile
    assert [pace.wait("C1", "a"), pace.wait("C1", "b")] == [None, None]
    assert pace.wait("C1", "c") == timedelta(seconds=2)
    assert pace.wait("C1", "d") == timedelta(seconds=3)
    assert pace.wait("C2", "e") is None
    assert pace.sent_away("c")
    hours.now += 2
    assert pace.wait("C1", "c") is None
    assert pace.wait("C1", "d") is None  # its second begins now
    assert not pace.sent_away("c")


def test_who_comes_back_too_early_is_sent_away_again_to_the_same_moment() -> None:
    hours = Hours()
    pace = Pace(sleep=lambda _: None, monotonic=hours.read)
    waits = [pace.wait("C1", key) for key in "abcc"]
    assert waits[2:] == [timedelta(seconds=2), timedelta(seconds=2)]


def test_channels_of_long_ago_are_forgotten() -> None:
    hours = Hours()
    pace = Pace(sleep=hours.sleep, monotonic=hours.read)
    for number in range(KEPT + 5):
        assert pace.wait(f"C{number}", "a") is None
        hours.now += 2
    assert pace.wait("C0", "a") is None
    assert hours.slept == []
