"""After an outage each due reminder goes out once and says so; what is over does not go."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date

import pytest

from bot.message import Card, Platform
from bot.outbound import Outcome
from storage.records.officers import Role
from tests.handlers.delivery.ledger import ledger
from tests.support.waiting import until
from tests.support.world import World


@pytest.fixture
def world(migrated_url: str) -> Generator[World]:
    """衛福部's petition passed on 12/8: 公告期程 to 12/17, 聯繫提案人 to 12/22, 正式回應 to 2/8."""
    made = World(migrated_url)
    made.officer("阿菊", "衛福部")
    made.officer("小代", "衛福部", Role.DEPUTY)
    made.officer("小組", "衛福部", Role.TEAM)
    made.officer("小發", "國發會", Role.HUB)
    say(made, "登記 提點子 動物保護法加重罰則 附議中")
    made.advance(days=1)
    say(made, "1 成案了 12/8")
    say(made, "分案 1 主辦 衛福部 12/8", by="小發")
    made.line.sent.clear()
    yield made
    made.stop()


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def heard(world: World, name: str = "阿菊") -> list[Card]:
    """What a person was told since anybody was last asked for."""
    return world.heard_privately(name)


def titles(cards: list[Card]) -> list[list[str]]:
    return [[item.title for item in card.items] for card in cards]


def breaks_off(world: World, when: str) -> None:
    until(world, when)
    world.line.sent.clear()
    world.line.pushes_end = Outcome.RETRY


def comes_back(world: World, when: str) -> None:
    until(world, when)
    assert world.line.sent == []
    world.line.pushes_end = None


def test_line_is_away_for_two_days_and_the_morning_card_comes_once_and_says_so(
    world: World,
) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    comes_back(world, "2026-12-16 10:00:00")
    until(world, "2026-12-16 17:00:00")
    (card,) = heard(world)
    assert titles([card]) == [["1　公告期程"]]
    assert "還有 1 個工作天" in card.items[0].text
    assert "補昨天以前該說的" in card.items[0].text
    until(world, "2026-12-17 08:00:00")
    assert len(world.line.sent) == 1


def test_an_outage_of_hours_says_when_the_card_was_meant_to_come(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    comes_back(world, "2026-12-14 14:00:00")
    until(world, "2026-12-14 17:00:00")
    (card,) = heard(world)
    name = {Platform.LINE: "LINE", Platform.SLACK: "Slack"}[world.platform]
    assert card.note.endswith(f"這則因系統或 {name} 中斷晚到，原訂 12/14（一）08:30。")


def test_what_comes_back_at_night_waits_for_the_morning(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    comes_back(world, "2026-12-14 23:00:00")
    until(world, "2026-12-15 08:00:00")
    assert world.line.sent == []
    until(world, "2026-12-15 10:00:00")
    (card,) = heard(world)
    assert titles([card]) == [["1　公告期程"]]


def test_several_mornings_become_one_card_that_tells_each_duty_once(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    comes_back(world, "2026-12-17 15:00:00")
    until(world, "2026-12-17 17:30:00")
    told = titles(heard(world))
    assert sorted(title for card in told for title in card) == ["1　公告期程", "1　聯繫提案人"]


def test_nobody_is_said_not_to_have_answered_what_they_could_not_read(world: World) -> None:
    until(world, "2027-01-13 18:00:00")
    breaks_off(world, "2027-01-13 18:00:00")
    comes_back(world, "2027-01-18 10:00:00")
    until(world, "2027-01-18 17:00:00")
    assert heard(world, "小代") == heard(world, "小組") == []
    told = [title for card in titles(heard(world)) for title in card]
    assert told.count("115-0001　正式回應") == 1
    until(world, "2027-01-19 12:00:00")
    (asked,) = heard(world, "小代")
    assert "阿菊還沒有回覆" in str(asked)


def test_what_was_answered_while_line_was_away_is_not_told(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    until(world, "2026-12-14 12:00:00")
    say(world, "已辦 1 公告期程")
    world.line.sent.clear()
    comes_back(world, "2026-12-14 13:00:00")
    until(world, "2026-12-15 18:00:00")
    assert world.line.sent == []
    assert ledger(world)[-1] == (
        "reminder",
        "expired",
        "superseded: all of it was answered or is over",
    )


def test_of_a_card_only_what_is_still_open_is_told(world: World) -> None:
    breaks_off(world, "2026-12-17 06:00:00")
    until(world, "2026-12-17 12:00:00")
    say(world, "已辦 1 公告期程")
    world.line.sent.clear()
    comes_back(world, "2026-12-17 13:00:00")
    until(world, "2026-12-17 15:00:00")
    (card,) = heard(world)
    assert titles([card]) == [["1　聯繫提案人"]]
    assert card.flag == "要做 1 件"


def test_a_case_that_was_cancelled_meanwhile_is_told_to_nobody(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    until(world, "2026-12-14 12:00:00")
    say(world, "註銷 1")
    world.line.sent.clear()
    comes_back(world, "2026-12-14 13:00:00")
    until(world, "2026-12-15 18:00:00")
    assert world.line.sent == []


def test_a_case_that_became_sensitive_meanwhile_is_told_by_its_number(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    until(world, "2026-12-14 12:00:00")
    say(world, "標記 1 敏感")
    world.line.sent.clear()
    comes_back(world, "2026-12-14 13:00:00")
    until(world, "2026-12-14 16:00:00")
    (card,) = heard(world)
    assert [(i.title, i.text) for i in card.items] == [("1", "有一項提醒；內容請看案件。")]


def test_who_lost_the_office_meanwhile_hears_nothing_and_the_successor_does(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    until(world, "2026-12-15 12:00:00")
    with world.looking() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        (place,) = [a for a in uow.officers.appointments(agency_id=agency.id) if a.role is Role.PO]
        uow.officers.save_appointment(replace(place, ends_on=date(2026, 12, 14)))
        uow.commit()
    world.officer("新來的", "衛福部")
    comes_back(world, "2026-12-15 13:00:00")
    until(world, "2026-12-16 12:00:00")
    assert heard(world) == []
    assert titles(heard(world, "新來的")) == [["1　公告期程"]]


def test_who_was_erased_meanwhile_hears_nothing(world: World) -> None:
    say(world, "提醒 12/14 下午三點 自己的事")
    breaks_off(world, "2026-12-14 06:00:00")
    until(world, "2026-12-14 16:00:00")
    with world.looking() as uow:
        binding = uow.bindings.find(world.platform, world.account("阿菊"))
        assert binding is not None
        uow.officers.erase(binding.officer_id, now=world.clock.now())
        uow.commit()
    comes_back(world, "2026-12-14 17:00:00")
    until(world, "2026-12-16 12:00:00")
    assert heard(world) == []
    assert "自己的事" not in str(world.line.sent)


def test_sending_that_was_stopped_for_two_days_goes_on_with_one_card(world: World) -> None:
    with world.looking() as uow:
        uow.settings.set("delivery.paused", "1", now=world.clock.now())
        uow.commit()
    until(world, "2026-12-17 09:30:00")
    assert world.line.sent == []
    with world.looking() as uow:
        uow.settings.set("delivery.paused", "", now=world.clock.now())
        uow.commit()
    until(world, "2026-12-17 12:00:00")
    assert titles(heard(world)) == [["1　公告期程", "1　聯繫提案人"]]


def test_what_the_quota_held_for_days_comes_as_one_card_on_a_free_answer(world: World) -> None:
    world.is_told_on(Platform.LINE, "only its pushes are paid for")
    world.line.limit = 0
    until(world, "2026-12-17 09:30:00")
    assert world.line.sent == []
    say(world, "今天有啥")
    _answer, *rest = heard(world)
    assert titles(rest) == [["1　公告期程", "1　聯繫提案人"]]
    duties = [row[1] for row in ledger(world) if row[0] != "news"]  # 成案包 came before the outage
    assert duties.count("delivered") == 1


def test_a_repeating_reminder_comes_once_and_goes_on(world: World) -> None:
    say(world, "提醒 每天早上九點 吃藥")
    breaks_off(world, "2026-12-14 06:00:00")
    comes_back(world, "2026-12-16 14:00:00")
    until(world, "2026-12-16 17:00:00")
    assert str([c.body + str(c.items) for c in heard(world)]).count("吃藥") == 1
    world.line.sent.clear()
    until(world, "2026-12-17 12:00:00")
    assert str([c.body + str(c.items) for c in heard(world)]).count("吃藥") == 1


def test_a_key_that_line_may_have_forgotten_is_not_used_again(world: World) -> None:
    breaks_off(world, "2026-12-14 06:00:00")
    first = len(world.line.requests)
    until(world, "2026-12-16 12:00:00")
    moments: dict[str, int] = {}
    for request in world.line.requests[first:]:
        moments[request.delivery_id] = moments.get(request.delivery_id, 0) + 1
    assert len(moments) >= 2
    assert "unknown" in [state for _, state, _ in ledger(world)]
    assert "passed_on" not in [state for _, state, _ in ledger(world)]
