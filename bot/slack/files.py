"""Files that people send one to one, fetched from Slack."""

from bot.message import FileRef
from bot.slack.client import SlackClient
from bot.slack.wire import SlackRefusalError
from bot.sources.errors import SourceError, Trouble
from bot.sources.handed import FETCH_SECONDS, LARGEST_FILE

GONE = frozenset({404, 410})


class SlackFiles:
    """Fetches what is in them, with the bot's token: from Slack's own hosts and no other."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

    def __call__(self, file: FileRef) -> bytes:
        """Return what is in a file. Raises SourceError."""
        if not self._client.holds_files(file.key):
            raise SourceError(Trouble.FORBIDDEN, "an address that is not Slack's")
        try:
            content = self._client.download(file.key, LARGEST_FILE, seconds=FETCH_SECONDS)
        except SlackRefusalError as refusal:
            raise SourceError(_trouble(refusal.status), refusal.reason) from refusal
        if content is None:
            raise SourceError(Trouble.TOO_LARGE, f"more than {LARGEST_FILE} bytes")
        return content


def _trouble(status: int) -> Trouble:
    """Sort a refusal; without files:read Slack leads to a page for people to sign in."""
    if status in GONE:
        return Trouble.GONE
    return Trouble.REFUSED if 200 <= status < 500 else Trouble.UNREACHABLE  # noqa: PLR2004  # HTTP
