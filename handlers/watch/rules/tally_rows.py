"""The rows of a file of counts (date, topic, count) read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.shared.cells import CellError, plain
from handlers.shared.roc_date import BadDateError
from handlers.watch.errors import (
    FutureCountError,
    MissingColumnsError,
    NoChannelError,
    UnreadableCountError,
)
from handlers.watch.rules.tally_words import (
    LONGEST_TOPIC,
    Counted,
    channel_of,
    judged,
    read_days,
)

COLUMNS = {
    "day": ("日期", "date", "日", "起日", "開始日期", "受理日期", "統計日期"),
    "until": ("迄日", "結束日期", "訖日", "until", "end"),
    "topic": ("話題", "主題", "議題", "topic", "分類", "類別", "案由", "關鍵字"),
    "count": ("件數", "數量", "通數", "則數", "count", "案件數", "次數"),
    "channel": ("管道", "來源", "channel", "信箱", "source"),
}
NEEDED = {"day": "日期", "topic": "話題", "count": "件數"}


@dataclass(frozen=True, slots=True)
class Handed:
    """What a file holds: counts by row, and why rows were left out."""

    counts: tuple[Counted, ...]
    refused: tuple[str, ...]  # 「第 3 列：日期「剛才」看不懂」


def read_tally_rows(
    rows: Sequence[tuple[int, Sequence[str]]], channel: str, *, today: date
) -> Handed:
    """Read a file's rows; `channel` is that of rows which name none.

    Raises MissingColumnsError, NoChannelError.
    """
    (_, head), *lines = rows
    places = _places(head)
    missing = [name for key, name in NEEDED.items() if key not in places]
    if missing:
        raise MissingColumnsError(missing)
    if not channel and "channel" not in places:
        raise NoChannelError
    counts: list[Counted] = []
    refused: list[str] = []
    for number, cells in lines:
        try:
            row = {key: plain(cells[at]) for key, at in places.items() if at < len(cells)}
            counts.append(_counted(row, channel, today))
        except (CellError, BadDateError, UnreadableCountError, FutureCountError) as error:
            refused.append(f"第 {number} 列：{error}")
    return Handed(tuple(counts), tuple(refused))


def is_of_counts(head: Sequence[str]) -> bool:
    """Whether a file's columns are those of counts: a day, a topic and a count."""
    return NEEDED.keys() <= _places(head).keys()


def _places(head: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, cell in enumerate(head):
        name = "".join(cell.split()).lower()
        for key, names in COLUMNS.items():
            if name in names:
                places.setdefault(key, at)
    return places


def _counted(row: dict[str, str], channel: str, today: date) -> Counted:
    topic, number = row.get("topic", ""), row.get("count", "").replace(",", "")
    named = channel_of(row.get("channel") or channel)
    if not topic or len(topic) > LONGEST_TOPIC:
        message = f"話題要 1–{LONGEST_TOPIC} 個字"
        raise CellError(message)
    if not (number.isascii() and number.isdigit() and len(number) <= 6):  # noqa: PLR2004  # 999,999
        message = f"件數「{number[:20]}」不是整數"
        raise CellError(message)
    if not named:
        message = f"管道「{row.get('channel', '')[:20]}」不認得"
        raise CellError(message)
    first, last = read_days(row.get("day", ""), today=today)
    until = row.get("until", "")
    if until:
        last = read_days(until, today=today)[1]
    one = Counted(channel=named, topic=topic, first_on=first, last_on=last, count=int(number))
    return judged(one, f"{topic} {number}", today)
