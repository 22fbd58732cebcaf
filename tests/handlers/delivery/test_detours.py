"""What must arrive arrives, or somebody else hears of it; and the operator's words."""

from dataclasses import replace

import pytest

from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.shared.outbox import Why, plan_push
from storage.records.officers import Appointment, Role
from tests.handlers.delivery.conftest import MAIL
from tests.handlers.delivery.ledger import COURTESY, ledger, push, requests
from tests.support.world import World


def deputy(world: World) -> None:
    world.officer("許書妍", "衛福部", Role.DEPUTY)


def test_a_duty_of_somebody_who_blocked_the_bot_goes_to_the_deputy(world: World) -> None:
    deputy(world)
    world.direct("林若晴").happens("unfollow")
    push(world, world.direct("林若晴"), "要送到")
    (card,) = world.heard_privately("許書妍")
    assert (card.body, card.note) == ("要送到", "林若晴目前收不到訊息，所以轉給您。")
    assert world.heard_privately("林若晴") == []
    assert ledger(world) == [
        ("reminder", "passed_on", "unreachable: deputy"),
        ("reminder", "delivered", ""),
    ]


def test_line_is_asked_whether_somebody_is_a_friend_before_a_duty_goes_out(world: World) -> None:
    # Given somebody who never became a friend: LINE would answer 200 and deliver nothing
    deputy(world)
    world.line.strangers = {world.account("林若晴")}
    push(world, world.direct("林若晴"), "要送到")
    assert [card.body for card in world.heard_privately("許書妍")] == ["要送到"]
    # When the person becomes a friend
    world.line.strangers = set()
    world.direct("林若晴").happens("follow")
    push(world, world.direct("林若晴"), "再一則")
    # Then the next duty arrives
    assert "再一則" in [card.body for card in world.heard_privately("林若晴")]


def test_without_a_deputy_the_agencys_own_group_hears_a_count_and_no_content(
    world: World,
) -> None:
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    cross = world.group("跨部會群", enabled_by="林若晴", scope="跨部會")
    world.direct("林若晴").happens("unfollow")
    world.line.sent.clear()
    push(world, world.direct("林若晴"), "機密的事", "另一件")
    (told,) = world.line.sent
    assert told.chat.id == group.id != cross.id
    assert "有 2 則" in told.card.body
    assert "機密" not in str(told)
    assert [row[1:] for row in ledger(world)[:2]] == [
        ("passed_on", "unreachable: count in the agency's group")
    ] * 2


def test_an_answer_to_a_question_is_nobody_elses_business(world: World) -> None:
    deputy(world)
    world.direct("林若晴").happens("unfollow")
    push(world, world.direct("林若晴"), "您查的電話", why=Why.PRIVATE)
    assert world.line.sent == []
    assert [state for _, state, _ in ledger(world)] == ["failed"]


def test_what_is_lost_for_good_is_told_to_the_operator_in_one_line(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.direct("林若晴").happens("unfollow")
    capsys.readouterr()
    push(world, world.direct("林若晴"), "要送到")
    lines = [line for line in capsys.readouterr().out.splitlines() if "for good" in line]
    assert len(lines) == 1
    assert "nobody else" in lines[0]
    assert "要送到" not in lines[0]
    figures = world.assistant.figures()
    assert figures.delivery_counts["failed"] == 1
    assert figures.unreachable_account_count == 1


def test_sending_stops_and_goes_on_at_an_administrators_word(
    world: World, migrated_url: str
) -> None:
    mine = world.direct("林若晴")
    card = mine.says("暫停發送")
    assert card is not None
    assert "先停" in card.body
    world.line.requests.clear()
    # When something is due, it waits; who asks is answered, without it
    push(world, mine, "要送到")
    assert requests(world) == []
    mine.says("我的案件")
    assert [(kind, len(texts)) for kind, texts in requests(world)] == [("reply", 1)]
    # And a restart changes nothing of it
    again = World(migrated_url, admins=frozenset({MAIL}), platforms=(Platform.LINE,))
    again.advance(minutes=5)
    assert again.line.requests == []
    again.stop()
    # Until the word comes to go on
    mine.says("恢復發送")
    assert ("push", ["要送到"]) in requests(world)


def test_the_state_says_what_is_left_what_waits_and_what_did_not_arrive(world: World) -> None:
    world.line.limit, world.line.used = 200, 170
    world.assistant.catch_up()
    push(world, world.direct("路人"), "好消息", kind=COURTESY)
    world.line.used = 0
    card = world.direct("林若晴").says("狀態")
    assert card is not None
    facts = {fact.label: fact.value for fact in card.facts}
    assert "額度剩 30／200（保留 40）" in facts["LINE"]
    assert "等著" in card.facts[1].label
    assert facts["等著送"].startswith("1 則（暫緩 1 則），最早 12/7")


@pytest.mark.parametrize("line", ["狀態", "暫停發送", "恢復發送", "推播保留 30"])
def test_it_is_not_for_everybody(world: World, line: str) -> None:
    world.officer("洪知遠", "內政部")
    card = world.direct("洪知遠").says(line)
    assert card is not None
    assert "處理" in card.body


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("推播保留 30", "保留 30 %"),
        ("推播保留 ３０％", "保留 30 %"),
        ("推播保留", "保留 20 %"),
        ("推播保留 很多", "看不出來"),
        ("推播保留 95", "超過 90 %"),
        ("恢復發送", "沒有暫停"),
    ],
)
def test_the_operators_words(world: World, says: str, shows: str) -> None:
    card = world.direct("林若晴").says(says)
    assert card is not None
    assert shows in card.body


def test_the_reserve_that_was_set_is_the_one_that_counts(world: World) -> None:
    world.line.limit, world.line.used = 200, 150
    world.direct("林若晴").says("推播保留 50")
    world.line.requests.clear()
    push(world, world.direct("路人"), "好消息", kind=COURTESY)
    assert requests(world) == []
    world.direct("林若晴").says("推播保留 10")
    world.line.requests.clear()
    world.advance(minutes=16)
    assert requests(world) == [("push", ["好消息"])]


def test_the_deputy_of_another_agency_hears_nothing(world: World) -> None:
    world.officer("許書妍", "內政部", Role.DEPUTY)
    with world.looking() as uow:
        interior = uow.agencies.by_name("內政部")
    assert interior is not None
    world.direct("林若晴").happens("unfollow")
    push(world, world.direct("林若晴"), "衛福部的事")
    assert world.line.sent == []
    # But what is that agency's duty goes to its deputy
    place = ChatRef(Platform.LINE, ChatKind.DIRECT, world.account("林若晴"))
    planned = plan_push(Card.sentence("內政部的事"), place, now=world.clock.now(), why=Why.REMINDER)
    with world.database.unit_of_work() as uow:
        uow.outbox.add(replace(planned, agency_id=interior.id))
        uow.commit()
    world.assistant.drain()
    assert [card.body for card in world.heard_privately("許書妍")] == ["內政部的事"]


def test_of_somebody_in_two_agencies_nobody_guesses_whose_deputy_may_read_it(
    world: World,
) -> None:
    deputy(world)
    with world.database.unit_of_work() as uow:
        interior = uow.agencies.by_name("內政部")
        binding = uow.bindings.find("line", world.account("林若晴"))
        assert interior is not None
        assert binding is not None
        second = Appointment(
            id=0, officer_id=binding.officer_id, agency_id=interior.id, role=Role.PO
        )
        uow.officers.add_appointment(second)
        uow.commit()
    world.direct("林若晴").happens("unfollow")
    push(world, world.direct("林若晴"), "不知哪個機關的事")
    assert world.line.sent == []
    assert ledger(world) == [("reminder", "failed", "unreachable: nobody else")]
