"""What a feed says, as plain values."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.sources.join.records import Mark
from bot.sources.posts import RawPost


@dataclass(frozen=True, slots=True)
class FeedLook:
    """One look at a feed; None: nothing has changed since the mark."""

    posts: tuple[RawPost, ...] | None
    mark: Mark = field(default_factory=Mark)
    title: str = ""


class Feeds(Protocol):
    """Feeds as the rooms see them. Raises SourceError and nothing else."""

    def look(self, url: str, mark: Mark, zone: str = "") -> FeedLook:
        """Look at a feed; `zone` is what its moments mean when they name none."""
        ...

    def is_ours(self, url: str) -> bool:
        """Whether a feed lies on a host of the operator's own, and may lie inside."""
        ...
