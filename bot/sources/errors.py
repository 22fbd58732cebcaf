"""What can go wrong with a source outside: one error, sorted by what to do next."""

from enum import StrEnum

from bot.errors import PoBotError


class Trouble(StrEnum):
    """Why a source gave nothing."""

    UNREACHABLE = "unreachable"  # no connection, or it broke off, or it took too long
    BUSY = "busy"  # it asks to be left alone for a while, or is out of order
    GONE = "gone"  # what was asked for is not there, or not any more
    REFUSED = "refused"  # it does not want to tell us
    UNREADABLE = "unreadable"  # it answered, but not with what was asked for
    PAGE = "web page"  # a page for people, where a feed was
    TOO_LARGE = "too large"
    FORBIDDEN = "forbidden"  # an address that must not be asked


class SourceError(PoBotError):
    """A source gave nothing that can be used; `wait_seconds` is what it asked for, if it did."""

    def __init__(self, trouble: Trouble, reason: str, *, wait_seconds: int | None = None) -> None:
        super().__init__(f"{trouble.value}: {reason}")
        self.trouble = trouble
        self.reason = reason
        self.wait_seconds = wait_seconds
