"""A file of counts in, a file of alarms out."""

from datetime import datetime, timedelta

import pytest

from handlers.shared.roc_date import TAIPEI
from handlers.watch.errors import UnreadableSeriesError
from handlers.watch.rules.replay import replay_volume

HOUR = timedelta(hours=1)
HEADER = "series,timestamp,count"


def rows(name: str, counts: list[int], *, zone: str = "") -> list[str]:
    start = datetime(2027, 3, 1, tzinfo=TAIPEI)
    stamps = ((start + n * HOUR).replace(tzinfo=None).isoformat() for n in range(len(counts)))
    return [f"{name},{stamp}{zone},{n}" for stamp, n in zip(stamps, counts, strict=True)]


def test_an_alarm_carries_the_start_of_its_bin_as_the_file_wrote_it() -> None:
    loud = [2] * 24 * 10 + [60, 60] + [2] * 20
    lines = [HEADER, *rows("健保卡", loud, zone="+08:00"), *rows("eID", [2] * 24 * 10)]
    alarms, told = replay_volume(lines, HOUR)
    assert alarms.splitlines()[:2] == [
        "series,timestamp,kind",
        "健保卡,2027-03-11T00:00:00+08:00,burst",
    ]
    assert all(line.startswith("健保卡,2027-03-1") for line in alarms.splitlines()[1:])
    assert told.startswith("異常升溫 1 次、14 天新高 1 次")


def test_times_without_a_zone_are_taipeis() -> None:
    loud = [2] * 24 * 10 + [60, 60] + [2] * 20
    with_zone, _ = replay_volume([HEADER, *rows("甲", loud, zone="+08:00")], HOUR)
    without, _ = replay_volume([HEADER, *rows("甲", loud)], HOUR)
    assert with_zone.replace("+08:00", "") == without


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], "沒有資料"),
        ([HEADER], "沒有資料"),
        (["series,when,count", "甲,2027-03-01,1"], "少了欄位 timestamp"),
        ([HEADER, "甲,昨天,1"], "第 2 列的 timestamp 讀不懂：昨天"),
        ([HEADER, "甲,2027-03-01,許多"], "第 2 列的 count 不是整數：許多"),
        ([HEADER, "甲,2027-03-01,-1"], "第 2 列的 count 不是整數：-1"),
        ([HEADER, ",2027-03-01,1"], "第 2 列的 series 是空的"),
        ([HEADER, "甲,2027-03-02,1", "甲,2027-03-01,1"], "第 3 列不比同一 series 的前一列晚"),
        ([HEADER, '甲,"2027-03-01'], "讀不懂，不是 CSV"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(lines: list[str], told: str) -> None:
    with pytest.raises(UnreadableSeriesError) as raised:
        replay_volume(lines, HOUR)
    assert told in raised.value.message
