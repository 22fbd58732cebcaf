"""What one person is told after a look. Pure."""

from dataclasses import dataclass

from handlers.petitions.rules.outlook import Level
from storage.records.duties import CaseEvent
from storage.records.watches import Follow, FollowKind


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """All of it, for one card; false when there is nothing."""

    has_passed: bool
    moved: CaseEvent | None  # the typed day of 成案 that Join's record replaced
    count: int | None  # the largest count that was reached
    pace: int | None  # what was wished for and is exceeded, a day
    growth: int | None  # endorsements in the last 24 hours
    level: Level
    settled_counts: frozenset[int]
    is_unasked: bool  # told because of the agency, and not on the person's own wish
    fell_from: int | None = None  # it was told to be 成案 by this count, and is below the goal now

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(
            self.has_passed
            or self.moved
            or self.count is not None
            or self.pace
            or self.level
            or self.fell_from
        )

    def settles(self, wish: Follow) -> bool:
        """Whether a wish is answered by this, or can be answered no more."""
        if wish.kind is FollowKind.PACE:
            return self.has_passed or (self.pace is not None and wish.threshold <= self.pace)
        return wish.threshold in self.settled_counts
