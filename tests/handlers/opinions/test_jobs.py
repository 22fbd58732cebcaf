"""pobot import-opinions: a file of comments comes in as a paste does."""

import orjson
import pytest

from bot.errors import UserError
from handlers.opinions.jobs import import_opinions
from tests.handlers.opinions.conftest import Desk

TABLE = "留言時間,暱稱,留言內容\n2026-12-01 10:00,小花,太吵了\n,阿明,還好吧\n,小花,太吵了\n"
JOIN_ID = "11111111-2222-3333-4444-555555555555"
TOPIC = {
    "url": f"https://join.gov.tw/policies/detail/{JOIN_ID}",
    "messages": {
        "m1": {"createDate": "2026-12-01 23:30:00", "authorName": "小花", "content": "反對，太吵"},
        "m2": {"createDate": 1796054400000, "authorName": "阿明", "content": "還好\n吧"},
        "m3": {"content": ""},
    },
}


def take(desk: Desk, data: bytes, number: str = "115-0001") -> str:
    """Hand a file in as the operator does."""
    return import_opinions(desk.world.database, number, data, "f", now=desk.world.clock.now())


def test_a_table_comes_in_with_its_days_and_again_brings_nothing(desk: Desk) -> None:
    told = take(desk, TABLE.encode())
    assert told == "115-0001 收下 2 則（1 則重複，同一人只算一次），目前 2 人、2 則"
    assert [(str(one.said_on), one.text) for one in desk.kept()] == [
        ("2026-12-01", "太吵了"),
        ("None", "還好吧"),
    ]
    with pytest.raises(UserError, match="3 則重複"):
        take(desk, TABLE.encode("cp950"), "1")
    assert "系統維運" in str(desk.says("稽核"))


def test_joins_own_messages_come_in(desk: Desk) -> None:
    take(desk, orjson.dumps(TOPIC))
    assert [(one.label, str(one.said_on), one.side, one.text) for one in desk.kept()] == [
        ("網友1", "2026-12-01", "反對", "反對，太吵"),
        ("網友2", "2026-12-01", "", "還好 吧"),
    ]


def test_among_several_topics_the_cases_link_decides(desk: Desk) -> None:
    other = {"url": "https://join.gov.tw/policies/detail/x", "messages": {"a": {"content": "別的"}}}
    both = orjson.dumps([other, TOPIC])
    with pytest.raises(UserError, match="看不出是哪一個議題"):
        take(desk, both)
    desk.says(f"連結 1 https://join.gov.tw/policies/detail/{JOIN_ID}")
    take(desk, both)
    assert [one.text for one in desk.kept()] == ["反對，太吵", "還好 吧"]


@pytest.mark.parametrize(
    ("number", "data", "told"),
    [
        ("115-0099", TABLE, "沒有 115-0099 這一件"),
        ("你好", TABLE, "沒有 你好 這一件"),
        ("1", "{", "看不出是哪一個議題"),
        ("1", '{"messages": []}', "檔案裡沒有意見"),
        ("1", "內容\n=1+1\n", ""),
    ],
)
def test_a_file_that_brings_nothing_says_why(desk: Desk, number: str, data: str, told: str) -> None:
    if not told:  # a CSV computes nothing: the text is kept as it stands
        assert "收下 1 則" in take(desk, data.encode(), number)
        return
    with pytest.raises(UserError, match=told):
        take(desk, data.encode(), number)
    assert desk.kept() == ()
