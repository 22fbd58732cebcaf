"""訂閱, 我的訂閱, 取消訂閱, 還在吵嗎: what people type, and what they read."""

from datetime import timedelta

import pytest

from tests.handlers.watch.conftest import Talk
from tests.support.world import World

TOPIC = "健保卡換發"


def test_subscribing_shows_what_it_would_have_brought(world: World, talk: Talk) -> None:
    # Given three weeks of usual talk with a burst ten days ago, and some advertising
    talk.usual(TOPIC, days=21, a_day=2)
    then = world.clock.now() - timedelta(days=10)
    talk.come(*(talk.post(TOPIC, then + timedelta(minutes=3 * n)) for n in range(15)))
    talk.come(*(talk.post(f"{TOPIC}團購優惠") for _ in range(4)))
    # When a PO subscribes
    card = world.direct("阿菊").says(f"訂閱 {TOPIC} 早上一次就好")
    # Then the past is replayed, five lines show what is meant, and advertising is pointed out
    assert card is not None
    assert card.facts[0].value.startswith("近 21 天會響 1 次，共 61 則")
    assert len(card.items) == 5
    assert all(TOPIC in item.title for item in card.items)
    assert "-團購" in card.body or "-優惠" in card.body
    assert "早上說一次" in card.facts[1].value


@pytest.mark.parametrize(
    ("says", "shows", "hint"),
    [
        ("訂閱 -廣告", "什麼貼文都會符合", "一定要出現的詞"),
        ("訂閱 健保卡 或 -廣告", "什麼貼文都會符合", "一定要出現的詞"),
        ("訂閱", "看不懂", "例如"),
        ("訂閱 卡", "太短", "至少兩個字"),
        ("訂閱 健保卡 這個群組", "還沒有啟用的群組", "#啟用"),
        ("取消訂閱 7", "沒有編號 7", "我的訂閱"),
        ("靜音訂閱 7 4小時", "沒有編號 7", "我的訂閱"),
        ("誤報 7", "沒有編號 7", "我的訂閱"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_hint(
    world: World, says: str, shows: str, hint: str
) -> None:
    card = world.direct("阿菊").says(says)
    assert card is not None
    assert shows in card.body
    assert hint in card.note
    with world.looking() as uow:
        assert uow.watching.all() == ()


def test_what_others_subscribed_to_is_theirs(world: World, talk: Talk) -> None:
    del talk
    world.direct("阿菊").says("訂閱 健保卡")
    for says in ("取消訂閱 1", "靜音訂閱 1 4小時", "誤報 1", "還在吵嗎 1"):
        card = world.direct("阿宏").says(says)
        assert card is not None
        assert "沒有編號 1" in card.body, says
    mine = world.direct("阿宏").says("我的訂閱")
    assert mine is not None
    assert "還沒有訂閱" in mine.body


def test_a_list_and_the_end_of_a_subscription(world: World) -> None:
    direct = world.direct("阿菊")
    direct.says("訂閱 健保卡")
    direct.says("訂閱 長照 急件")
    card = direct.says("我的訂閱")
    assert card is not None
    assert [item.title for item in card.items] == ["1　健保卡", "2　長照"]
    assert "下班、假日也說" in card.items[1].text
    direct.says("取消訂閱 1")
    card = direct.says("我的訂閱")
    assert card is not None
    assert [item.title for item in card.items] == ["2　長照"]


def test_a_new_subscription_is_active_at_once(world: World, talk: Talk) -> None:
    talk.come(talk.post("健保卡"))
    world.direct("阿菊").says("訂閱 長照")
    talk.come(talk.post("長照"))
    with world.looking() as uow:
        found = uow.watching.hits(1, world.clock.now() - timedelta(days=1), world.clock.now())
        now = uow.watching.hits(1, world.clock.now(), world.clock.now() + timedelta(hours=1))
    assert len(found) + len(now) == 1


def test_still_heated_is_answered_with_a_state_and_counts(world: World, talk: Talk) -> None:
    talk.usual(TOPIC, days=21, a_day=2)
    group = world.group("衛福部PO群", enabled_by="阿菊")
    quiet = group.says(f"#{TOPIC}還在吵嗎", by="阿菊")
    assert quiet is not None
    assert quiet.title == f"「{TOPIC}」現在：平常"
    talk.come(*(talk.post(TOPIC, source=f"來源{n % 4}") for n in range(14)))
    hot = group.says(f"#{TOPIC}還在吵嗎", by="阿菊")
    assert hot is not None
    assert "現在：升溫" in hot.title
    assert hot.facts[0].value.startswith("16 則")
    assert "不代表原因" in hot.note


def test_a_topic_nobody_talks_about_is_usual(world: World) -> None:
    card = world.direct("阿菊").says("冷門議題還在吵嗎")
    assert card is not None
    assert card.title == "「冷門議題」現在：平常"
    assert card.facts[0].value.startswith("0 則")


def test_posts_are_forgotten_after_their_time(world: World, talk: Talk) -> None:
    talk.usual(TOPIC, days=5, a_day=2)
    world.direct("阿菊").says(f"訂閱 {TOPIC}")
    world.clock.advance(timedelta(days=91))
    world.assistant.catch_up()
    with world.looking() as uow:
        assert uow.posts.named(range(1, 99)) == ()
        far = world.clock.now() + timedelta(days=1)
        assert uow.watching.hits(1, world.clock.now() - timedelta(days=200), far) == ()
