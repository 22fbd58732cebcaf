"""Files that people send one to one, fetched from LINE."""

from bot.handed import FETCH_SECONDS, LARGEST_FILE, FileError, FileTrouble, trouble_of
from bot.line.client import LineClient
from bot.line.refusal import LineRefusalError
from bot.message import FileRef


class LineFiles:
    """Fetches what is in them. Only LINE's own API is asked, by the message's number."""

    def __init__(self, client: LineClient) -> None:
        self._client = client

    def __call__(self, file: FileRef) -> bytes:
        """Return what is in a file. Raises FileError."""
        try:
            content = self._client.content(file.key, seconds=FETCH_SECONDS)
        except LineRefusalError as refusal:
            raise FileError(trouble_of(refusal.status), refusal.reason) from refusal
        if len(content) > LARGEST_FILE:
            raise FileError(FileTrouble.TOO_LARGE, f"more than {LARGEST_FILE} bytes")
        return content
