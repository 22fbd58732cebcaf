"""「首長信箱 健保卡 12/1 12 件」: what people type of counts, and what a file holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from handlers.watch.rules.tally_rows import read_tally_rows
from handlers.watch.rules.tally_words import (
    CHANNELS,
    Counted,
    read_count,
    read_lines,
    read_place,
    shown_line,
)

TODAY = date(2026, 12, 7)


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("text", "channel", "topic", "first", "last", "count"),
    [
        ("首長信箱 健保卡 12 件", "首長信箱", "健保卡", day(12, 7), day(12, 7), 12),
        ("1999 健保卡 昨天 8 通", "1999", "健保卡", day(12, 6), day(12, 6), 8),
        ("1999 健保卡 12/1-12/7 35 通", "1999", "健保卡", day(12, 1), day(12, 7), 35),
        ("健保卡 首長信箱 昨天12件", "首長信箱", "健保卡", day(12, 6), day(12, 6), 12),
        ("昨天1999有 8 通健保卡", "1999", "健保卡", day(12, 6), day(12, 6), 8),
        ("部長信箱關於健保卡換發 12/5 共三件", "首長信箱", "健保卡換發", day(12, 5), day(12, 5), 3),
        ("1999 健保卡 上週 35 通", "1999", "健保卡", day(11, 30), day(12, 6), 35),
        ("首長信箱 健保卡 115/12/01 1,203 件", "首長信箱", "健保卡", day(12, 1), day(12, 1), 1203),
        ("首長信箱 健保卡 12/1 為 10", "首長信箱", "健保卡", day(12, 1), day(12, 1), 10),
        ("首長信箱健保卡十二件", "首長信箱", "健保卡", day(12, 7), day(12, 7), 12),
        ("１９９９　健保卡　昨天　８通", "1999", "健保卡", day(12, 6), day(12, 6), 8),
        ("1999 健保卡 星期五 5 通", "1999", "健保卡", day(12, 4), day(12, 4), 5),
    ],
)
def test_a_count_is_read(
    text: str, channel: str, topic: str, first: date, last: date, count: int
) -> None:
    one = read_count(text, today=TODAY)
    assert (one.channel, one.topic, one.count) == (channel, topic, count)
    assert (one.first_on, one.last_on) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("首長信箱 12 件", "1999 健保卡", "健保卡 12 件"),
        *("首長信箱 健保卡 12/9 3 件", "首長信箱 健保卡 116/1/5 3件"),
    ],
)
def test_what_tells_no_count_of_a_past_day_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_count(text, today=TODAY)


def test_in_january_a_day_of_december_is_of_last_year() -> None:
    assert read_count("1999 健保卡 12/31 3 通", today=day(1, 5, 2027)).first_on == day(12, 31)


@given(
    channel=st.sampled_from(sorted(set(CHANNELS.values()))),
    topic=st.sampled_from(["健保卡", "健保卡換發", "eID", "長照 2.0", "托育", "H1N1"]),
    back=st.integers(0, 170),
    length=st.integers(1, 14),
    count=st.integers(0, 999_999),
)
def test_what_is_written_is_read_again(
    channel: str, topic: str, back: int, length: int, count: int
) -> None:
    last = TODAY - timedelta(days=back)
    first = last - timedelta(days=length - 1)
    one = Counted(channel=channel, topic=topic, first_on=first, last_on=last, count=count)
    assert read_count(f"{shown_line(one)} 為 {count}", today=TODAY) == one
    assert read_count(f"{shown_line(one)} {count} {one.unit}", today=TODAY) == one
    assert read_place(shown_line(one), today=TODAY).last_on == last


@given(st.text(max_size=60))
def test_anything_else_is_read_or_refused(text: str) -> None:
    for read in (read_count, read_place):
        try:
            assert read(f"首長信箱 {text}", today=TODAY).last_on <= date(9999, 1, 1)
        except UserError:
            continue
    read_lines(text, today=TODAY)


def test_a_pasted_table_has_head_lines_and_lines() -> None:
    found, failed = read_lines(
        "首長信箱 健保卡\n12/1\t12\n12/2 9 件\n1999\n12/1, 長照, 5\n12/9 長照 3\n2/30 長照 3",
        today=TODAY,
    )
    assert [(one.channel, one.topic, one.first_on.day, one.count) for one in found] == [
        ("首長信箱", "健保卡", 1, 12),
        ("首長信箱", "健保卡", 2, 9),
        ("1999", "長照", 1, 5),
    ]
    assert failed == ["12/9 長照 3", "2/30 長照 3"]


def test_a_file_is_read_row_by_row() -> None:
    rows = [
        (1, ("日期", "管道", "主題", "件數")),
        (2, ("115/12/01", "部長信箱", "健保卡", "1,203")),
        (3, ("2026-12-02", "", "健保卡", "8")),
        (4, ("剛才", "1999", "健保卡", "8")),
        (5, ("12/3", "傳真", "健保卡", "8")),
        (6, ("12/3", "1999", "健保卡", "八")),
    ]
    handed = read_tally_rows(rows, "1999", today=TODAY)
    assert [(one.channel, one.first_on.day, one.count) for one in handed.counts] == [
        ("首長信箱", 1, 1203),
        ("1999", 2, 8),
    ]
    assert [line[:7] for line in handed.refused] == ["第 4 列：看", "第 5 列：管", "第 6 列：件"]
    with pytest.raises(UserError, match="少了欄位：件數"):
        read_tally_rows([(1, ("日期", "話題"))], "1999", today=TODAY)
    with pytest.raises(UserError, match="哪裡的件數"):
        read_tally_rows([(1, ("日期", "話題", "件數"))], "", today=TODAY)
