"""What a search among posts goes through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Segment:
    """Some thousand public posts in the order of their ids; a place is a number in that order."""

    first_post_id: int
    steps: Sequence[int]  # of the ids from the first
    moments: Sequence[int]  # when each was said, in seconds since 1970
    where: Mapping[str, frozenset[int]]  # the places of each word that was asked for

    def said(self, place: int) -> tuple[int, int]:
        """Return when a post was said, and its id."""
        return self.moments[place], self.first_post_id + self.steps[place]


@dataclass(frozen=True, slots=True)
class Unindexed:
    """A public post that is in no segment."""

    id: int
    words: str
    at: datetime  # when it was said, whatever a wrong clock told
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of a post without its words."""

    id: int
    source_id: int
    story_id: int | None
    author_key: str
    heat: int  # answers and likes
