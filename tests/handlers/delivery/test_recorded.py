"""「送達紀錄」: why, class, tries and outcome of what was sent; and what must stay unsaid."""

from dataclasses import replace

import pytest

from bot.message import Card, ChatKind, ChatRef, Platform
from bot.outbound import Outcome
from handlers.shared.outbox import Why, plan_push
from handlers.shared.topics import Topic, topic
from storage.records.cases import Case, Secrecy
from storage.records.messages import DeliveryClass
from tests.handlers.delivery.ledger import COURTESY, ledger, push, requests
from tests.support.world import Chat, World


def record(world: World, line: str = "送達紀錄") -> Card:
    world.line.pushes_end = None
    world.line.strangers = set()
    card = world.direct("林若晴").says(line)
    assert card is not None
    return card


def test_it_counts_by_why_class_and_outcome_and_says_how_often_it_was_tried(world: World) -> None:
    world.line.outcomes = [Outcome.RETRY, Outcome.RETRY]
    push(world, world.direct("林若晴"), "要送到")
    world.advance(minutes=1)
    world.advance(minutes=1)
    push(world, world.direct("路人"), "好消息", kind=COURTESY, why=Why.NEWS)
    facts = {fact.label: fact.value for fact in record(world).facts}
    assert facts["提醒"] == "一定要送到：送達 1（最多送 3 次）"
    assert facts["通知"] == "好知道就好：送達 1"


def test_what_did_not_arrive_is_listed_without_name_and_content(world: World) -> None:
    push(world, world.direct("路人"), "壞消息 0912345678", drain=False)
    world.line.outcomes = [Outcome.REFUSED]
    world.assistant.drain()
    world.direct("林若晴").happens("unfollow")
    push(world, world.direct("林若晴"), "機密的事")
    world.direct("林若晴").happens("follow")
    world.officer("王小明", "內政部")
    card = record(world)
    shown = [(item.title, item.text) for item in card.items]
    assert [title for title, _ in shown] == ["林○○（LINE）", "未綁定的帳號（LINE）"]
    assert "12/7（一）10:00　提醒　送不到，試 1 次　unreachable: nobody else" in shown[0][1]
    assert "0912345678" not in str(card)
    assert "機密" not in str(card)
    assert "林若晴" not in str(card)


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("送達紀錄", "最近 7 天"),
        ("送達紀錄 30", "最近 30 天"),
        ("送達紀錄 最近３０天", "最近 30 天"),
        ("送達紀錄 很久", "看不出來"),
        ("送達紀錄 0", "看不出來"),
        ("送達紀錄 999", "超過 365 天"),
    ],
)
def test_the_period_is_said_in_days(world: World, says: str, shows: str) -> None:
    card = record(world, says)
    assert shows in card.flag + card.body


def test_what_was_sent_before_the_period_is_not_counted(world: World) -> None:
    push(world, world.direct("林若晴"), "要送到")
    world.advance(days=8)
    assert "提醒" not in {fact.label for fact in record(world).facts}
    assert "提醒" in {fact.label for fact in record(world, "送達紀錄 30").facts}


def test_only_administrators_read_it_and_only_one_to_one(world: World) -> None:
    world.officer("洪知遠", "內政部")
    card = world.direct("洪知遠").says("送達紀錄")
    assert card is not None
    assert not card.facts
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    said = group.says("#送達紀錄", by="林若晴")
    assert said is None or not said.facts


# --- cases that became 敏感 ---


def a_case(world: World, *, secrecy: Secrecy = Secrecy.NORMAL) -> Case:
    world.direct("林若晴").says("登記 菸捐調漲")
    with world.database.unit_of_work() as uow:
        case = uow.cases.by_number("115-0001")
        assert case is not None
        uow.cases.save(replace(case, secrecy=secrecy))
        uow.commit()
    world.line.sent.clear()
    world.line.requests.clear()
    return case


def tell(world: World, chat: Chat, card: Card, *topics: str) -> None:
    kind = ChatKind.DIRECT if chat.owner else ChatKind.GROUP
    place = ChatRef(Platform.LINE, kind, chat.id)
    planned = plan_push(
        card,
        place,
        now=world.clock.now(),
        delivery_class=DeliveryClass.BINDING,
        why=Why.CHANGE,
    )
    with world.database.unit_of_work() as uow:
        uow.outbox.add(replace(planned, topics=topics))
        uow.commit()
    world.assistant.drain()


@pytest.mark.parametrize("secrecy", [Secrecy.SENSITIVE, Secrecy.SECRET])
def test_whatever_a_job_writes_about_a_sensitive_case_only_the_number_leaves(
    world: World, secrecy: Secrecy
) -> None:
    case = a_case(world, secrecy=secrecy)
    mine = world.direct("林若晴")
    tell(world, mine, Card.sentence("菸捐調漲改由國健署主辦"), topic(Topic.CASE, case.id))
    tell(world, mine, Card(alt="菸捐調漲", number="115-0001", title="菸捐調漲", copy_text="全文"))
    bodies = [card.body for card in world.heard_privately("林若晴")]
    assert bodies == ["115-0001 有一則通知；內容請看案件。"] * 2
    assert "菸捐" not in str(world.line.requests)
    assert "全文" not in str(world.line.requests)


def test_of_a_sensitive_case_a_group_hears_nothing(world: World) -> None:
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    case = a_case(world, secrecy=Secrecy.SENSITIVE)
    tell(world, group, Card.sentence("菸捐調漲改由國健署主辦"), topic(Topic.CASE, case.id))
    assert requests(world) == []
    assert ledger(world)[-1] == ("change", "expired", "the case is not for groups any more")


def test_an_open_case_is_told_in_full(world: World) -> None:
    case = a_case(world)
    card = Card.sentence("菸捐調漲改由國健署主辦")
    tell(world, world.direct("林若晴"), card, topic(Topic.CASE, case.id))
    assert [c.body for c in world.heard_privately("林若晴")] == ["菸捐調漲改由國健署主辦"]


def test_what_waits_for_somebody_who_unbound_does_not_leave(world: World) -> None:
    world.line.pushes_end = Outcome.RETRY
    push(world, world.direct("林若晴"), "公務的事", why=Why.CHANGE)
    with world.database.unit_of_work() as uow:
        binding = uow.bindings.find("line", world.account("林若晴"))
        assert binding is not None
        uow.bindings.remove(binding.id)
        uow.commit()
    world.line.pushes_end = None
    world.advance(minutes=10)
    assert world.line.sent == []
    assert ledger(world)[-1][1:] == ("expired", "the account is not of that officer any more")
