"""Files that people hand over one to one: who gives them out, and how large they may be.

They are fetched and read while somebody waits, within an event's lease. What is larger is for the
operator, whose `import-posts` has the same reader and more time.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

from bot.errors import PoBotError
from bot.message import FileRef

LARGEST_FILE = 3_000_000  # bytes, as handed over
LARGEST_UNPACKED = 25_000_000  # bytes of all parts of a workbook together
FETCH_SECONDS = 5.0
GONE = frozenset({404, 410})  # HTTP
LED_AWAY = range(200, 500)  # HTTP; no answer and 5xx may be tried again


class FileTrouble(StrEnum):
    """Why a file cannot be had."""

    GONE = "gone"  # its platform has it no more
    TOO_LARGE = "too large"
    REFUSED = "refused"  # its platform does not give it to the bot
    NOT_NOW = "not now"  # no answer, or none in time


class FileError(PoBotError):
    """A file cannot be had; `reason` is for the log, never with anything of the file."""

    def __init__(self, trouble: FileTrouble, reason: str) -> None:
        super().__init__(f"{trouble.value}: {reason}")
        self.trouble = trouble
        self.reason = reason


# Returns what is in a file; raises FileError. For a worker's thread: it may take FETCH_SECONDS.
FetchFile: TypeAlias = Callable[[FileRef], bytes]


def trouble_of(status: int) -> FileTrouble:
    """Sort an HTTP status that is no success; 0: there was no answer."""
    if status in GONE:
        return FileTrouble.GONE
    return FileTrouble.REFUSED if status in LED_AWAY else FileTrouble.NOT_NOW
