"""What people subscribe to (訂閱), how much is said of it, and what was told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Hearer(StrEnum):
    """Who hears of a subscription."""

    ME = "me"  # who subscribed
    GROUP = "group"  # a chat
    AGENCY = "agency"  # whoever is on duty there


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A topic somebody wants to hear of. Moments are UTC."""

    id: int = 0  # 0 until it is kept; the number people type
    hearer: Hearer
    officer_id: int  # who subscribed
    agency_id: int  # whose non-public posts are meant too, except in groups
    chat_id: int | None = None  # the linked chat, of a GROUP
    text: str  # as it was typed, without its options
    added_at: datetime
    urgent: bool = False  # does not wait for office hours
    morning_only: bool = False  # 早上一次就好
    muted_until_at: datetime | None = None
    event_muted: bool = False  # 此事件: until it has calmed down
    strictness: int = 0  # 誤報 raises, 有用 lowers
    state: str = ""  # JSON of the topic's volume; "" = nothing seen yet
    observed_until_at: datetime  # the first hour that is not over for it
    name: str = ""  # what people call it, of an agency; "" = the text says it
    phase: str = ""  # 平常, 升溫 … as of the last hour; "" = nothing seen yet
    case_id: int | None = None  # the case that it is about


class Wanted(NamedTuple):
    """Of a subscription what says which posts it means."""

    id: int
    text: str
    hearer: Hearer
    agency_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHit:
    """That a post is meant by a subscription."""

    subscription_id: int
    post_id: int
    source_id: int
    story_id: int
    author_key: str  # "" = not known
    at: datetime  # when it was posted, never later than it came in


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchHour:
    """How much was said in an hour."""

    at: datetime  # its beginning
    post_count: int
    story_count: int
    author_count: int
    voice_count: int  # authors of stories that were new: what is watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """That a topic was worth a word, and what became of it."""

    id: int = 0
    subscription_id: int
    kind: str  # 「burst」「high」「decline」, and 「update」 of one that was told
    rang_at: datetime  # the hour that raised it
    since_at: datetime  # when what is told of began
    due_at: datetime  # not to be told before
    told_at: datetime | None = None
    told_count: int = 0  # posts that were told of
    verdict: str = ""  # 「useful」「false」
