"""The HTTP side of feeds: asked for only if changed, within limits, and never inside."""

from http import HTTPStatus
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sources.errors import SourceError, Trouble
from bot.sources.feeds.reading import read_feed
from bot.sources.feeds.records import FeedLook
from bot.sources.fetching import Fetcher, Wanted
from bot.sources.join.records import Mark
from bot.sources.moments import TAIPEI
from bot.sources.posts import web_link
from bot.sources.status import check

SIZE_LIMIT = 5_000_000  # bytes of a feed
SECONDS = 30.0


class FeedClient:
    """Looks at feeds. Every method raises SourceError and nothing else."""

    def __init__(self, fetcher: Fetcher, own_hosts: frozenset[str] = frozenset()) -> None:
        self._fetcher = fetcher
        self._own_hosts = own_hosts

    def look(self, url: str, mark: Mark, zone: str = "") -> FeedLook:
        """Look at a feed; `zone` is what its moments mean when they name none."""
        answer = self._fetcher.get(
            Wanted(
                url=url,
                etag=mark.etag,
                last_modified=mark.last_modified,
                size_limit=SIZE_LIMIT,
                seconds=SECONDS,
            )
        )
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return FeedLook(None, mark)
        check(answer)
        title, posts = read_feed(answer.body, _zone(zone))
        return FeedLook(posts, Mark(answer.etag, answer.last_modified), title)

    def is_ours(self, url: str) -> bool:
        """Whether a feed lies on a host of the operator's own, and may lie inside."""
        return web_link(url) != "" and urlsplit(url).hostname in self._own_hosts


def open_feeds(trusted_hosts: frozenset[str] = frozenset()) -> FeedClient:
    """Make the client; `trusted_hosts` may lie in our own network."""
    return FeedClient(Fetcher(trusted_hosts=trusted_hosts, wanders=True), trusted_hosts)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else TAIPEI
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SourceError(Trouble.FORBIDDEN, "no such time zone") from error
