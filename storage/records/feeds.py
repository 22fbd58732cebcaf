"""An officer's calendar (行事曆): what was last shown there, so that changes can be told."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One date as a calendar last showed it; kept to say later that it moved or is off."""

    uid: str  # the same for as long as the date exists, whatever day it moves to
    title: str  # number and rule only, never what a case is about: it outlives what it shows
    due_at: datetime  # UTC
    fingerprint: str  # hash of everything shown
    sequence: int  # grows with each change
    changed_at: datetime
    cancelled: bool = False
