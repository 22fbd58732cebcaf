"""A file that was handed over one to one, fetched and read before its event is handled. Pure."""

from dataclasses import dataclass

from bot.errors import UserError
from bot.handed import FileTrouble
from bot.sources.sheets import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is in it, or why that is not known: one of `rows`, `trouble` and `refused`."""

    name: str
    rows: tuple[Row, ...] = ()
    trouble: FileTrouble | None = None  # it could not be had
    refused: UserError | None = None  # it was had, and is no table that can be read
    others: int = 0  # files of the same message, which are not read
