"""Files that people send one to one, fetched from LINE."""

from bot.line.client import LineClient, LineRefusalError
from bot.message import FileRef
from bot.sources.errors import SourceError, Trouble
from bot.sources.handed import FETCH_SECONDS, LARGEST_FILE

GONE = frozenset({404, 410})
BUSY = 429


class LineFiles:
    """Fetches what is in them. Only LINE's own API is asked, by the message's number."""

    def __init__(self, client: LineClient) -> None:
        self._client = client

    def __call__(self, file: FileRef) -> bytes:
        """Return what is in a file. Raises SourceError."""
        try:
            content = self._client.content(file.key, seconds=FETCH_SECONDS)
        except LineRefusalError as refusal:
            raise SourceError(_trouble(refusal.status), refusal.reason) from refusal
        if len(content) > LARGEST_FILE:
            raise SourceError(Trouble.TOO_LARGE, f"more than {LARGEST_FILE} bytes")
        return content


def _trouble(status: int) -> Trouble:
    if status in GONE:
        return Trouble.GONE
    if status == BUSY:
        return Trouble.BUSY
    return Trouble.REFUSED if 400 <= status < 500 else Trouble.UNREACHABLE  # noqa: PLR2004  # HTTP
