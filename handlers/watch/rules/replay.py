"""`pobot replay-volume`: a file of counts in, a file of alarms out. Pure.

Counts are rows of series, timestamp, count; alarms are rows of series, timestamp, kind, each with
the start of the bin that raised it, as the file wrote it. Times without a zone are Taipei's.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge

from handlers.shared.roc_date import TAIPEI
from handlers.watch.errors import BadBinError, UnreadableSeriesError
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.season import DaysOff, Season, slot_of
from handlers.watch.rules.topic import Topic

COLUMNS = ("series", "timestamp", "count")
HEADER = ("series", "timestamp", "kind")
MOST_DIGITS = 9
BIN = re.compile(r"([1-9][0-9]{0,3})([mhd])", re.ASCII)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
NAMES = {AlarmKind.BURST: "異常升溫", AlarmKind.HIGH: "14 天新高", AlarmKind.DECLINE: "降溫"}
Row = dict[str | None, str | list[str] | None]


@dataclass(frozen=True, slots=True, order=True)
class Bin:
    """How many posts a series had in one bin."""

    at: datetime
    series: str
    stamp: str  # the moment as the file wrote it
    count: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """What would have been said."""

    series: str
    stamp: str
    kind: AlarmKind


def read_bin_length(text: str) -> timedelta:
    """Read 「5m」, 「60m」, 「1h」, 「1d」. Raises BadBinError."""
    read = BIN.fullmatch(text)
    if read is None:
        raise BadBinError(text)
    return int(read[1]) * UNITS[read[2]]


def replay_volume(
    lines: Iterable[str], bin_length: timedelta, calendar: DaysOff | None = None
) -> tuple[str, str]:
    """Return the file of alarms, and what the operator reads. Raises UnreadableSeriesError."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    counts: Counter[AlarmKind] = Counter()
    for alarm in alarms_of(read_bins(lines), bin_length, calendar):
        writer.writerow((alarm.series, alarm.stamp, alarm.kind.value))
        counts[alarm.kind] += 1
    told = "、".join(f"{name} {counts[kind]} 次" for kind, name in NAMES.items())
    return out.getvalue(), told


def alarms_of(
    series: Iterable[list[Bin]], bin_length: timedelta, calendar: DaysOff | None = None
) -> Iterator[Alarm]:
    """Play all series side by side in the order of time, as they would have come in."""
    season = Season()
    topics: dict[str, Topic] = {}
    for one in merge(*series):
        topic = topics.setdefault(one.series, Topic(bin_length))
        for kind in topic.observe(one.at, one.count, slot_of(one.at, calendar), season):
            yield Alarm(one.series, one.stamp, kind)


def read_bins(lines: Iterable[str]) -> Iterable[list[Bin]]:
    """Read the counts, each series by itself. Raises UnreadableSeriesError."""
    rows: Iterator[Row] = csv.DictReader(lines, strict=True)
    series: dict[str, list[Bin]] = {}
    number = 1  # the header's
    try:
        for number, row in enumerate(rows, start=2):
            one = _bin(row, number)
            known = series.setdefault(one.series, [])
            if known and one.at <= known[-1].at:
                raise UnreadableSeriesError("不比同一 series 的前一列晚", row=number)
            known.append(one)
    except csv.Error:
        raise UnreadableSeriesError("讀不懂，不是 CSV", row=number + 1) from None
    except UnicodeDecodeError:
        raise UnreadableSeriesError("的文字不是 UTF-8") from None
    if not series:
        raise UnreadableSeriesError("沒有資料")
    return series.values()


def _bin(row: Row, number: int) -> Bin:
    name, stamp, count = (_cell(row, column, number) for column in COLUMNS)
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        raise UnreadableSeriesError(f"的 timestamp 讀不懂：{stamp[:40]}", row=number) from None
    if not (count.isascii() and count.isdigit() and len(count) <= MOST_DIGITS):
        raise UnreadableSeriesError(f"的 count 不是整數：{count[:40]}", row=number)
    at = moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)
    return Bin(at, name, stamp, int(count))


def _cell(row: Row, name: str, number: int) -> str:
    cell = row.get(name)
    if name not in row:
        raise UnreadableSeriesError(f"少了欄位 {name}")
    if not isinstance(cell, str) or not cell.strip():
        raise UnreadableSeriesError(f"的 {name} 是空的", row=number)
    return cell.strip()
