"""Where answers need no ticket and nothing is paid for: what stays as on LINE."""

from collections.abc import Iterator

import pytest

from bot.message import Platform
from tests.support.world import World

MAIL = "ruoqing.lin@mohw.gov.tw"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url, admins=frozenset({MAIL}), platforms=(Platform.SLACK,))
    world.officer("林若晴", "衛福部", email=MAIL)
    yield world
    world.stop()


def test_while_sending_is_paused_answers_come_and_reminders_wait(world: World) -> None:
    mine = world.direct("林若晴")
    mine.says("提醒 今天下午三點 寄公文")
    mine.says("暫停發送")
    world.line.sent.clear()
    world.advance(hours=6)
    assert world.line.sent == []
    assert mine.says("我的案件") is not None
    resumed = mine.says("恢復發送")
    assert resumed is not None
    assert "寄公文" in str(world.heard_privately("林若晴"))


def test_the_state_names_slack_and_no_quota(world: World) -> None:
    card = world.direct("林若晴").says("狀態")
    assert card is not None
    facts = {fact.label: fact.value for fact in card.facts}
    assert facts["Slack"].startswith("推播不計則數")
    assert "LINE" not in facts


def test_whoever_writes_again_is_told_there_again(world: World) -> None:
    mine, account = world.direct("林若晴"), world.account("林若晴")
    world.line.strangers.add(account)
    mine.says("提醒 今天下午三點 寄公文")
    with world.looking() as uow:
        known = uow.reachability.find("slack", account)
    assert known is not None
    assert not known.reachable
    world.line.strangers.clear()
    mine.says("我的案件")
    with world.looking() as uow:
        known = uow.reachability.find("slack", account)
    assert known is not None
    assert known.reachable


def test_the_state_says_what_keeps_slack_from_us(world: World) -> None:
    world.troubles[Platform.SLACK] = "invalid_auth"
    card = world.direct("林若晴").says("狀態")
    assert card is not None
    (fact,) = [fact for fact in card.facts if fact.label == "Slack"]
    assert fact.value.startswith("連線有問題（invalid_auth）；推播不計則數")


def test_nobody_has_to_add_a_friend(world: World) -> None:
    card = world.direct("林若晴").says("邀請同仁 王小明 業務單位 菸害組")
    assert card is not None
    assert "請對方私訊我：綁定 " in card.body
