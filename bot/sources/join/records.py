"""What Join says of a petition, as plain values. Nothing here is believed yet, only read.

Moments are UTC. None and "" mean that the source did not say; nothing is filled in.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.sources.join.endorsements import EndorsementCounts


class Origin(StrEnum):
    """Where a look found what it found, the fullest first."""

    PAGE = "提案頁"  # the object in the page's script
    INDEX = "提案列表"
    TEXT = "提案頁文字"  # the words that a reader sees: count, title, little more
    OPEN_DATA = "開放資料"


@dataclass(frozen=True, slots=True)
class JoinAgency:
    """An agency as Join names it; `code` is the national 機關代碼 of that day."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinResponse:
    """One agency's response. Its words are kept only as a hash: editing leaves no other trace."""

    agency: JoinAgency
    first_at: datetime | None
    responded_at: datetime | None
    decided: bool  # 參採情形 is filled in
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPetition:
    """A petition (提點子) as one look found it."""

    join_id: str  # lower-case uuid
    origin: Origin
    title: str = ""
    summary: str = ""  # plain text
    case_number: str = ""  # 「20180810-6786」; empty in old records
    status: str = ""  # Join's own word: FirstSigned, Completed, …
    count: int | None = None
    goal: int | None = None  # Join sometimes says 0, which is not known
    comment_count: int | None = None  # 留言; 0 is what pages write when they do not say
    submitted_at: datetime | None = None
    review_due_at: datetime | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None  # exclusive: 00:00 after the last day
    passed_at: datetime | None = None
    # What Join claims; some records are one year late, so it is compared and never taken over.
    stated_response_due_at: datetime | None = None
    leads: tuple[JoinAgency, ...] = ()
    helpers: tuple[JoinAgency, ...] = ()
    responses: tuple[JoinResponse, ...] = ()
    raw: str = ""  # the object itself as JSON, without the names of persons


@dataclass(frozen=True, slots=True)
class Listing:
    """Several petitions of one look; `skipped_count` rows could not be read."""

    petitions: tuple[JoinPetition, ...]
    skipped_count: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes the next request conditional; "" where the server gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class PetitionLook:
    """One look at a petition; None: nothing has changed since the mark."""

    petition: JoinPetition | None
    mark: Mark = field(default_factory=Mark)


@dataclass(frozen=True, slots=True)
class ListingLook:
    """One look at a list; None: nothing has changed since the mark."""

    listing: Listing | None
    mark: Mark = field(default_factory=Mark)


class Join(Protocol):
    """Join as the rooms see it. Every method raises SourceError and nothing else."""

    def petition(self, join_id: str, mark: Mark) -> PetitionLook:
        """Look at one petition's page."""
        ...

    def endorsing(self, mark: Mark) -> ListingLook:
        """Look at the list of what may be endorsed now."""
        ...

    def open_data(self, year: int, mark: Mark) -> ListingLook:
        """Look at one year (AD) of the open data."""
        ...

    def endorsements(self, join_id: str) -> EndorsementCounts:
        """Look at who endorsed a petition, for figures only."""
        ...
