"""What one may do about an alarm: every step is a tap."""

from datetime import timedelta

from bot.message import Card
from storage.records.watching import Alarm
from tests.handlers.watch.conftest import TOPIC, Talk, alerts, burst
from tests.support.world import Chat, World


def tap(chat: Chat, card: Card | None, label: str) -> Card:
    """Tap a button; returns what came back."""
    assert card is not None
    commands = {button.label: button.command for button in card.buttons}
    answer = chat.says(commands[label])
    assert answer is not None
    return answer


def test_from_the_topic_over_three_questions_to_a_case(world: World) -> None:
    direct = world.direct("阿菊")
    direct.says(f"訂閱 {TOPIC}")
    # Registering shows first what would be registered
    preview = direct.says("輿情立案 1")
    assert preview is not None
    assert preview.facts[0].value == TOPIC
    # The three conditions are asked one after the other
    card = tap(direct, preview, "先程序評估")
    for condition in ("利害關係複雜", "多方意見分歧", "民眾參與熱烈"):
        assert condition in card.title
        card = tap(direct, card, "有")
    # The answer names the procedure, and what of the rulebook follows, with its source
    assert card.title == "建議：協作會議"
    labels = [fact.label for fact in card.facts]
    assert labels == ["符合", "月會提案", "分工會議", "依據"]
    assert "月會逐字稿" in card.facts[1].value
    assert card.facts[2].value.startswith("協作會議前 35 天：")
    assert "首長決定" in card.note
    # Registered, it is kept in the history, and the topic knows its case
    tap(direct, card, "登記並記下")
    history = direct.says("歷程 1")
    assert history is not None
    assert "建議協作會議" in str(history.items)
    there = direct.says("輿情立案 1")
    assert there is not None
    assert "已經是案件 1" in there.body
    # Asked again, another answer is kept in the same case
    other = direct.says("程序評估 1 有 沒有 沒有")
    assert other is not None
    assert other.title == "建議：先在機關內開放"
    tap(direct, other, "記到 1")
    history = direct.says("歷程 1")
    assert history is not None
    assert "先在機關內開放" in history.items[0].text


def test_the_topic_of_a_case_that_was_a_mistake_goes_on_alone(world: World) -> None:
    direct = world.direct("阿菊")
    direct.says(f"訂閱 {TOPIC}")
    world.clock.advance(timedelta(minutes=1))
    direct.says(f"登記 {TOPIC} 輿情訂閱1")
    with world.looking() as uow:
        assert [wish.case_id for wish in uow.watching.all()] == [1]
    direct.says("註銷 1")
    world.clock.advance(timedelta(hours=2))
    world.assistant.watch_posts()
    with world.looking() as uow:
        assert [wish.case_id for wish in uow.watching.all()] == [None]


def test_feedback_and_silence_are_taps_and_say_where_the_bar_is(world: World, talk: Talk) -> None:
    talk.usual(TOPIC, days=10, a_day=1)
    direct = world.direct("阿菊")
    direct.says(f"訂閱 {TOPIC}")
    direct.says("訂閱 健保卡 窗口")  # about the same posts
    direct.says("訂閱 健保卡")
    world.line.sent.clear()
    burst(talk)
    talk.pass_hours(0.5)
    # Several topics whose posts are the same are one card
    (alarm,) = alerts(world, "阿菊")
    assert alarm.title == f"「{TOPIC}」升溫"
    assert "健保卡" in {fact.label: fact.value for fact in alarm.facts}["也在您訂的"]
    # One tap leads to the answers, the next moves the bar, within bounds
    more = tap(direct, alarm, "更多")
    thanks = tap(direct, more, "誤報")
    assert "比原本嚴 2 格" in thanks.facts[0].value
    assert tap(direct, more, "誤報") == thanks  # once for each alarm
    assert "已經最靈敏" in tap(direct, thanks, "其實有用").facts[0].value
    silence = tap(direct, tap(direct, alarm, "靜音"), "至明早")
    assert "12/8（二）08:30" in silence.body
    # The finder gets the topic
    assert "健保" in str(tap(direct, alarm, "聯絡主管機關"))


def test_a_new_story_that_spreads_is_told_though_nothing_doubled(world: World, talk: Talk) -> None:
    talk.usual(TOPIC, days=10, a_day=1)
    direct = world.direct("阿菊")
    direct.says(f"訂閱 {TOPIC} 不要廣告")
    direct.says("登記 補卡爭議 期限 12/31")
    direct.says("訂閱 案件1 健保卡")
    world.line.sent.clear()
    burst(talk)
    talk.pass_hours(1)
    world.clock.advance(timedelta(hours=1))
    article = talk.words(TOPIC) + "，地方團體今天在大門口陳情，要求延長換發期限並增加據點"
    talk.come(*(talk.post("", source=f"報社{n}", text=article) for n in range(5)))
    talk.pass_hours(0.5)
    # Both cards are about both topics, in the name of the one that has a case
    told = alerts(world, "阿菊")
    assert [card.title for card in told] == ["「健保卡」升溫", "「健保卡」有新的一則在傳"]
    assert [card.number for card in told] == ["案件 1"] * 2
    assert [card.facts[-1].value for card in told] == [TOPIC] * 2


def test_who_asks_is_not_told_again_next_morning_that_it_calmed_down(world: World) -> None:
    direct = world.direct("阿菊")
    direct.says(f"訂閱 {TOPIC}")
    now = world.clock.now()
    with world.database.unit_of_work() as uow:
        since, due = now - timedelta(days=2), now + timedelta(hours=22)
        uow.watching.add_alarm(
            Alarm(subscription_id=1, kind="decline", rang_at=now, since_at=since, due_at=due)
        )
        uow.commit()
    direct.says("還在吵嗎 1")
    world.line.sent.clear()
    world.clock.advance(timedelta(hours=23))
    world.assistant.watch_posts()
    world.assistant.drain()
    assert alerts(world, "阿菊") == []
