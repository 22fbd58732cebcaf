"""Once a year, and after a change, one tap says that the roster is right; the hub sees counts."""

from dataclasses import replace
from datetime import timedelta

from bot.message import Card
from bot.plain import plain_text
from tests.support.world import World, moment

JANUARY = "2027-01-11 10:00:00"  # a Monday; everybody was bound more than a month before


def go_to(world: World, text: str) -> None:
    world.clock.advance(moment(text) - world.clock.now())
    world.assistant.catch_up()


def mornings(world: World, count: int) -> None:
    """Let days pass, and what the clock starts happen each morning."""
    for _ in range(count):
        world.clock.advance(timedelta(days=1))
        world.assistant.catch_up()


def asked(world: World, name: str) -> list[Card]:
    cards = world.heard_privately(name)
    return [card for card in cards if "名冊資料還對嗎" in plain_text(card)]


def test_in_january_the_question_goes_along_with_the_morning_card(world: World) -> None:
    # Given something to be reminded of on the third day
    world.direct("阿宏").says("登記 身分證換發 期限 116/01/14")
    go_to(world, JANUARY)
    mornings(world, 1)
    assert asked(world, "阿宏") == []
    mornings(world, 1)
    (card,) = asked(world, "阿宏")
    assert [item.title for item in card.items][-1] == "名冊資料還對嗎？"
    assert len(card.items) > 1
    assert [b.label for b in card.buttons][-2:] == ["資料無誤", "要改"]
    # When it is answered with one tap, it is not asked again
    world.line.sent.clear()
    answer = world.direct("阿宏").says(card.buttons[-2].command)
    assert answer is not None
    assert "由您本人確認" in answer.body
    mornings(world, 20)
    assert asked(world, "阿宏") == []


def test_who_has_no_card_in_the_first_week_gets_one_on_its_last_day(world: World) -> None:
    go_to(world, JANUARY)
    mornings(world, 3)
    assert asked(world, "阿菊") == []
    mornings(world, 1)
    (card,) = asked(world, "阿菊")
    assert [b.command for b in card.buttons] == ["資料無誤", "我的資料"]
    mornings(world, 25)
    assert len(asked(world, "阿菊")) == 1


def test_who_confirmed_lately_and_a_business_unit_are_not_asked(world: World) -> None:
    world.clock.advance(timedelta(days=20))
    world.direct("阿菊").says("資料無誤")
    go_to(world, JANUARY)
    mornings(world, 8)
    assert asked(world, "阿菊") == []
    assert asked(world, "小林") == []
    assert len(asked(world, "小陳")) == 1


def test_whose_entry_somebody_else_changed_is_asked_once(world: World) -> None:
    world.advance(days=1)
    world.direct("阿宏").says("調動 小陳 單位 綜規司")
    world.assistant.catch_up()
    mornings(world, 10)
    assert len(asked(world, "小陳")) == 1
    assert asked(world, "阿宏") == []


def test_an_answer_given_before_the_question_leaves_makes_it_needless(world: World) -> None:
    go_to(world, JANUARY)
    world.direct("阿菊").says("資料無誤")
    mornings(world, 10)
    assert asked(world, "阿菊") == []


def test_look_ups_say_who_confirmed_and_what_is_older_than_a_year(world: World) -> None:
    world.direct("阿宏").says("資料無誤")
    found = world.direct("阿菊").says("找 內政部")
    assert found is not None
    assert found.note == "名冊 12/7 本人確認"
    world.clock.advance(timedelta(days=366))
    found = world.direct("阿菊").says("找 內政部")
    assert found is not None
    assert found.note == "名冊 未確認（超過一年）"


def test_the_hub_sees_counts_and_no_names(world: World) -> None:
    with world.database.unit_of_work() as uow:
        (place,) = uow.officers.appointments(officer_id=2)
        old = world.clock.now() - timedelta(days=400)
        uow.officers.save_appointment(replace(place, confirmed_at=old))
        uow.commit()
    card = world.direct("小發").says("名冊新鮮度")
    assert card is not None
    assert card.title == "6 位，1 位一年內沒有人確認"
    assert [(item.title, item.text) for item in card.items] == [("內政部", "4 位，1 位未確認")]
    assert "小陳" not in plain_text(card)
    refused = world.direct("阿宏").says("名冊新鮮度")
    assert refused is not None
    assert "由國發會處理" in refused.body


def test_leave_that_is_long_over_is_forgotten(world: World) -> None:
    world.direct("阿宏").says("請假 12/8")
    world.clock.advance(timedelta(days=32))
    world.assistant.catch_up()
    with world.looking() as uow:
        assert uow.absences.of_officer(1, since=world.clock.now().date().replace(year=2026)) == ()
