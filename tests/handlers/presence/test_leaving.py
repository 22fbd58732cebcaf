"""An ended appointment drops out everywhere at once; what is open goes to the successor."""

from datetime import date

import pytest

from bot.plain import plain_text
from handlers.bindings.jobs import invite
from storage.records.officers import Appointment, Officer, Role
from tests.support.world import World


@pytest.fixture
def left(world: World) -> World:
    """阿宏 of 內政部 holds a case and leaves a note; his term ends on 12/8, 新任 begins on 12/9."""
    for text in (
        "登記 身分證換發 期限 12/18",
        "登記 提點子 戶籍謄本免費 附議中",
        "交接備註 名冊在共用資料夾",
    ):
        world.direct("阿宏").says(text)
    with world.database.unit_of_work() as uow:
        agency = uow.agencies.by_name("內政部")
        assert agency is not None
        new = uow.officers.add(Officer(id=0, name="新任", email="new@moi.gov.tw"))
        uow.officers.add_appointment(
            Appointment(
                id=0,
                officer_id=new.id,
                agency_id=agency.id,
                role=Role.PO,
                starts_on=date(2026, 12, 9),
            )
        )
        uow.commit()
    world.direct("阿宏").says("2 成案了 12/7")
    world.direct("小發").says("分案 2 主辦 內政部 12/7")
    world.direct("阿宏").says("結束任期 阿宏 12/8")
    world.line.sent.clear()
    return world


def bind(world: World) -> str:
    """Bind the successor; return what the first card shows."""
    with world.database.unit_of_work() as uow:
        code = invite(uow, "new@moi.gov.tw", now=world.clock.now())
        uow.commit()
    card = world.direct("新任").says(f"綁定 {code}")
    assert card is not None
    return plain_text(card)


def test_look_ups_ladder_and_rights_end_with_the_day(left: World) -> None:
    group = left.group("內政部", enabled_by="小陳")
    found = left.direct("阿菊").says("找 內政部")
    assert found is not None
    assert "阿宏" in found.title
    assert group.says("#1", by="阿宏") is not None
    left.advance(days=2)
    left.line.sent.clear()
    # Look-ups
    found = left.direct("阿菊").says("找 內政部")
    assert found is not None
    assert "阿宏" not in plain_text(found)
    # Rights, one to one and in the agency's group
    for text in ("1", "登記 新的一件", "找 衛福部", "請假 明天", "接求救"):
        answer = left.direct("阿宏").says(text)
        assert answer is not None
        assert "不在名冊的任期內" in answer.body, text
        assert group.says(f"#{text}", by="阿宏") is None, text
    # Calls for help
    left.line.sent.clear()
    helped = left.direct("小林").says("求救 被罵")
    assert helped is not None
    assert "阿宏" not in plain_text(helped)
    assert left.heard_privately("阿宏") == []


def test_the_ladder_turns_to_the_successor(left: World) -> None:
    left.advance(days=2)
    bind(left)
    left.line.sent.clear()
    for _ in range(40):
        left.advance(hours=6)
    assert left.heard_privately("阿宏") == []
    assert left.heard_privately("新任") != []


def test_the_first_card_of_a_successor_shows_what_is_open_and_the_note(left: World) -> None:
    left.direct("小林").says("求救 被提案打到")
    left.advance(days=2)
    shown = bind(left)
    assert "未結案件：2 件，您承辦 2 件" in shown
    assert "最近期限：12/16（三）　2 公告期程" in shown
    assert "等貴機關回：求救 1 件" in shown
    assert "前任：阿宏" in shown
    assert "交接備註：名冊在共用資料夾" in shown
    assert "身分證換發" in shown
    assert len(shown.splitlines()) <= 14


def test_the_leave_of_who_left_is_nobodys_business(left: World) -> None:
    left.direct("阿宏").says("請假 12/8-12/11 代理 小陳")
    left.advance(days=2)
    found = left.direct("阿菊").says("找 內政部")
    assert found is not None
    assert "請假" not in plain_text(found)
