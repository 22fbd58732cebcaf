"""What is pasted, cut into comments: names, blank lines, tables; nothing said is lost."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.opinions.rules.pasting import (
    Comment,
    looks_pasted,
    read_paste,
    read_rows,
    side_of,
    source_of,
)
from storage.records.opinions import Side, Source

WORDS = st.text("公園夜間噪音太大聲希望早點關門也請管管機車", min_size=1, max_size=40)
NAMES = st.text("小花阿明老王網友甲乙丙abc", min_size=1, max_size=6)


def said(text: str) -> list[tuple[str, str]]:
    """Who said what."""
    return [(comment.name, comment.text) for comment in read_paste(text)]


def test_a_name_and_a_colon_begin_a_comment_that_goes_on_below() -> None:
    assert said("小花：太吵了\n理由：半夜還有人\n阿明: 還好吧") == [
        ("小花", "太吵了\n理由：半夜還有人"),
        ("阿明", "還好吧"),
    ]


def test_blank_lines_part_comments_without_names() -> None:
    assert said("太吵了\n半夜還有人\n\n\n還好吧\n") == [("", "太吵了\n半夜還有人"), ("", "還好吧")]


@pytest.mark.parametrize(
    "text",
    [
        "建議：改到十點",
        "第一點：太吵",
        "一：太吵",
        "https://a.example/x 請看",
        "10:30 還在吵",
        "條文如下：\n第三條",
        "我的看法是這樣的，原因如下：太吵",
        "我覺得重點只有一個：太吵",
        "醫療法第三條：要改",
    ],
)
def test_a_heading_a_link_or_an_hour_is_no_name(text: str) -> None:
    assert said(text) == [("", text)]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("小花（115/12/01）：太吵", date(2026, 12, 1)),
        ("小花 2026-12-01 10:30：太吵", date(2026, 12, 1)),
        ("小花（115/13/41）：太吵", None),
    ],
)
def test_a_day_may_stand_beside_the_name(line: str, day: date | None) -> None:
    assert read_paste(line) == (Comment("太吵", "小花", day),)


def test_joins_page_is_read_as_it_is_copied() -> None:
    copied = "小花\n2026-11-20 10:11:12\n太吵了\n真的\n\n阿明\n2026-11-21 08:00:00\n還好"
    assert read_paste(copied) == (
        Comment("太吵了\n真的", "小花", date(2026, 11, 20)),
        Comment("還好", "阿明", date(2026, 11, 21)),
    )


def test_a_table_from_a_spreadsheet_is_read_by_its_columns() -> None:
    copied = '時間\t暱稱\t按讚\t留言內容\n115/12/1\t小花\t3\t"太吵\n真的"\n\t阿明\t\t反對，還好\n'
    assert read_paste(copied) == (
        Comment("太吵\n真的", "小花", date(2026, 12, 1)),
        Comment("反對，還好", "阿明", None, Side.AGAINST),
    )


def test_a_table_without_names_of_columns_has_the_name_first() -> None:
    assert said("小花\t太吵\n阿明\t還好") == [("小花", "太吵"), ("阿明", "還好")]
    assert [c.text for c in read_rows([["太吵"], ["還好"]])] == ["太吵", "還好"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("反對，太吵", Side.AGAINST),
        ("【反對】太吵", Side.AGAINST),
        ("堅決反對本草案", Side.AGAINST),
        ("不贊成：太吵", Side.AGAINST),
        ("贊成", Side.FOR),
        ("支持修法", Side.FOR),
        ("同意書應附影本", Side.UNSAID),
        ("反對者說的不對", Side.UNSAID),
        ("我覺得可以", Side.UNSAID),
    ],
)
def test_a_side_is_read_only_where_it_is_said(text: str, side: Side) -> None:
    assert side_of(text) is side


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("台灣物流公會", Source.GROUP),
        ("衛生福利部", Source.AGENCY),
        ("臺北市政府", Source.AGENCY),
        ("小部", Source.NETIZEN),
        ("小花", Source.NETIZEN),
        ("", Source.NETIZEN),
    ],
)
def test_organisations_are_told_from_people_by_their_names(name: str, source: Source) -> None:
    assert source_of(name) is source


def test_what_is_said_to_the_bot_is_no_comment() -> None:
    assert said("幫我收以下留言\n小花：太吵\n\n謝謝小幫手") == [("小花", "太吵")]
    assert said("太吵\n\n謝謝") == [("", "太吵")]
    assert said("小花：太吵\n謝謝") == [("小花", "太吵\n謝謝")]


@pytest.mark.parametrize("text", ["小花：太吵", "太吵\n\n還好", "小花\t太吵"])
def test_several_lines_or_a_name_were_surely_pasted(text: str) -> None:
    assert looks_pasted(text)


@pytest.mark.parametrize("text", ["大家怎麼看", "https://a.example/x", "還沒回的"])
def test_one_plain_line_was_perhaps_not(text: str) -> None:
    assert not looks_pasted(text)


@given(st.lists(st.tuples(NAMES, WORDS), min_size=1, max_size=12))
def test_whoever_said_something_is_found_with_all_of_it(entries: list[tuple[str, str]]) -> None:
    assert said("\n".join(f"{name}：{text}" for name, text in entries)) == entries


@given(st.lists(WORDS, min_size=1, max_size=12), st.integers(2, 4))
def test_blank_lines_part_as_many_comments_as_there_are(texts: list[str], blank: int) -> None:
    assert said(("\n" * blank).join(texts)) == [("", text) for text in texts]


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading_and_none_is_empty(text: str) -> None:
    comments = read_paste(text)
    assert all(comment.text.strip() for comment in comments)
    assert all(len(comment.name) <= 20 or "\t" in text for comment in comments)


@given(st.lists(st.lists(st.text(max_size=20), max_size=5), max_size=8))
def test_no_table_breaks_the_reading(rows: list[list[str]]) -> None:
    assert all(comment.text for comment in read_rows(rows))


@given(st.text("小花：:，\n\t 115/12/01-理由第一點「」（）", max_size=300))
def test_nothing_but_names_days_and_joints_is_lost(text: str) -> None:
    if "\t" in text:
        return
    kept = sorted("".join(comment.name + comment.text for comment in read_paste(text)))
    left = sorted(c for c in text if not c.isspace())
    spare = [c for c in left if c not in "：:/-0125（）"]
    assert [c for c in kept if c not in "：:/-0125（） \n"] == spare


@pytest.mark.parametrize("grain", [" ", "小花 ", "小花：", "一", "（115/12/1 ", "反對", "\t", "\n"])
def test_no_long_run_keeps_the_reading_busy(grain: str) -> None:
    started = process_time()
    for text in (grain * 2000, f"小花{grain * 2000}：x"):
        read_paste(text)
        looks_pasted(text)
    assert process_time() - started < 1
