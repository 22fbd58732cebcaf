"""What 搜尋輿情 was told."""

import pytest

from handlers.watch.rules.searching import Search, read_search, write_search


@pytest.mark.parametrize(
    ("told", "search"),
    [
        ("健保卡", Search("健保卡")),
        ("健保卡 (換發 OR eID) -廣告", Search("健保卡 (換發 OR eID) -廣告")),
        ("健保卡 近 7 天", Search("健保卡", days=7)),
        ("健保卡 最近兩天", Search("健保卡 最近兩天")),
        ("健保卡 這週", Search("健保卡", days=7)),
        ("健保卡 最近一個月", Search("健保卡", days=30)),
        ("健保卡 第２頁 最熱", Search("健保卡", page=2, by_heat=True)),
        ("健保卡 近3個月 最多人討論的 第3頁", Search("健保卡", 90, 3, by_heat=True)),
        ("健保卡 近9999天", Search("健保卡 近9999天")),
        ("30天內換證", Search("30天內換證")),
        ("今天", Search("", days=1)),
    ],
)
def test_days_page_and_order_stand_at_the_end(told: str, search: Search) -> None:
    assert read_search(told) == search
    assert read_search(write_search(search)) == search
