"""What is read out of what people paste and type about sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sources.rules.reading import (
    find_known,
    read_pasted,
    split_address,
    split_number,
)
from storage.source_catalogue import known_sources


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("王委員索資：近三年統計", "索資"),
        ("立委辦公室要求我們提供換發資料", "索資"),
        ("調閱函收到了", "索資"),
        ("明天總質詢會問健保卡", "質詢"),
        ("備詢資料請先看", "質詢"),
        ("記者問健保卡為什麼要排隊", ""),
        ("民眾要資料", ""),
    ],
)
def test_what_parliament_asks_for(text: str, matter: str) -> None:
    assert read_pasted(text).matter == matter


def test_a_pasted_text_has_a_title_a_text_and_a_link() -> None:
    pasted = read_pasted("  標題  一\n\n內文，見 https://news.example/1。\n")
    assert (pasted.title, pasted.text) == ("標題 一", "內文，見 https://news.example/1。")
    assert pasted.link == "https://news.example/1"
    only = read_pasted("https://news.example/2")
    assert (only.title, only.text, only.link) == ("https://news.example/2", "", only.title)
    long = read_pasted("長" * 500)
    assert (long.title, long.text) == ("", "長" * 500)


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())))
def test_no_text_breaks_it_and_none_is_lost(text: str) -> None:
    pasted = read_pasted(text)
    assert "".join(f"{pasted.title}{pasted.text}".split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12 財政部", 12, "財政部"),
        ("#12　財政部", 12, "財政部"),
        ("第3號", 3, ""),
        ("３", 3, ""),
        ("中央社 政治", None, "中央社 政治"),
        ("", None, ""),
    ],
)
def test_numbers(text: str, number: int | None, rest: str) -> None:
    assert split_number(text) == (number, rest)


@pytest.mark.parametrize(
    ("text", "name", "url"),
    [
        ("健保署 新聞 https://a.example/rss", "健保署 新聞", "https://a.example/rss"),
        ("https://a.example/rss 健保署", "健保署", "https://a.example/rss"),
        ("健保署", "", ""),
        ("健保署 ftp://a.example/", "", ""),
        ("健保署 https://u:p@a.example/", "健保署", ""),
    ],
)
def test_addresses(text: str, name: str, url: str) -> None:
    assert split_address(text) == (name, url)


def test_names_of_known_sources() -> None:
    known = known_sources()
    assert [one.name for one in find_known("中央社  政治", known)] == ["中央社 政治"]
    assert len(find_known("中央社", known)) > 1
    assert [one.name for one in find_known("ptt 八卦", known)] == ["PTT 八卦"]
    assert find_known("", known) == ()
    assert find_known("某某", known) == ()


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("王委員辦公室要我們週三前給近三年換發統計資料", "索資"),
        ("立委請健保署提供各分區換發人數的數據", "索資"),
        ("國會辦公室來電，索取換發預算明細報表", "索資"),
        ("議員在臉書說排隊太久", ""),
        ("委員下週質詢會問健保卡", "質詢"),
    ],
)
def test_what_a_parliament_asks_for_is_known_however_it_is_put(text: str, matter: str) -> None:
    assert read_pasted(text).matter == matter


def test_a_line_that_is_only_the_address_is_not_said_twice() -> None:
    pasted = read_pasted("健保卡換發大排長龍\n窗口只開兩個\nhttps://news.example/1")
    assert (pasted.text, pasted.link) == ("窗口只開兩個", "https://news.example/1")
    assert read_pasted("https://news.example/2").title == "https://news.example/2"
