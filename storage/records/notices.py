"""Drafts of laws of which notice is given (預告), and how the reading of the gazette goes."""

from dataclasses import dataclass
from datetime import date, datetime

GAZETTE, TYPED = "公報", "公告"  # where a notice is known from; an event's source says the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A draft that is open for comments. All of it is public; days are days in Taipei."""

    id: int  # 「預3」
    title: str
    source: str  # GAZETTE or TYPED
    seen_at: datetime
    meta_id: str | None = None  # the gazette's own number; None for what was typed
    publisher: str = ""  # as printed
    document_number: str = ""  # 字號
    published_on: date | None = None
    ends_on: date | None = None  # the notice's own last day
    stated_days: int | None = None  # as the notice counts them
    link: str = ""
    case_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeQuery:
    """What a list of notices is asked for; the one that ends first comes first."""

    agency_ids: frozenset[int]
    open_on: date  # what ended before is left out; what has no end is in
    unconsulted_only: bool = False  # 待會辦
    after_id: int = 0  # newer ones only
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteState:
    """How the looking at the gazette goes; one row for all processes."""

    name: str
    next_look_at: datetime
    looked_at: datetime | None = None
    seen_at: datetime | None = None  # the last good look
    issue_on: date | None = None  # the latest issue that was read
    trouble: str = ""
    trouble_count: int = 0
    etag: str = ""
    last_modified: str = ""
