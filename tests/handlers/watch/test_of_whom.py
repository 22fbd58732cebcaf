"""Topics of an agency and of a case: proposed, agreed to, named on alarms, and ended."""

from datetime import timedelta

from storage.records.watching import Hearer
from tests.handlers.watch.conftest import TOPIC, Talk, alerts, burst
from tests.support.world import World


def test_the_names_of_an_agency_are_proposed_and_agreed_to_by_a_tap(
    world: World, talk: Talk
) -> None:
    talk.come(talk.post("衛生署開記者會"), talk.post("健保卡"), talk.post("內政部"))
    direct = world.direct("阿菊")
    # When a PO wants to hear of an agency
    card = direct.says("訂 衛福部的輿情 本機關")
    # Then its names, former ones too, and its duties are shown with what each would have brought
    assert card is not None
    assert card.facts[0].value.startswith("衛生福利部、衛福部、衛生署。近 1 天會響 0 次，共 1 則")
    assert "個業務字：健保卡" in card.facts[1].value
    assert card.facts[1].value.endswith("共 2 則")
    assert [b.label for b in card.buttons] == ["只聽名稱", "也聽業務"]
    with world.looking() as uow:
        assert uow.watching.all() == ()  # nothing yet
    # And a tap subscribes, for whom it was said; tapped twice it is one
    done = direct.says(card.buttons[0].command)
    assert done is not None
    assert done.title == "好，貴機關當日的窗口會聽到「衛福部」"
    again = direct.says(card.buttons[0].command)
    assert again is not None
    assert "已經訂了" in again.body
    direct.says(card.buttons[1].command)
    with world.looking() as uow:
        names, wide = uow.watching.all()
        hits = [len(uow.watching.hits(w.id, w.added_at - timedelta(days=1), w.added_at + HOUR))
                for w in (names, wide)]  # fmt: skip
    assert (names.hearer, wide.name, hits) == (Hearer.AGENCY, "衛福部和業務", [1, 2])
    # In a group there is nothing to tap: the names alone
    group = world.group("衛福部PO群", enabled_by="阿菊")
    told = group.says("#訂閱 疾管署", by="阿菊")
    assert told is not None
    assert told.title == "好，這個群組會聽到「疾管署」"


def test_a_case_knows_how_its_topic_stands_until_some_time_after_its_end(
    world: World, talk: Talk
) -> None:
    talk.usual(TOPIC, days=10, a_day=1)
    direct = world.direct("阿菊")
    direct.says("登記 健保卡換發的問題")
    # When she wants to hear of a case, words of its subject are proposed
    card = direct.says("訂閱 案件1")
    assert card is not None
    assert card.facts[0].value == "健保卡、換發"
    direct.says(card.buttons[0].command)
    world.line.sent.clear()
    # And when the topic heats up, the alarm names the case, and the case's card the state
    burst(talk)
    talk.pass_hours(0.5)
    (alarm,) = alerts(world, "阿菊")
    assert (alarm.number, alarm.buttons[0].command) == ("案件 1", "案件 1")
    shown = direct.says("案件 1")
    assert shown is not None
    assert shown.body == "輿情：升溫。"
    # The end of the case says how long it is listened to, and then it is over
    closed = direct.says("結案 1 已辦理")
    assert closed is not None
    assert "再聽 14 天" in closed.note
    world.clock.advance(timedelta(days=15))
    talk.look()
    with world.looking() as uow:
        assert uow.watching.all() == ()


def test_of_a_sensitive_case_only_who_may_know_hears_and_only_its_number(
    world: World, talk: Talk
) -> None:
    direct = world.direct("阿菊")
    talk.usual(TOPIC, days=10, a_day=1)
    direct.says("登記 健保卡換發的問題 敏感")
    refused = direct.says("訂閱 案件1 本機關")
    assert refused is not None
    assert "只能訂給自己" in refused.body
    group = world.group("衛福部PO群", enabled_by="阿菊")
    assert group.says("#訂閱 案件1", by="阿菊") is None  # only she is answered
    direct.says("訂閱 案件1 健保卡 換發")
    world.line.sent.clear()
    burst(talk)
    talk.pass_hours(0.5)
    (alarm,) = alerts(world, "阿菊")
    assert alarm.title == "案件 1 的輿情升溫"
    assert "健保卡" not in str(alarm)
    mine = direct.says("我的訂閱")
    assert mine is not None
    assert "健保卡" not in str(mine)


def test_a_case_that_becomes_secret_takes_its_topics_along(world: World) -> None:
    direct = world.direct("阿菊")
    direct.says("登記 健保卡換發的問題")
    direct.says("訂閱 案件1 健保卡 換發")
    direct.says("訂閱 案件1 健保卡 本機關")
    direct.says("標記 1 敏感")
    with world.looking() as uow:
        (own,) = uow.watching.all()
    assert (own.hearer, own.name) == (Hearer.ME, "案件 1")
    direct.says("標記 1 密件 確定")
    with world.looking() as uow:
        assert uow.watching.all() == ()
    refused = direct.says("訂閱 案件1 健保卡")
    assert refused is not None
    assert "不能訂" in refused.body


HOUR = timedelta(hours=1)
