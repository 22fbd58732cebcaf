"""Who is bound on LINE and on Slack is told once, on the account they chose."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.message import Platform
from bot.outbound import Outcome
from handlers.bindings.commands.codes import make_invitation
from storage.accounts import accounts_of
from storage.records.officers import Role
from tests.support.world import World

LINE, SLACK = Platform.LINE, Platform.SLACK


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    """阿菊 is bound on LINE, and on Slack since; a reminder of hers is due tomorrow at nine."""
    world = World(migrated_url, platforms=(LINE, SLACK))
    officer = world.officer("阿菊", "衛福部")
    world.officer("小代", "衛福部", Role.DEPUTY)
    with world.looking() as uow:
        uow.bindings.add("slack", world.account("阿菊", SLACK), officer.id, now=world.clock.now())
        uow.commit()
    world.direct("阿菊").says("提醒 明天上午十點 寄公文")
    forget(world)
    yield world
    world.stop()


def forget(world: World) -> None:
    for messenger in world.messengers.values():
        messenger.sent.clear()


def heard(world: World) -> list[tuple[str, int]]:
    """How many cards came on each platform, to anybody."""
    return [(one.value, len(m.sent)) for one, m in world.messengers.items() if m.sent]


def tomorrow(world: World) -> None:
    for _ in range(8):
        world.advance(hours=4)


def test_without_a_word_it_is_the_account_that_was_bound_first(world: World) -> None:
    tomorrow(world)
    assert heard(world) == [("line", 1)]


@pytest.mark.parametrize("says", ["通知帳號 Slack", "用 Slack 通知我", "以後提醒都傳到 slack"])
def test_who_chose_slack_is_told_there_and_only_there(world: World, says: str) -> None:
    card = world.direct("阿菊").says(says)
    assert card is not None
    assert card.body == "好，提醒和通知都傳到您的 Slack；那邊收不到才改傳 LINE。"
    forget(world)
    tomorrow(world)
    assert heard(world) == [("slack", 1)]


def test_it_can_be_chosen_back_from_slack(world: World) -> None:
    slack = world.direct("阿菊", SLACK)
    slack.says("用 Slack 通知我")
    slack.says("用 LINE 通知我")
    forget(world)
    tomorrow(world)
    assert heard(world) == [("line", 1)]


def test_the_entry_says_on_which_one_is_told(world: World) -> None:
    world.direct("阿菊", SLACK).says("通知帳號 slack")
    card = world.direct("阿菊").says("我的資料")
    assert card is not None
    assert ("帳號", "Slack（收通知）、LINE") in [(f.label, f.value) for f in card.facts]


def test_the_other_is_the_way_out_and_the_deputy_is_not_asked(world: World) -> None:
    # Given a month whose paid messages are used up
    world.messengers[LINE].limit = 0
    tomorrow(world)
    assert heard(world) == [("slack", 1)]
    # And when there is room again nothing comes twice
    world.messengers[LINE].limit = None
    tomorrow(world)
    assert heard(world) == [("slack", 1)]


def test_who_cannot_be_reached_on_slack_is_told_on_line_once(world: World) -> None:
    world.direct("阿菊", SLACK).says("用 Slack 通知我")
    forget(world)
    world.messengers[SLACK].strangers.add(world.account("阿菊", SLACK))
    tomorrow(world)
    assert heard(world) == [("line", 1)]
    # And it is known from then on: nobody asks Slack in vain again
    asked = len(world.messengers[SLACK].requests)
    world.direct("阿菊").says("提醒 明天上午十點 開會")
    tomorrow(world)
    assert len(world.messengers[SLACK].requests) == asked


def test_an_outage_of_the_chosen_one_brings_no_double(world: World) -> None:
    world.messengers[LINE].pushes_end = Outcome.RETRY
    tomorrow(world)
    world.messengers[LINE].pushes_end = None
    tomorrow(world)
    assert sum(count for _, count in heard(world)) == 1


def test_an_answer_on_one_settles_it_on_both(world: World) -> None:
    mine, slack = world.direct("阿菊"), world.direct("阿菊", SLACK)
    mine.says("登記 提點子 動物保護法加重罰則 附議中")
    mine.says("1 成案了 12/7")
    forget(world)
    world.clock.advance(timedelta(days=9))
    world.advance(hours=1)
    shown = slack.says("今天有啥")
    assert shown is not None
    assert any("公告期程" in item.title for item in shown.items)
    slack.says("已辦 1 公告期程")
    again = mine.says("今天有啥")
    assert again is not None
    assert not any("公告期程" in item.title for item in again.items)


def test_who_names_a_platform_without_an_account_is_told_how(world: World) -> None:
    card = world.direct("小代").says("用 Slack 通知我")
    assert card is not None
    assert "您還沒綁 Slack，所以先不改" in card.body


def test_slack_is_unbound_by_name_and_line_stays(world: World) -> None:
    mine = world.direct("阿菊")
    asked = mine.says("解除綁定 Slack")
    assert asked is not None
    assert asked.title == "解除您的 Slack 帳號？"
    mine.says(asked.buttons[0].command)
    card = mine.says("我的資料")
    assert card is not None
    assert ("帳號", "LINE") in [(f.label, f.value) for f in card.facts]


def test_a_code_binds_a_second_platform_and_says_where_reminders_go(world: World) -> None:
    with world.looking() as uow:
        deputy = next(one for one in uow.officers.all() if one.name == "小代")
        code = make_invitation(
            uow, deputy, agency_id=None, now=world.clock.now(), created_by="operator"
        )
        uow.commit()
    card = world.direct("小代", SLACK).says(f"綁定 {code}")
    assert card is not None
    assert card.body == "小代，這個 Slack 帳號綁定好了。提醒照舊傳到 LINE。"
    world.direct("小代", SLACK).says(card.buttons[0].command)
    with world.looking() as uow:
        assert [one.platform for one in accounts_of(uow, deputy.id)] == ["slack", "line"]
