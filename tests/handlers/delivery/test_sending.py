"""Pushes cost money, answers are free: what waits is merged, rides along, or is held back."""

from dataclasses import replace

import pytest

from bot.outbound import Outcome
from tests.handlers.delivery.ledger import COURTESY, ledger, push, requests
from tests.support.world import MONDAY_MORNING, World


def test_what_waits_for_one_person_goes_out_as_one_push(world: World) -> None:
    mine, other = world.direct("林若晴"), world.direct("路人")
    push(world, mine, "一", "二", "三", drain=False)
    push(world, other, "別人的", drain=False)
    push(world, mine, "四", "五", "六")
    assert requests(world) == [
        ("push", ["一", "二", "三", "四", "五"]),
        ("push", ["別人的"]),
        ("push", ["六"]),
    ]
    assert world.line.used == 3


def test_what_went_out_together_is_tried_again_together_under_one_key(world: World) -> None:
    mine = world.direct("林若晴")
    world.line.outcomes = [Outcome.RETRY]
    push(world, mine, "一", "二")
    push(world, mine, "三")  # waits, and must not slip into the request that was tried
    world.advance(minutes=1)
    first, again, third = world.line.requests
    assert [card.body for card in third.cards] == ["三"]
    assert again == replace(first, attempt=2, first_tried_at=MONDAY_MORNING)
    assert third.delivery_id != first.delivery_id


def test_what_follows_a_message_that_is_tried_again_comes_after_it(world: World) -> None:
    # Given two cards too long to share a request, and a platform that fails at the first
    mine = world.direct("林若晴")
    world.line.outcomes = [Outcome.RETRY]
    push(world, mine, "一" * 800, "二" * 800, drain=False)
    push(world, world.direct("路人"), "別人的")
    # When it is tried again
    world.advance(minutes=1)
    # Then the second came after the first; somebody else did not wait
    sent = [card.body[:2] for each in world.line.requests for card in each.cards]
    assert sent == ["一一", "別人", "一一", "二二"]


def test_one_card_that_is_refused_does_not_take_the_others_along(world: World) -> None:
    world.line.outcomes = [Outcome.REFUSED, Outcome.REFUSED]
    push(world, world.direct("林若晴"), "壞掉的", "好的")
    assert requests(world) == [
        ("push", ["壞掉的", "好的"]),
        ("push", ["壞掉的"]),
        ("push", ["好的"]),
    ]
    assert [state for _, state, _ in ledger(world)] == ["failed", "delivered"]


def test_a_persons_messages_ride_on_that_persons_answer_and_on_nobody_elses(world: World) -> None:
    # Given the month's pushes are used up, and messages for two people wait
    world.officer("洪知遠", "內政部")
    world.line.limit = 0
    push(world, world.direct("林若晴"), "給若晴")
    push(world, world.direct("洪知遠"), "給知遠")
    assert world.line.requests == []
    # When one of them asks something
    world.direct("洪知遠").says("我的案件")
    # Then only that person's message comes along, free
    ((kind, texts),) = requests(world)
    assert (kind, texts[1:]) == ("reply", ["給知遠"])
    assert [state for _, state, _ in ledger(world)] == ["held", "delivered"]


def test_a_groups_messages_ride_on_that_groups_answers_only(world: World) -> None:
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    world.line.requests.clear()
    world.line.limit = 0
    push(world, group, "給群組", kind=COURTESY)
    world.direct("林若晴").says("我的案件")
    assert "給群組" not in str(requests(world))
    group.says("#群組", by="林若晴")
    assert requests(world)[-1][1][1:] == ["給群組"]


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.LATE, Outcome.REFUSED])
def test_a_binding_message_does_not_ride_on_an_answer_that_may_be_lost(
    world: World, outcome: Outcome
) -> None:
    mine = world.direct("林若晴")
    push(world, mine, "要送到", drain=False)
    world.line.outcomes = [Outcome.DELIVERED, outcome]  # of the push; of the answer
    mine.says("我的案件")
    # An answer has no retry key: what rode on it might come twice
    assert [texts for kind, texts in requests(world) if kind == "push"] == [["要送到"]]
    assert ledger(world) == [("reminder", "delivered", "")]


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.LATE, Outcome.REFUSED])
def test_a_held_message_whose_free_ride_failed_is_pushed_when_there_is_room(
    world: World, outcome: Outcome
) -> None:
    mine = world.direct("林若晴")
    world.line.limit = 0
    push(world, mine, "要送到")
    world.line.outcomes = [outcome]
    mine.says("我的案件")
    world.line.limit = 200
    world.advance(hours=2)
    assert requests(world)[-1] == ("push", ["要送到"])
    assert ledger(world) == [("reminder", "delivered", "")]


def test_a_push_to_sixty_people_counts_sixty_and_the_reserve_stays(world: World) -> None:
    # Given a month of 200 pushes, 20 % kept, and a group of 60
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    world.line.requests.clear()
    world.line.limit, world.line.member_counts = 200, {group.id: 60}
    # When the group is told good news three times
    for text in ("一", "二", "三"):
        push(world, group, text, kind=COURTESY)
        world.advance(minutes=1)
    # Then the third would touch the reserve, and waits; a binding one may use it
    assert requests(world) == [("push", ["一"]), ("push", ["二"])]
    push(world, world.direct("林若晴"), "要送到")
    assert requests(world)[-1] == ("push", ["要送到"])
    assert ledger(world)[2][1:] == ("held", "only the reserve for binding messages is left")
    # And when the operator buys more, it goes out
    world.line.limit = 3000
    world.advance(minutes=16)
    assert requests(world)[-1] == ("push", ["三"])


def test_a_courtesy_held_for_a_day_is_not_sent_any_more(world: World) -> None:
    world.line.limit = 0
    push(world, world.direct("林若晴"), "好消息", kind=COURTESY)
    world.advance(hours=24)
    world.line.limit = 200
    world.advance(minutes=20)
    assert requests(world) == []
    assert [state for _, state, _ in ledger(world)] == ["expired"]


def test_the_monthly_limit_ends_a_courtesy_and_holds_a_duty_until_there_is_room(
    world: World,
) -> None:
    mine = world.direct("林若晴")
    world.line.outcomes = [Outcome.OVER_QUOTA]
    push(world, mine, "好消息", kind=COURTESY)
    world.line.outcomes = [Outcome.OVER_QUOTA]
    push(world, mine, "要送到")
    assert [state for _, state, _ in ledger(world)] == ["failed", "held"]
    world.advance(hours=1)
    assert requests(world)[-1] == ("push", ["要送到"])
    assert ledger(world)[1][1:] == ("delivered", "")
