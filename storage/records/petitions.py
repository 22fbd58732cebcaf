"""Petitions (提點子) as Join shows them, their counts over time, and how the looking goes."""

from dataclasses import dataclass
from datetime import datetime

TYPED = "輸入"  # the source of a count that an officer typed; all others are Join's pages
BACKWARDS = "附議名單"  # the source of counts that were worked out from Join's list of endorsements


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """A petition as the last good looks found it; None and "" where Join did not say.

    Moments are UTC. What Join calls agencies are its own codes and names of that day.
    """

    join_id: str  # Join's uuid, lower case
    added_at: datetime
    title: str = ""
    summary: str = ""
    case_number: str = ""  # Join's own, 「20180810-6786」
    status: str = ""  # Join's word: FirstSigned, Completed, …
    goal_count: int | None = None
    submitted_at: datetime | None = None
    review_due_at: datetime | None = None
    opened_at: datetime | None = None  # 檢核通過
    closes_at: datetime | None = None  # exclusive: 00:00 after the last day
    passed_at: datetime | None = None  # 成案, as Join records it
    stated_response_due_at: datetime | None = None  # Join's claim; some are one year late
    lead_codes: tuple[str, ...] = ()
    lead_names: tuple[str, ...] = ()
    helper_codes: tuple[str, ...] = ()
    helper_names: tuple[str, ...] = ()
    responses_key: str = ""  # hash of all responses: it changes when somebody edits one
    raw: str = ""  # the page's object as JSON, without the names of persons
    endorse_count: int | None = None
    counted_at: datetime | None = None  # the last look that found this count
    count_source: str = ""
    fell_from_count: int | None = None  # the count before it last fell
    fell_at: datetime | None = None
    looked_at: datetime | None = None  # the last try at its page
    seen_at: datetime | None = None  # the last good look at its page
    vanished_at: datetime | None = None  # when its page was first found gone
    trouble: str = ""  # of the last try; "" when it was good
    trouble_count: int = 0  # tries in a row that failed
    etag: str = ""
    last_modified: str = ""
    next_look_at: datetime | None = None  # None: not followed any more
    lease_until_at: datetime | None = None  # a process is looking
    fence: int = 0  # grows with each claim
    history_at: datetime | None = None  # when the counts before the first look were asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSpan:
    """A count, and from when to when every look found it."""

    join_id: str
    first_at: datetime
    last_at: datetime
    count: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionSource:
    """How the looking at one of Join's lists goes, or at its pages together."""

    name: str
    next_look_at: datetime
    looked_at: datetime | None = None
    seen_at: datetime | None = None  # the last good look
    changed_at: datetime | None = None  # the last good look that was not 「unchanged」
    trouble: str = ""
    trouble_count: int = 0
    etag: str = ""
    last_modified: str = ""
