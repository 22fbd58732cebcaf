"""One topic's volume, bin by bin: the same code lives and replays. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handlers.watch.rules.baseline import Baseline
from handlers.watch.rules.detectors import (
    BURST_HALF_LIFE,
    DECLINE_HALF_LIFE,
    DECLINE_SPAN,
    HIGH_SPAN,
    LEAST_HISTORY,
    SILENCE,
    AlarmKind,
    Burst,
    Decline,
    High,
)
from handlers.watch.rules.season import Season, Slot


@dataclass(slots=True)
class Topic:
    """What is known of one topic's volume. Bins come in order of time; missing ones are unknown."""

    bin: timedelta
    quick: Baseline = field(init=False)  # follows within days: what a burst stands out from
    slow: Baseline = field(init=False)  # follows within a week: what a decline falls from
    burst: Burst = field(default_factory=Burst)
    decline: Decline = field(init=False)
    high: High = field(init=False)
    first_at: datetime | None = None
    told_at: dict[AlarmKind, datetime] = field(default_factory=dict[AlarmKind, datetime])

    def __post_init__(self) -> None:
        """Make what depends on the length of a bin."""
        hours = self.bin / timedelta(hours=1)
        self.quick = Baseline(BURST_HALF_LIFE, hours)
        self.slow = Baseline(DECLINE_HALF_LIFE, hours)
        self.decline = Decline(max(1, DECLINE_SPAN // self.bin))
        self.high = High(max(1, HIGH_SPAN // self.bin))

    def observe(
        self, at: datetime, count: int, slot: Slot, season: Season
    ) -> tuple[AlarmKind, ...]:
        """Take in the bin that began at `at`; return what is worth a word, each once in a while.

        The season learns from it too.
        """
        factor = season.factor(slot)
        if self.first_at is None:
            self.first_at = at
        is_new = at - self.first_at < LEAST_HISTORY
        is_high = self.high.add(count)
        spoke = () if is_new else self._judge(count, factor, is_high=is_high)
        if not is_new:  # what is usual for a new topic is a guess; it would teach the others wrong
            season.learn(slot, self.slow.without_excess(count, factor), self.slow.level)
        self.quick.learn(count, factor)
        self.slow.learn(count, factor)
        return tuple(kind for kind in spoke if self._tells(kind, at))

    def glance(self, at: datetime, count: int, slot: Slot, season: Season) -> tuple[AlarmKind, ...]:
        """Return what a bin that is not over yet is worth a word for already; nothing is learnt.

        `observe` takes the whole bin later and does not repeat it.
        """
        if self.first_at is None or at - self.first_at < LEAST_HISTORY:
            return ()
        heard = (
            (AlarmKind.BURST, self.burst.would(count, season.factor(slot), self.quick)),
            (AlarmKind.HIGH, self.high.would(count)),
        )
        return tuple(kind for kind, speaks in heard if speaks and self._tells(kind, at))

    def _judge(self, count: int, factor: float, *, is_high: bool) -> tuple[AlarmKind, ...]:
        heard = (
            (AlarmKind.BURST, self.burst.add(count, factor, self.quick)),
            (AlarmKind.HIGH, is_high),
            (AlarmKind.DECLINE, self.decline.add(count, factor, self.slow)),
        )
        return tuple(kind for kind, speaks in heard if speaks)

    def _tells(self, kind: AlarmKind, at: datetime) -> bool:
        last = self.told_at.get(kind)
        if last is not None and at - last < SILENCE[kind]:
            return False
        self.told_at[kind] = at
        return True
