"""Linked group chats (群組)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChatScope(StrEnum):
    """What a group was opened for (「#啟用」)."""

    AGENCY = "本機關"
    CASE = "單一案件"
    CROSS = "跨部會"  # the only kind that several ministries see


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedChat:
    """A group the bot was added to. Not enabled until a bound officer says so."""

    id: int
    platform: str
    chat_id: str
    joined_at: datetime
    scope: ChatScope | None = None  # None: not enabled
    agency_id: int | None = None  # who enabled it
    case_id: int | None = None  # for 單一案件
    muted_until: datetime | None = None  # far future: until 「#取消靜音」
    opens_at: str = "08:30"  # the group's hours, Taipei, HH:MM
    closes_at: str = "18:00"
    left_at: datetime | None = None
    hinted: frozenset[str] = frozenset()  # hashes of unbound members told once to bind

    @property
    def enabled(self) -> bool:
        """Whether a bound officer opened it and the bot is still there."""
        return self.scope is not None and self.left_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChat:
    """A place in a group where a case was asked for."""

    case_id: int
    platform: str
    chat_id: str
    thread: str  # "": the group itself
    noted_at: datetime
