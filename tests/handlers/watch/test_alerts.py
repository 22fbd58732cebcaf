"""From posts that come in to the card that leaves."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from handlers.drawing import drawing
from handlers.watch.jobs import Watching
from tests.handlers.watch.conftest import TOPIC, Talk, alerts, burst, subscribed
from tests.support.world import World


def test_posts_come_in_and_one_alert_leaves(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    # When much more is said within an hour
    burst(talk)
    assert alerts(world, "阿菊") == []  # copies and what goes along are waited for
    talk.pass_hours(0.5)
    # Then she hears of it once, with counts and three posts of several sources
    (card,) = alerts(world, "阿菊")
    assert card.title == f"「{TOPIC}」升溫"
    assert card.flag == "僅供參考"
    assert "14 則" in card.facts[0].value
    assert "14 位發言者" in card.facts[1].value
    assert len({item.text.partition("・")[0] for item in card.items}) == 3
    assert [button.label for button in card.buttons] == [
        "登記",
        "聯絡主管機關",
        "靜音",
        "更多",
    ]
    assert card.picture is not None
    assert "最近 6 小時 14 則" in card.picture.alt
    svg = drawing(world.database.unit_of_work)(card.picture.key)
    assert svg is not None
    assert ">14<" in svg
    # And it is not said again while it only goes on
    talk.come(talk.post(TOPIC), talk.post(TOPIC))
    talk.pass_hours(3)
    assert len(alerts(world, "阿菊")) == 1
    # But once more when it has doubled
    burst(talk, 20)
    talk.pass_hours(1)
    assert [card.title for card in alerts(world, "阿菊")[1:]] == [f"「{TOPIC}」又多了一倍"]


def test_posts_at_the_very_beginning_of_an_hour_do_not_wait_for_its_end(
    world: World, talk: Talk
) -> None:
    subscribed(world, talk)
    talk.pass_hours(1)  # 11:00: the hour before is not over for late posts
    burst(talk)
    talk.pass_hours(0.5)
    talk.pass_hours(0.25)
    assert len(alerts(world, "阿菊")) == 1


def test_usual_talk_and_one_article_copied_by_many_ring_nothing(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    article = talk.words(TOPIC) + "，健保署今天說明新卡樣式與寄送方式，並提醒民眾留意詐騙簡訊"
    copies = [
        talk.post("", source=f"報社{n}", text=f"（記者王小明臺北報導）{article}更多新聞{n}")
        for n in range(12)
    ]
    talk.come(*copies)
    talk.pass_hours(2)
    assert alerts(world, "阿菊") == []
    state = world.direct("阿菊").says(f"{TOPIC}還在吵嗎")
    assert state is not None
    assert "12 家轉載" in str(state.items)


def test_one_who_posts_twenty_times_is_one_voice(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    talk.come(*(talk.post(TOPIC, author="熱心的人") for _ in range(20)))
    talk.pass_hours(2)
    assert alerts(world, "阿菊") == []


def test_at_night_it_waits_for_the_next_morning_and_says_the_numbers_of_then(
    world: World, talk: Talk
) -> None:
    subscribed(world, talk)
    talk.pass_hours(12)  # Monday 22:00
    burst(talk)
    talk.pass_hours(10)  # Tuesday 08:00
    assert alerts(world, "阿菊") == []
    talk.pass_hours(1)
    assert [card.title for card in alerts(world, "阿菊")] == [f"「{TOPIC}」升溫"]


def test_what_is_urgent_does_not_wait_for_office_hours(world: World, talk: Talk) -> None:
    subscribed(world, talk, f"訂閱 {TOPIC} 急件")
    talk.pass_hours(9.5)  # Monday 19:30
    burst(talk)
    talk.pass_hours(1)
    assert len(alerts(world, "阿菊")) == 1


def test_several_topics_of_a_night_come_in_one_morning_card(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    talk.usual("長照喘息", days=21, a_day=2)
    world.direct("阿菊").says("訂閱 長照喘息")
    talk.pass_hours(12)
    burst(talk)
    talk.come(*(talk.post("長照喘息", source=f"來源{n % 4}") for n in range(14)))
    world.line.sent.clear()
    talk.pass_hours(11)
    (card,) = alerts(world, "阿菊")
    assert card.title == "2 個話題有變化"
    assert [item.title for item in card.items] == [f"1　「{TOPIC}」升溫", "2　「長照喘息」升溫"]


def test_at_most_three_a_day_the_fourth_next_morning(world: World, talk: Talk) -> None:
    topics = ("健保卡換發", "長照喘息", "菸害防制", "食安稽查")
    for topic in topics:
        talk.usual(topic, days=10, a_day=1)
        world.direct("阿菊").says(f"訂閱 {topic}")
    world.line.sent.clear()
    for topic in topics:
        talk.come(*(talk.post(topic, source=f"來源{n % 4}") for n in range(14)))
        talk.pass_hours(1)
    told = alerts(world, "阿菊")
    assert len(told) == 3
    talk.pass_hours(20)  # Tuesday 10:00
    assert topics[3] in alerts(world, "阿菊")[3].title


def test_only_the_own_agency_hears_what_was_passed_on(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    world.direct("阿菊").says(f"訂閱 {TOPIC} 本機關")
    world.direct("阿宏").says(f"訂閱 {TOPIC} 本機關")
    group = world.group("衛福部PO群", enabled_by="阿菊")
    group.says(f"#訂閱 {TOPIC}", by="阿菊")
    world.line.sent.clear()
    talk.come(*(talk.post(TOPIC, source=f"轉知{n}", agency="衛福部") for n in range(14)))
    talk.pass_hours(2)
    assert len(alerts(world, "阿菊")) == 1  # the agency's, not the one for herself
    assert alerts(world, "阿宏") == []
    assert [sent for sent in world.line.sent if sent.chat.id == group.id] == []
    state = group.says(f"#{TOPIC}還在吵嗎", by="阿菊")
    assert state is not None
    assert state.facts[0].value.startswith("1 則")  # of the usual public talk


def test_a_group_hears_counts_and_public_posts(world: World, talk: Talk) -> None:
    talk.usual(TOPIC, days=21, a_day=2)
    group = world.group("衛福部PO群", enabled_by="阿菊")
    group.says(f"#訂閱 {TOPIC}", by="阿菊")
    world.line.sent.clear()
    burst(talk)
    talk.pass_hours(0.5)
    (sent,) = [sent for sent in world.line.sent if sent.chat.id == group.id]
    assert sent.card.title == f"「{TOPIC}」升溫"
    assert len(sent.card.buttons) <= 1


def test_abuse_and_telephone_numbers_are_not_repeated(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    rude = [f"{talk.words('制度')}，智障{TOPIC}，打0912345678罵" for _ in range(14)]
    talk.come(*(talk.post("", source=f"來源{n % 4}", text=text) for n, text in enumerate(rude)))
    talk.pass_hours(0.5)
    (card,) = alerts(world, "阿菊")
    assert "智障" not in str(card)
    assert "0912" not in str(card)
    assert "○○" in str(card)


@pytest.mark.parametrize("said", ["靜音訂閱 1 4小時", "靜音 1 四小時", "靜音訂閱 1 此事件"])
def test_a_muted_topic_says_nothing(world: World, talk: Talk, said: str) -> None:
    subscribed(world, talk)
    world.direct("阿菊").says(said)
    burst(talk)
    talk.pass_hours(2)
    assert alerts(world, "阿菊") == []


def test_false_alarms_make_a_topic_stricter_once_for_each(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    burst(talk)
    talk.pass_hours(0.5)
    direct = world.direct("阿菊")
    for said, strict in (("誤報 1", 2), ("誤報 1", 2), ("有用 1", -1), ("誤報 1", 2)):
        direct.says(said)
        with world.looking() as uow:
            (wish,) = uow.watching.all()
        assert wish.strictness == strict, said


def test_posts_that_come_late_are_counted_in_their_hour_and_told_of(
    world: World, talk: Talk
) -> None:
    subscribed(world, talk)
    talk.pass_hours(4)
    then = world.clock.now() - timedelta(hours=3)
    talk.come(*(talk.post(TOPIC, then, source=f"來源{n % 4}") for n in range(14)))
    talk.pass_hours(0.5)
    (card,) = alerts(world, "阿菊")
    assert card.title == f"「{TOPIC}」升溫"
    with world.looking() as uow:
        counted = {hour.at: hour.post_count for hour in uow.watching.hours(1, then)}
    assert counted == {then.replace(minute=0): 14}


def test_two_processes_tell_once(world: World, talk: Talk) -> None:
    subscribed(world, talk)
    other = Watching(world.database.unit_of_work, world.clock)
    burst(talk)
    for _ in range(4):
        world.clock.advance(timedelta(minutes=10))
        other.look()
        talk.look()
    assert len(alerts(world, "阿菊")) == 1


def test_processes_at_the_same_time_have_each_post_and_each_copy_once(
    world: World, talk: Talk
) -> None:
    subscribed(world, talk)
    article = talk.words(TOPIC)
    new = [talk.post(TOPIC, source=f"來源{n % 4}") for n in range(30)]
    copies = [talk.post("", source=f"報社{n}", text=article) for n in range(30)]
    with world.database.unit_of_work() as uow:
        uow.posts.add([one for both in zip(new, copies, strict=True) for one in both])
        uow.commit()
    others = [Watching(world.database.unit_of_work, world.clock) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        for _ in range(3):
            list(threads.map(Watching.look, others))
    now = world.clock.now()
    with world.looking() as uow:
        assert not uow.posts.are_waiting()
        hits = uow.watching.hits(1, now - timedelta(minutes=1), now + timedelta(hours=1))
        assert len(hits) == 60
        copied = Counter(hit.story_id for hit in hits)
        assert max(copied.values()) >= 30
        assert len(uow.watching.alarms_of(1, now - timedelta(days=1))) == 1


def test_it_calms_down_and_that_is_said_in_counts(world: World, talk: Talk) -> None:
    for day in range(16, 1, -1):
        at = world.clock.now() - timedelta(days=day)
        talk.come(*(talk.post(TOPIC, at + timedelta(minutes=25 * n)) for n in range(30)))
    world.direct("阿菊").says(f"訂閱 {TOPIC}")
    world.line.sent.clear()
    talk.pass_hours(24 * 5)
    fell = [card for card in alerts(world, "阿菊") if "回落" in card.title]
    assert len(fell) == 1
    assert fell[0].facts[0].label == "最近 48 小時"
    assert "不代表原因" in fell[0].note
