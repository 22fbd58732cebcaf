import pytest

from handlers.watch.rules.wish import Wish, read_wish
from storage.records.watching import Hearer

GROUP, AGENCY = Hearer.GROUP, Hearer.AGENCY
MORNING = Wish("健保卡換發 或 eID 不要廣告", morning_only=True)


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        ("健保卡", Wish("健保卡")),
        ("健保卡換發 或 eID 不要廣告 早上一次就好", MORNING),
        ("健保卡 這個群組", Wish("健保卡", GROUP)),
        ("健保卡 本機關", Wish("健保卡", AGENCY)),
        ("話題：健保卡，本機關", Wish("健保卡", AGENCY)),
        ("健保卡 急件", Wish("健保卡", urgent=True)),
        ("健保卡 假日也要叫我", Wish("健保卡", urgent=True)),
        # Words of a topic that only look like a wish
        ("緊急命令", Wish("緊急命令")),
        ("本機關報", Wish("本機關報")),
        ("訂閱制", Wish("訂閱制")),
        ("本機關", Wish("", AGENCY)),
    ],
)
def test_a_wish_is_read(told: str, wish: Wish) -> None:
    assert read_wish(told) == wish
