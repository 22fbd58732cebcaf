"""Messenger: the port through which cards leave. Each platform has one; the bot knows no SDK."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from bot.message import ChatRef, Outgoing, Platform

# The picture of a `Picture.key` as PNG; None: there is none, show its `alt`. Never raises, safe to
# call from several threads, takes some 10 ms and reads the database: never on an event loop.
DrawPicture: TypeAlias = Callable[[str], bytes | None]


def no_picture(_: str) -> None:
    """Draw nothing: where no pictures are made."""


# What keeps a platform from this process, in one word: a refused token, a line that is down; "".
TroubleOf: TypeAlias = Callable[[Platform], str]


def no_trouble(_: Platform) -> str:
    """Know of none."""
    return ""


class Outcome(StrEnum):
    """What became of one attempt to send."""

    DELIVERED = "delivered"  # the platform accepted it, now or at an earlier attempt
    LATE = "late"  # the free answer came too late: push it, or let it go
    UNKNOWN = "unknown"  # accepted or not: send again only what may rather come twice than never
    RETRY = "retry"  # not accepted, or safe to repeat: try again later
    OVER_QUOTA = "over_quota"  # this month's paid messages are used up
    REFUSED = "refused"  # will never be accepted as it is: give up
    UNREACHABLE = "unreachable"  # the person is no friend of the bot, or blocked it


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """The outcome of one attempt, with a reason for the ledger (never any message text)."""

    outcome: Outcome
    reason: str = ""
    retry_after: timedelta | None = None  # the platform's own wish; None: ours
    request_id: str = ""  # the platform's number for this request, for its support desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The month's paid messages, counted by recipient."""

    limit: int | None  # None: no limit
    used: int


class Reach(Protocol):
    """What a platform that is paid by message tells about sending; none of it ever raises."""

    def allowance(self) -> Allowance | None:
        """Return what may still be paid for; None when the platform does not tell."""
        ...

    def member_count(self, chat: ChatRef) -> int | None:
        """Return how many people a push to a group is counted for; None when it is not told."""
        ...

    def reaches(self, chat: ChatRef) -> bool | None:
        """Tell whether messages to a person arrive; None when the platform does not tell."""
        ...


class Messenger(Protocol):
    """Sends cards to one platform. Safe to call from several threads."""

    def send(self, outgoing: Outgoing) -> SendResult:
        """Make one attempt; never raises.

        With a `reply_ticket` it is a free answer, tried at most once. Without one it is a push;
        repeating it with the same `delivery_id` within 24 hours reaches the chat once. All its
        cards go out together or not at all.
        """
        ...

    def leave(self, chat: ChatRef) -> None:
        """Leave a group. Raises DeliveryError."""
        ...

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        """Return the name a person shows in `chat`; None when the platform does not tell."""
        ...


class Directory(Protocol):
    """Whose account an e-mail address is, where a platform's workspace tells; never raises.

    Only people of the workspaces that are believed: no guests, bots or deactivated accounts.
    """

    def user_of(self, email: str) -> str | None:
        """Return the account with an address; None when there is none, or it is not told."""
        ...

    def email_of(self, user_id: str) -> str | None:
        """Return the address of an account; None when it has none, or it is not told."""
        ...
