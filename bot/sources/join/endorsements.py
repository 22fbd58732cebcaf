"""The list of endorsements, read for figures only: how many, per hour and county.

Nicknames (some are e-mail addresses), towns and reasons never leave this function.
"""

import csv
import io
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.embedded import decoded
from bot.sources.join.values import taipei, text

ENDORSED_AT, COUNTY = "附議時間", "居住縣市"
COUNTIES = frozenset(  # anything else may be a slipped column, that is a nickname
    {"臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市", "基隆市", "新竹市", "嘉義市"}
    | {"新竹縣", "苗栗縣", "彰化縣", "南投縣", "雲林縣", "嘉義縣", "屏東縣", "宜蘭縣", "花蓮縣"}
    | {"臺東縣", "澎湖縣", "金門縣", "連江縣"}
)
ELSEWHERE = "其他"
ZIP = b"PK\x03\x04"  # how a packed list begins
UNPACKED_LIMIT = 40_000_000  # bytes; a small file may hold endless ones


@dataclass(frozen=True, slots=True)
class HourCount:
    """How many people of one county endorsed in one hour (UTC)."""

    hour_at: datetime
    county: str
    count: int


@dataclass(frozen=True, slots=True)
class EndorsementCounts:
    """All of a list; `skipped_count` rows had no readable time."""

    hours: tuple[HourCount, ...]
    skipped_count: int = 0

    @property
    def total_count(self) -> int:
        """How many endorsements were counted."""
        return sum(hour.count for hour in self.hours)


def count_endorsements(data: bytes) -> EndorsementCounts:
    """Count the rows of `附議名單.csv`, packed or not. Raises SourceError when it is none."""
    plain = _unpacked(data) if data.startswith(ZIP) else data
    rows = csv.reader(io.StringIO(decoded(plain).replace("\0", ""), newline=""))
    no_row: list[str] = []
    try:
        header = [text(cell) for cell in next(rows, no_row)]
        if ENDORSED_AT not in header or COUNTY not in header:
            raise SourceError(Trouble.UNREADABLE, "no list of endorsements")
        at, county = header.index(ENDORSED_AT), header.index(COUNTY)
        counts: Counter[tuple[datetime, str]] = Counter()
        skipped_count = 0
        for row in rows:
            endorsed_at = taipei(row[at]) if len(row) > max(at, county) else None
            if endorsed_at is None:
                skipped_count += bool(row)
                continue
            counts[endorsed_at.replace(minute=0, second=0), _county(row[county])] += 1
    except csv.Error as error:
        raise SourceError(Trouble.UNREADABLE, "no CSV") from error
    hours = (HourCount(hour, where, n) for (hour, where), n in sorted(counts.items()))
    return EndorsementCounts(tuple(hours), skipped_count)


def _unpacked(data: bytes) -> bytes:
    """Return the only CSV of a packed file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            (entry,) = [one for one in packed.infolist() if one.filename.lower().endswith(".csv")]
            with packed.open(entry) as file:
                found = file.read(UNPACKED_LIMIT + 1)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError) as error:
        raise SourceError(Trouble.UNREADABLE, "no packed list") from error
    if len(found) > UNPACKED_LIMIT:
        raise SourceError(Trouble.TOO_LARGE, "the list is too large unpacked")
    return found


def _county(cell: str) -> str:
    name = text(cell).replace("台", "臺")
    return name if name in COUNTIES else ELSEWHERE
