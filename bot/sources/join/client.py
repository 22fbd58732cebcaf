"""Join's HTTP side: one page at a time, asked for only if it changed.

How long to wait between pages is the caller's business: the pace is kept in the database, for
all processes together.
"""

from http import HTTPStatus

from bot.sources.errors import SourceError
from bot.sources.fetching import Fetched, Fetcher, Wanted
from bot.sources.join.endorsements import EndorsementCounts, count_endorsements
from bot.sources.join.lists import read_index, read_open_data
from bot.sources.join.page import read_page
from bot.sources.join.records import ListingLook, Mark, PetitionLook
from bot.sources.status import check

OFFICIAL_BASE = "https://join.gov.tw"
PAGE_LIMIT = 5_000_000  # bytes
LIST_LIMIT = 60_000_000  # bytes; a year of open data has some ten million
ENDORSERS_LIMIT = 12_000_000  # bytes; some hundred for each who endorsed
PAGE_SECONDS = 30.0
LIST_SECONDS = 180.0  # Join takes 45 to 180 seconds for it
INDEX = "/idea/index/search/ENDORSING?size=2000&status=FirstSigned"


class JoinClient:
    """Looks at Join. Every method raises SourceError and nothing else."""

    def __init__(self, base: str, fetcher: Fetcher) -> None:
        self._base = base
        self._fetcher = fetcher

    def petition(self, join_id: str, mark: Mark) -> PetitionLook:
        """Look at one petition's page."""
        url = f"{self._base}/idea/detail/{join_id}"
        answer = self._get(url, mark, size_limit=PAGE_LIMIT, seconds=PAGE_SECONDS)
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return PetitionLook(None, mark)
        check(answer)
        return PetitionLook(read_page(answer.body, join_id), _mark_of(answer))

    def endorsing(self, mark: Mark) -> ListingLook:
        """Look at the list of what may be endorsed now."""
        url = f"{self._base}{INDEX}"
        answer = self._get(url, mark, size_limit=LIST_LIMIT, seconds=PAGE_SECONDS)
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return ListingLook(None, mark)
        check(answer)
        return ListingLook(read_index(answer.body), _mark_of(answer))

    def open_data(self, year: int, mark: Mark) -> ListingLook:
        """Look at one year (AD) of the open data.

        Join sometimes sends the data whole and 503 with it: then the data counts.
        """
        url = f"{self._base}/toOpenData/v2/ey/idea?year={year}"
        answer = self._get(url, mark, size_limit=LIST_LIMIT, seconds=LIST_SECONDS)
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return ListingLook(None, mark)
        if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
            check(answer)
            return ListingLook(read_open_data(answer.body), _mark_of(answer))
        try:
            return ListingLook(read_open_data(answer.body))
        except SourceError:
            check(answer)
            raise

    def endorsements(self, join_id: str) -> EndorsementCounts:
        """Look at who endorsed a petition, for figures only: no name leaves the reader."""
        url = f"{self._base}/idea/export/endorse/suggestion/{join_id}"
        answer = self._get(url, Mark(), size_limit=ENDORSERS_LIMIT, seconds=PAGE_SECONDS)
        check(answer)
        return count_endorsements(answer.body)

    def _get(self, url: str, mark: Mark, *, size_limit: int, seconds: float) -> Fetched:
        return self._fetcher.get(
            Wanted(
                url=url,
                etag=mark.etag,
                last_modified=mark.last_modified,
                size_limit=size_limit,
                seconds=seconds,
            )
        )


def _mark_of(answer: Fetched) -> Mark:
    return Mark(answer.etag, answer.last_modified)
