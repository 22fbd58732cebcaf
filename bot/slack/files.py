"""Files that people send one to one, fetched from Slack."""

from bot.handed import FETCH_SECONDS, LARGEST_FILE, FileError, FileTrouble, trouble_of
from bot.message import FileRef
from bot.slack.client import SlackClient
from bot.slack.wire import SlackRefusalError


class SlackFiles:
    """Fetches what is in them, with the bot's token: from Slack's own servers and no other."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

    def __call__(self, file: FileRef) -> bytes:
        """Return what is in a file. Raises FileError."""
        if not self._client.holds_files(file.key):
            raise FileError(FileTrouble.REFUSED, "an address that is not Slack's")
        try:
            content = self._client.download(file.key, LARGEST_FILE, seconds=FETCH_SECONDS)
        except SlackRefusalError as refusal:
            raise FileError(trouble_of(refusal.status), refusal.reason) from refusal
        if content is None:
            raise FileError(FileTrouble.TOO_LARGE, f"more than {LARGEST_FILE} bytes")
        return content
