"""What an HTTP status means for whoever asked: everything but the thing itself is an error."""

from http import HTTPStatus

from bot.sources.errors import SourceError, Trouble
from bot.sources.fetching import Fetched

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS})
SERVER_ERRORS = 500  # from here on


def check(answer: Fetched) -> None:
    """Raise SourceError for every answer that is not the thing itself."""
    status = answer.status
    if status == HTTPStatus.OK:
        return
    if status in GONE:
        raise SourceError(Trouble.GONE, f"HTTP {status}")
    if status in BUSY or status >= SERVER_ERRORS:
        raise SourceError(Trouble.BUSY, f"HTTP {status}", wait_seconds=answer.wait_seconds)
    raise SourceError(Trouble.REFUSED, f"HTTP {status}", wait_seconds=answer.wait_seconds)
