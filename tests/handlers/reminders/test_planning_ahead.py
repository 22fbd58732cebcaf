"""What a case owes follows from what happened to it."""

from storage.records.duties import DutyState
from tests.support.world import World


def duties(world: World, number: str = "115-0001") -> dict[str, tuple[str, bool]]:
    """Open duties by 「機關 名稱」: the last day, and whether that is only provisional."""
    with world.looking() as uow:
        case = uow.cases.by_number(number)
        assert case is not None
        return {
            f"{uow.agencies.get(d.agency_id).short} {d.name}": (str(d.last_on), d.provisional)
            for d in uow.duties.of_case(case.id)
            if d.state is DutyState.OPEN
        }


def passed(world: World) -> None:
    desk = world.direct("阿菊")
    desk.says("登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    desk.says("1 成案了 12/8")


def test_passing_sets_the_dates_of_the_rulebook_in_motion(world: World) -> None:
    desk = world.direct("阿菊")
    desk.says("登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    card = desk.says("1 成案了 12/8")
    assert card is not None
    assert card.body == (
        "成案 12/8（二）（您輸入，待 Join 確認）。"
        "公告期程 12/17（四）、聯繫提案人 12/22（二），皆參考。"
        "回應 116/02/08（一）遇春節，請於 02/03（三）前上網。"
    )
    assert {f.label: f.value for f in card.facts}["下一個期限"] == "公告期程 12/17（四），參考"
    assert duties(world) == {
        "衛福部 公告期程": ("2026-12-17", True),
        "衛福部 聯繫提案人": ("2026-12-22", True),
        "衛福部 正式回應": ("2027-02-08", True),
    }


def test_undoing_takes_the_dates_back(world: World) -> None:
    passed(world)
    world.direct("阿菊").says("復原")
    assert duties(world) == {}


def test_a_corrected_day_moves_every_date(world: World) -> None:
    passed(world)
    card = world.direct("阿菊").says("1 成案了 12/7")
    assert card is not None
    assert "成案 12/7（一）" in card.body
    assert duties(world)["衛福部 公告期程"] == ("2026-12-16", True)


def test_the_hubs_notice_confirms_and_each_lead_owes_its_own_answer(world: World) -> None:
    passed(world)
    world.direct("小發").says("分案 1 主辦 衛福部、內政部 12/8")
    assert duties(world) == {
        "衛福部 公告期程": ("2026-12-17", False),
        "衛福部 聯繫提案人": ("2026-12-22", False),
        "衛福部 正式回應": ("2027-02-08", False),
        "內政部 正式回應": ("2027-02-08", False),
    }


def test_the_answer_settles_what_the_owner_owed_and_no_other(world: World) -> None:
    passed(world)
    world.direct("小發").says("分案 1 主辦 衛福部、內政部 12/8")
    world.direct("阿菊").says("更新 1 階段 已回應")
    assert list(duties(world)) == ["內政部 正式回應"]


def test_a_typed_deadline_is_a_duty_and_closing_ends_it(world: World) -> None:
    desk = world.direct("阿菊")
    desk.says("登記 菸捐那件 長官說下週三前要有說法")
    assert duties(world) == {"衛福部 長官期限": ("2026-12-16", False)}
    desk.says("結案 1 已回覆")
    assert duties(world) == {}
    desk.says("重啟 1")
    assert duties(world) == {"衛福部 長官期限": ("2026-12-16", False)}
