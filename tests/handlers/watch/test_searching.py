"""搜尋輿情: what people type, and what they read; the index says the same as reading all."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import update

from handlers.watch.commands import seeking
from handlers.watch.commands.finding import Finder
from handlers.watch.commands.indexing import index_some
from handlers.watch.jobs import Watching
from storage.post_index import SETTLED
from storage.tables.posts import posts
from tests.handlers.watch.conftest import TOPIC, Talk
from tests.support.world import World

DAY = timedelta(days=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def test_what_was_said_is_found_and_told_a_page_at_a_time(world: World, talk: Talk) -> None:
    # Given two weeks of talk, a story that three sources tell, and some abuse
    talk.usual(TOPIC, days=14, a_day=1)
    story = f"衛福部長說，{TOPIC}下週一開始，各地窗口準備好了，民眾帶身分證和舊卡就可以辦理。"
    then = world.clock.now() - timedelta(hours=3)
    talk.come(*(talk.post("", then, source=f"報紙{n}", text=story) for n in range(3)))
    talk.come(talk.post("", then, text=f"{TOPIC}的櫃台根本腦殘，等了三個小時才輪到我"))
    talk.come(talk.post("", then, text="臺電說今天不會停電"), talk.post("長照"))
    # When a PO searches
    direct = world.direct("阿菊")
    card = direct.says(f"搜尋輿情 {TOPIC}")
    # Then the count, the latest stories and who told them are there; abuse is hidden
    assert card is not None
    assert card.title == f"「{TOPIC}」近 30 天 18 則"
    assert card.facts[0].value == "5 則"
    assert len(card.items) == 5
    assert "3 家轉載" in "".join(item.text for item in card.items)
    assert not any("腦殘" in item.title for item in card.items)
    # And the next pages lead to the end
    more = next(button.command for button in card.buttons if button.label == "更多")
    assert more == f"搜尋輿情 {TOPIC} 第2頁"
    second = direct.says(more)
    assert second is not None
    assert {item.title for item in second.items}.isdisjoint(item.title for item in card.items)
    # And the same language as in subscriptions leaves out, and folds
    for says, title in (
        (f"找貼文 {TOPIC} -(腦殘 或 部長)", f"「{TOPIC} -(腦殘 或 部長)」近 30 天 14 則"),
        (f"找貼文 {TOPIC} 近 7 天", f"「{TOPIC}」近 7 天 11 則"),
        ("查輿情 台電", "「台電」近 30 天 1 則"),
    ):
        found = direct.says(says)
        assert found is not None
        assert found.title == title
    hottest = direct.says(f"找貼文 {TOPIC} 最熱")
    assert hottest is not None
    assert "下週一" in hottest.items[0].title + hottest.items[1].title


def test_posts_of_an_agency_are_found_by_its_officers_alone(world: World, talk: Talk) -> None:
    talk.come(talk.post("", text="立委索取健保卡換發的經費明細", agency="衛福部"))
    mine = world.direct("阿菊").says("找貼文 經費明細")
    assert mine is not None
    assert mine.title.endswith("1 則")
    others = world.direct("阿宏").says("找貼文 經費明細")
    assert others is not None
    assert "沒有「經費明細」的貼文" in others.body


def test_the_index_finds_what_reading_finds_and_forgets_with_the_posts(
    world: World, talk: Talk
) -> None:
    # Given posts, some older than others, that are not indexed yet
    texts = ("健保卡換發eID", "健保和保卡", "5G手機", "ＥＩＤ 健保卡 廣告", "健保卡", "㍿健保 卡")
    old, new = world.clock.now() - timedelta(days=40), world.clock.now() - timedelta(days=2)
    talk.come(*(talk.post("", at, text=text) for at in (old, new) for text in texts))
    asked = ("健保卡", "健保", "eID 健保卡", "健保卡 -廣告", "5g手機 或 保卡", "「健保 卡」")
    direct = world.direct("阿菊")

    def titles() -> list[str]:
        cards = [direct.says(f"找貼文 {text} 近 60 天") for text in asked]
        return [card.title or card.body for card in cards if card is not None]

    read = titles()
    # When they are indexed, in segments of four
    world.clock.advance(timedelta(minutes=5))
    unit_of_work = world.database.unit_of_work
    made = 0
    while index_some(unit_of_work, now=world.clock.now(), together=4):
        made += 1
    assert made == 3
    assert not Watching(unit_of_work, world.clock).look()  # nor is there anything more to do
    # Then the same is found
    assert titles() == read
    # And what is forgotten is found no more; the rest of its segment is indexed again
    with unit_of_work() as uow:
        middle = uow.posts.named([5])[0].received_at + timedelta(days=100)
        assert uow.posts.forget(before=middle) == 12
        uow.commit()
    assert "沒有" in titles()[0]
    with world.looking() as uow:
        assert list(uow.post_index.segments({"健保"}, old - timedelta(days=1))) == []


def test_of_a_wide_topic_the_earlier_posts_are_counted_by_the_hour(
    world: World, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given two weeks of talk in segments of eight, of which only the latest are to be read
    talk.usual(TOPIC, days=14, a_day=4)
    world.clock.advance(timedelta(minutes=5))
    while index_some(world.database.unit_of_work, now=world.clock.now(), together=8):
        pass
    direct = world.direct("阿菊")
    exact = direct.says(f"找貼文 {TOPIC}")
    monkeypatch.setattr(seeking, "MOST_READ", 10)
    # When somebody searches and subscribes, the counts are the same, and said to be rough
    rough, made = direct.says(f"找貼文 {TOPIC}"), direct.says(f"訂閱 {TOPIC}")
    assert exact is not None
    assert rough is not None
    assert made is not None
    assert rough.title == exact.title.replace("天 ", "天約 ")
    assert rough.facts == exact.facts
    assert "近 14 天約會響 0 次，共約 56 則" in str(made.facts)
    # And all hours are there to compare with, though not all posts are
    with world.looking() as uow:
        hours = uow.watching.hours(1, LONG_AGO)
        hits = uow.watching.hits(1, LONG_AGO, world.clock.now())
    assert sum(hour.post_count for hour in hours) == 56
    assert len(hits) < 30


def test_who_subscribes_waits_for_whoever_looks_at_posts(world: World, talk: Talk) -> None:
    # Given a process that looks at a post for the subscriptions it knows
    post = talk.post(TOPIC)
    with world.database.unit_of_work() as looking:
        assert looking.watching.take_turn()
        looking.posts.add([post])
        assert Finder().take_in(looking, now=world.clock.now()) == {}
        # When somebody subscribes before that is committed
        said = Thread(target=world.direct("阿菊").says, args=(f"訂閱 {TOPIC}",))
        said.start()
        said.join(0.3)
        assert said.is_alive()
        looking.commit()
    said.join()
    # Then the post is among what was found
    with world.looking() as uow:
        assert [hit.post_id for hit in uow.watching.hits(1, LONG_AGO, post.posted_at + DAY)] == [1]


def test_no_post_stays_unindexed_whose_transaction_lasts(world: World, talk: Talk) -> None:
    if world.database.engine.dialect.name == "sqlite":
        pytest.skip("one transaction writes at a time")
    slow, *others = (talk.post(TOPIC) for _ in range(5))
    unit_of_work, settled = world.database.unit_of_work, world.clock.now() + SETTLED
    with unit_of_work() as late:
        late.posts.add([slow])  # it has the least id
        talk.come(*others)
        assert not index_some(unit_of_work, now=settled, together=4)
        late.commit()
    talk.look()
    assert index_some(unit_of_work, now=settled, together=4)
    with world.looking() as uow:
        (segment,) = uow.post_index.segments({"健保"}, LONG_AGO)
        assert segment.first_post_id == uow.posts.named([1])[0].id


@pytest.mark.parametrize("says", ["搜尋輿情", "找貼文 -廣告", "找貼文 卡"])
def test_a_search_that_cannot_be_is_told_how(world: World, says: str) -> None:
    card = world.direct("阿菊").says(says)
    assert card is not None
    assert card.note.startswith(("例如", "至少"))


def test_a_sealed_post_that_no_key_opens_holds_up_nobody(world: World, talk: Talk) -> None:
    # Given a 轉知 that was tampered with, among others
    world.direct("阿菊").says(f"訂閱 {TOPIC}")
    made = [talk.post(TOPIC, agency="衛福部"), talk.post(TOPIC), talk.post(TOPIC)]
    with world.database.unit_of_work() as uow:
        uow.posts.add(made)
        uow.commit()
    with world.database.engine.begin() as connection:
        connection.execute(
            update(posts).where(posts.c.sealed != b"").values(sealed=b"not what was sealed")
        )
    # When the clock looks
    talk.look()
    # Then the others are taken in, and nothing waits
    with world.looking() as uow:
        assert not uow.posts.are_waiting()
        assert len(uow.watching.hits(1, world.clock.now() - DAY, world.clock.now() + DAY)) == 2
    card = world.direct("阿菊").says(f"找貼文 {TOPIC}")
    assert card is not None
    assert card.title.endswith("2 則")


def test_a_story_told_late_by_another_process_is_known(world: World, talk: Talk) -> None:
    # Given three copies of a story that came in one after the other, two of them not yet committed
    story = "健保署說明新卡的照片規格，民眾可以在家自己拍，不必到照相館，退件的也能線上補件。"
    copies = [talk.post("", source=f"報紙{n}", text=story) for n in range(3)]
    between = talk.post("長照")
    with world.database.unit_of_work() as uow:
        uow.posts.add([*copies[:2], between, copies[2]])
        uow.commit()
    first, second, other, last = (1, 2, 3, 4)
    _hide(world, {first, second, last})
    ours, theirs = (Watching(world.database.unit_of_work, world.clock) for _ in range(2))
    # When we look at a later post, and another process at the one with the least id after that
    ours.look()
    _show(world, first)
    theirs.look()
    # Then we know its story when the copies come to us
    _show(world, second, last)
    ours.look()
    with world.looking() as uow:
        stories = {post.id: post.story_id for post in uow.posts.named([first, second, other, last])}
    assert stories == {first: first, second: first, other: other, last: first}


def _hide(world: World, ids: set[int]) -> None:
    """Let posts be as if they were not committed yet: nobody takes them."""
    with world.database.engine.begin() as connection:
        hidden = update(posts).where(posts.c.id.in_(ids))
        connection.execute(hidden.values(matched_at=LONG_AGO))


def _show(world: World, *ids: int) -> None:
    with world.database.engine.begin() as connection:
        connection.execute(update(posts).where(posts.c.id.in_(ids)).values(matched_at=None))
