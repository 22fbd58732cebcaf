"""Which opinions a line names; a case number with four digits is a case."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.opinions.rules.paging import Page, read_page
from handlers.opinions.rules.references import Reference, read_merge, read_reference


@pytest.mark.parametrize(
    ("text", "case", "serials", "rest"),
    [
        ("37-3 涉及母法", "37", (3,), "涉及母法"),
        ("37-3涉及母法", "37", (3,), "涉及母法"),
        ("＃３７－３，涉及母法", "37", (3,), "涉及母法"),
        ("37 第3則 涉及母法", "37", (3,), "涉及母法"),
        ("37的意見3 涉及母法", "37", (3,), "涉及母法"),
        ("37 3 涉及母法", "37", (3,), "涉及母法"),
        ("115-0037-3 涉及母法", "115-0037", (3,), "涉及母法"),
        ("115-0037 3 涉及母法", "115-0037", (3,), "涉及母法"),
        ("115-0037 第3則", "115-0037", (3,), ""),
        ("37-3、5、8 涉及母法", "37", (3, 5, 8), "涉及母法"),
        ("37-3、37-5 涉及母法", "37", (3, 5), "涉及母法"),
        ("37-3,5 個工作天太短", "37", (3,), "5 個工作天太短"),
        ("37-3 個人資料要保護", "37", (3,), "個人資料要保護"),
        ("115-3 5個工作天", "115", (3,), "5個工作天"),
    ],
)
def test_an_opinion_is_named_by_case_and_number(
    text: str, case: str, serials: tuple[int, ...], rest: str
) -> None:
    assert read_reference(text) == Reference(case, serials, rest)


@pytest.mark.parametrize(
    "text", ["", "37", "115-0037", "115-0037 涉及母法", "37 5個人都說", "涉及母法 37-3", "第三則"]
)
def test_what_names_no_opinion(text: str) -> None:
    assert read_reference(text) is None


@pytest.mark.parametrize(
    ("text", "serials", "into"),
    [
        ("37-5 到 37-3", (5,), 3),
        ("37-5、8 併入 3", (5, 8), 3),
        ("37-5併到37-3", (5,), 3),
        ("37 第5則 到 第3則", (5,), 3),
        ("115-0037-5 到 115-0037-3", (5,), 3),
    ],
)
def test_a_merge_says_which_go_where(text: str, serials: tuple[int, ...], into: int) -> None:
    read = read_merge(text)
    assert read is not None
    assert (read[0].serials, read[1]) == (serials, into)


@pytest.mark.parametrize("text", ["37-5", "37-5 到 38-3", "37-5 到 37-3、4", "到 37-3"])
def test_a_merge_into_nothing_or_another_case_is_none(text: str) -> None:
    assert read_merge(text) is None


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("", Page()),
        ("有哪些", Page()),
        ("第6則起", Page(first=6)),
        ("從第 6 則開始", Page(first=6)),
        ("未回", Page(waiting_only=True)),
        ("還沒回的", Page(waiting_only=True)),
        ("未回 第6則起", Page(first=6, waiting_only=True)),
        ("小花：太吵", None),
        ("未回我的電話", None),
    ],
)
def test_which_part_of_the_list_is_asked_for(text: str, page: Page | None) -> None:
    assert read_page(text) == page


@given(st.integers(1, 9999), st.integers(1, 999), st.sampled_from(["-", " 第", "之", "－"]))
def test_every_number_that_a_card_shows_is_read_back(case: int, serial: int, joint: str) -> None:
    assert read_reference(f"{case}{joint}{serial} 理由") == Reference(str(case), (serial,), "理由")
    full = f"115-{case:04d}"
    assert read_reference(f"{full}-{serial} 理由") == Reference(full, (serial,), "理由")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    reference = read_reference(text)
    read_merge(text)
    read_page(text)
    assert reference is None or reference.serials


@pytest.mark.parametrize("grain", [" ", "3、", "37-", "第 ", "，", "3-3、 "])
def test_no_long_run_keeps_the_reading_busy(grain: str) -> None:
    started = process_time()
    for text in (grain * 2000, f"37{grain * 2000}x", f"37-3{grain * 2000}x"):
        read_reference(text)
        read_merge(text)
        read_page(text)
    assert process_time() - started < 1
