"""Agencies named inside free text; found by the contacts room's finder, read by all rooms."""

from dataclasses import dataclass

from storage.records.agencies import Agency


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """One agency named in a text: `text[start:end]` is how it was written. Sure matches only."""

    agency: Agency
    start: int
    end: int
