"""Files that people hand over one to one, fetched and read before the transaction of their event.

The event lies in the inbox until its answer is in the outbox: a process that dies meanwhile is
followed by another, which fetches again. Nothing of a file is written down here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.addressing import is_table
from bot.handed import LARGEST_FILE, LARGEST_UNPACKED, FetchFile, FileError, FileTrouble
from bot.logs import get_logger
from bot.message import FileRef, IncomingMessage, Platform
from bot.sources.tables import UnreadableTableError, read_table
from handlers.shared.handed import Handed
from storage.unit_of_work import UnitOfWork

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Porter:
    """Fetches tables, for people who are bound: nobody else makes the bot fetch anything."""

    unit_of_work: Callable[[], UnitOfWork]
    files: Mapping[Platform, FetchFile]

    def bring(self, message: IncomingMessage) -> Handed | None:
        """Return what came with a message; None when nothing did. May take seconds.

        Raises DatabaseUnavailableError.
        """
        file = message.file
        if file is None or not self._is_bound(message):
            return None
        if not is_table(file.name):
            return Handed(name=file.name)
        try:
            content = self._fetched(file, message.chat.platform)
            rows = read_table(content, file.name, LARGEST_UNPACKED).rows
        except FileError as error:
            _log.warning("file not fetched", trouble=error.trouble.value, reason=error.reason)
            return Handed(name=file.name, trouble=error.trouble)
        except UnreadableTableError as error:
            return Handed(name=file.name, refused=error)
        return Handed(name=file.name, rows=rows, others=file.others)

    def _is_bound(self, message: IncomingMessage) -> bool:
        with self.unit_of_work() as uow:
            platform, sender_id = message.chat.platform.value, message.sender_id
            return sender_id is not None and uow.bindings.find(platform, sender_id) is not None

    def _fetched(self, file: FileRef, platform: Platform) -> bytes:
        """Fetch it, unless it is known to be in vain. Raises FileError."""
        if file.size > LARGEST_FILE:
            raise FileError(FileTrouble.TOO_LARGE, f"{file.size} bytes")
        fetch = self.files.get(platform)
        if fetch is None or not file.key:
            raise FileError(FileTrouble.REFUSED, "nothing to fetch it by")
        return fetch(file)
