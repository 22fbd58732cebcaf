"""Abuse is hidden, and what only looks like it is left as it was said."""

import pytest

from handlers.shared.decency import guarded, is_abusive


@pytest.mark.parametrize(
    "said",
    [
        "你在看三小",
        "他媽的又當機",
        "媽的排一天",
        "王八蛋",
        "一群垃圾",
        "垃圾政府",
        "ＳＢ",
        "去死啦",
    ],
)
def test_abuse_is_hidden(said: str) -> None:
    assert is_abusive(said)


@pytest.mark.parametrize(
    "said",
    [
        *("排了三小時", "我媽的健保卡", "帶他媽媽去換卡", "媽媽的證件", "低能量光束", "滾開水"),
        *("智障者家長總會", "USB 讀卡機", "靠北側車道", "有害廢物處理", "河邊有人丟垃圾"),
    ],
)
def test_what_is_no_abuse_is_left(said: str) -> None:
    assert not is_abusive(said)
    assert guarded(said) == said
