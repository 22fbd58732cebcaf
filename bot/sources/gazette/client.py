"""The gazette's HTTP side: the latest issue, asked for only if it changed."""

from http import HTTPStatus

from bot.sources.fetching import Fetcher, Wanted
from bot.sources.gazette.issue import read_issue
from bot.sources.gazette.records import GazetteLook
from bot.sources.join.records import Mark
from bot.sources.status import check

OFFICIAL_BASE = "https://gazette.nat.gov.tw"
LATEST = "/egFront/OpenData/downloadXML.jsp"
SIZE_LIMIT = 60_000_000  # bytes; an issue carries its annexes as HTML
SECONDS = 120.0


class GazetteClient:
    """Looks at the gazette. Every method raises SourceError and nothing else."""

    def __init__(self, base: str, fetcher: Fetcher) -> None:
        self._base = base
        self._fetcher = fetcher

    def latest(self, mark: Mark) -> GazetteLook:
        """Look at the latest issue."""
        answer = self._fetcher.get(
            Wanted(
                url=f"{self._base}{LATEST}",
                etag=mark.etag,
                last_modified=mark.last_modified,
                size_limit=SIZE_LIMIT,
                seconds=SECONDS,
            )
        )
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return GazetteLook(None, mark)
        check(answer)
        found = Mark(answer.etag, answer.last_modified)
        return GazetteLook(read_issue(answer.body, self._base), found)
