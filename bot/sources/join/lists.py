"""Several petitions at once: index pages, and a year of the open data (v2)."""

from collections.abc import Callable, Mapping

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.embedded import decoded, kept, variable, whole_json
from bot.sources.join.page import read_idea
from bot.sources.join.records import JoinPetition, Listing, Origin
from bot.sources.join.values import TITLE_LIMIT, fields_of, items_of, number, taipei, text, uuid_in

INDEX_VARIABLE = "searchResult"
SUMMARY_LIMIT = 2_000  # characters
ROW_LIMIT = 50_000  # petitions in one list; a year has a few thousand


def read_index(data: bytes) -> Listing:
    """Read an index page: `searchResult.result[]`, items shaped like `idea`. Raises SourceError."""
    for fields in variable(decoded(data), INDEX_VARIABLE):
        if "result" in fields:
            return _listing(fields["result"], lambda row: read_idea(row, Origin.INDEX))
    raise SourceError(Trouble.UNREADABLE, "the index page holds no list")


def read_open_data(data: bytes) -> Listing:
    """Read `toOpenData/v2/ey/idea`: all numbers are texts, all times Taipei's. Raises SourceError.

    A lone object is a list of one. It tells no status, no agency and no deadline.
    """
    content = whole_json(data)
    lone = fields_of(content)
    if lone and not uuid_in(lone.get("網址")):
        raise SourceError(Trouble.UNREADABLE, "an object without an address where a list belongs")
    return _listing(content, _open_data_row)


def _open_data_row(row: Mapping[str, object]) -> JoinPetition | None:
    join_id = uuid_in(row.get("網址"))
    if not join_id:
        return None
    return JoinPetition(
        join_id=join_id,
        origin=Origin.OPEN_DATA,
        title=text(row.get("標題"), TITLE_LIMIT),
        summary=text(row.get("提議內容"), SUMMARY_LIMIT),
        count=number(row.get("附議數量")),
        goal=number(row.get("附議門檻")) or None,  # 0 is what Join writes when it does not say
        comment_count=number(row.get("留言數量")),
        submitted_at=taipei(row.get("提送日期")) or taipei(row.get("publishDate")),
        raw=kept(row),
    )


def _listing(rows: object, read: Callable[[Mapping[str, object]], JoinPetition | None]) -> Listing:
    """Read all rows that can be read; a list of which none can be is no list."""
    several = items_of(rows)
    if not several and rows not in ([], ""):
        raise SourceError(Trouble.UNREADABLE, "no list where one belongs")
    if len(several) > ROW_LIMIT:
        raise SourceError(Trouble.TOO_LARGE, f"more than {ROW_LIMIT} rows")
    found: dict[str, JoinPetition] = {}
    skipped_count = 0
    for row in several:
        petition = read(fields_of(row))
        if petition is None:
            skipped_count += 1
        else:
            found.setdefault(petition.join_id, petition)
    if several and not found:
        raise SourceError(Trouble.UNREADABLE, "no row can be read")
    return Listing(tuple(found.values()), skipped_count)
