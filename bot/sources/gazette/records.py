"""What the gazette says of a draft, as plain values. Nothing is filled in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.sources.join.records import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteDraft:
    """A draft of which notice is given. "" and None: the gazette did not say."""

    meta_id: str  # the gazette's own number of the entry
    title: str  # without 「某部公告：預告」
    publisher: str = ""  # 「衛生福利部」; of a joint notice several, as printed
    undertaker: str = ""  # the agency that drafted it, often a subordinate one
    document_number: str = ""  # 字號
    published_on: date | None = None
    ends_on: date | None = None  # the last day for comments: the notice's own
    stated_days: int | None = None
    link: str = ""
    words: str = ""  # the notice itself, plain, in one line


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteIssue:
    """One day's gazette: its drafts, and how many of its entries could not be read."""

    published_on: date | None  # None for an issue without entries
    drafts: tuple[GazetteDraft, ...] = ()
    skipped_count: int = 0


@dataclass(frozen=True, slots=True)
class GazetteLook:
    """One look at the latest issue; None: nothing has changed since the mark."""

    issue: GazetteIssue | None
    mark: Mark = field(default_factory=Mark)


class Gazette(Protocol):
    """The gazette as the rooms see it. Raises SourceError and nothing else."""

    def latest(self, mark: Mark) -> GazetteLook:
        """Look at the latest issue."""
        ...
