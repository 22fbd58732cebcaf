"""What may not be seen is not seen, by whatever door one tries; told as attackers try it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from storage.records.officers import Appointment, Role
from tests.support.world import Chat, World

JOIN = "https://join.gov.tw/idea/detail/11111111-2222-3333-4444-555555555555"
HIDDEN = ("復育", "黑天鵝", "白鷺鷥", "菱角")  # of what outsiders may not read; never typed by them
DOORS = (
    *(
        "#1",
        "#115-0002",
        "案件 3",
        "查詢 全部",
        "查詢 衛福部",
        "查詢 敏感",
        "查詢 紅隼",
        "查詢 密語",
    ),
    *(
        "歷程 1",
        "歷程 3",
        "歷程 4",
        "簽稿 1",
        "簽稿 3",
        "簽稿 4",
        "連結 1",
        "備註 1 嗨",
        "備註 2 嗨",
    ),
    *(
        "更新 1 階段 已回覆",
        "更新 3 階段 已回覆",
        "指派 3",
        "結案 1 好",
        "標記 1 一般",
        "加人 1 我",
    ),
    *("邀請機關 3 內政部", "確認 3", "註銷 3", "重啟 1", "找 紅隼", "找 預算說明會", JOIN),
    *("登記 預算說明會場地", "復原", "我的案件", "今天有啥", "交接資料", "稽核"),
)


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    """衛福部 with a 敏感, a 密件, an own and a public case, the last with an own note."""
    world = set_out(migrated_url)
    yield world
    world.stop()


def set_out(url: str) -> World:
    """Register the four cases."""
    world = World(url)
    for name, agency, role in (
        ("林若晴", "衛福部", Role.PO),
        ("陳小安", "衛福部", Role.TEAM),
        ("洪知遠", "內政部", Role.PO),
    ):
        world.officer(name, agency, role, phone="02-8590-4321")
    chat = world.direct("林若晴")
    for line in (
        f"登記 提點子 紅隼復育 敏感 {JOIN}",
        "登記 密件 黑天鵝訪團 請洽 國合組",
        "登記 長官交辦 白鷺鷥預算說明會",
        "登記 提點子 綠繡眼公園",
        "備註 4 菱角密語",
    ):
        chat.says(line)
    world.line.sent.clear()
    return world


def serve_too(world: World, name: str, agency: str, role: Role, ends_on: date | None) -> None:
    """Give somebody one more appointment, or end those there are."""
    with world.database.unit_of_work() as uow:
        place = uow.agencies.by_name(agency)
        (officer,) = (one for one in uow.officers.all() if one.name == name)
        assert place is not None
        if ends_on is None:
            uow.officers.add_appointment(
                Appointment(id=0, officer_id=officer.id, agency_id=place.id, role=role)
            )
        else:
            for a in uow.officers.appointments(officer_id=officer.id):
                uow.officers.save_appointment(replace(a, ends_on=ends_on))
        uow.commit()


def try_doors(world: World, chat: Chat, by: str) -> str:
    """Let somebody type every line; return all that was answered, to whomever."""
    before = len(world.line.sent)
    for line in DOORS:
        chat.says(line if chat.owner else f"#{line.lstrip('#')}", by=by)
    return "\n".join(str(outgoing.card) for outgoing in world.line.sent[before:])


@pytest.mark.parametrize("who", ["洪知遠", "路人", "昨天離任"])
def test_an_outsider_finds_no_word_by_any_door(world: World, who: str) -> None:
    if who == "昨天離任":
        world.officer(who, "衛福部")
        serve_too(world, who, "衛福部", Role.PO, date(2026, 12, 6))
    answers = try_doors(world, world.direct(who), who)
    assert [word for word in HIDDEN if word in answers] == []
    with world.looking() as uow:
        kept = [uow.cases.by_serial(serial) for serial in (1, 2, 3, 4)]
    # And nothing was changed; the fourth has its note, and perhaps one by whom it is open to
    assert [case and case.cancelled_at for case in kept] == [None] * 4
    assert [case and case.version for case in kept[:3]] == [1, 1, 1]


def test_a_group_of_several_ministries_reads_nothing_of_one(world: World) -> None:
    group = world.group("跨部會群組", enabled_by="林若晴", scope="跨部會")
    for line in (
        "#1",
        "#2",
        "#3",
        "#4",
        "#查詢 全部",
        "#備註 3 看見了",
        "#指派 3 陳小安",
        f"#{JOIN}",
    ):
        card = group.says(line, by="林若晴")
        assert not [word for word in HIDDEN if word in str(card)], line
    # Persons are the own agency's matter, even where the case is everybody's
    assert "陳小安" not in str(group.says("#指派 4 陳小安", by="林若晴"))


def test_a_group_for_one_case_reads_nothing_of_another(world: World) -> None:
    group = world.group("公園案群組", enabled_by="林若晴", scope="單一案件 4")
    assert "綠繡眼" in str(group.says("#案件", by="林若晴"))
    for line in ("#3", "#查詢 全部", "#查詢 衛福部", "#登記 預算說明會二"):
        assert "白鷺鷥" not in str(group.says(line, by="林若晴")), line


def test_titles_that_look_alike_are_told_only_where_they_may_be_read(world: World) -> None:
    # Given two cases with a similar title, one for everybody and one for one ministry
    world.direct("林若晴").says("登記 提點子 白鷺鷥預算說明會場次 仍要登記")
    group = world.group("跨部會群組", enabled_by="林若晴", scope="跨部會")
    # When a third is registered where several ministries read along
    card = group.says("#登記 提點子 白鷺鷥預算說明會第二場", by="林若晴")
    # Then only the public one is pointed out
    assert card is not None
    assert [item.title for item in card.items] == ["5 白鷺鷥預算說明會場次"]


def test_a_link_of_a_hidden_case_is_known_only_to_who_may_see_it(world: World) -> None:
    # In a group, the officer who may see the case is told aside
    group = world.group("衛福部群組", enabled_by="林若晴")
    assert group.says(f"#登記 {JOIN}", by="林若晴") is None
    (aside,) = world.heard_privately("林若晴")
    assert (aside.number, aside.body) == ("115-0001", "已經登記過了。")
    # To everybody else it is a link that nobody has registered
    card = world.direct("洪知遠").says(f"登記 {JOIN}")
    assert card is not None
    assert (card.number, "115-0001" in str(card)) == ("115-0005", False)
    linked = world.direct("洪知遠").says(f"連結 5 {JOIN}")
    assert "115-0001" not in str(linked)


def test_a_subject_is_forgotten_by_the_finder_when_it_becomes_sensitive(world: World) -> None:
    world.advance(minutes=11)
    other = world.direct("洪知遠")
    assert "綠繡眼公園" in str(other.says("找 綠繡眼"))
    world.direct("林若晴").says("標記 4 敏感")
    assert "公園" not in str(other.says("找 綠繡眼"))


def test_an_observer_of_a_second_agency_looks_and_changes_nothing(world: World) -> None:
    # Given a PO of 內政部 who observes at 衛福部
    serve_too(world, "洪知遠", "衛福部", Role.OBSERVER, None)
    chat = world.direct("洪知遠")
    assert "白鷺鷥" in str(chat.says("案件 3"))
    for line in ("更新 3 階段 已回覆", "指派 3 我", "結案 3 好", "註銷 3", "標記 3 敏感"):
        card = chat.says(line)
        assert card is not None
        assert "要請衛福部改" in card.body, line
    # And a group that 衛福部 opened stays 衛福部's
    group = world.group("衛福部群組", enabled_by="林若晴")
    assert group.says("#停用群組", by="洪知遠") is None


def test_an_officer_of_two_agencies_writes_notes_for_the_one_whose_case_it_is(
    world: World,
) -> None:
    serve_too(world, "洪知遠", "衛福部", Role.TEAM, None)
    world.direct("洪知遠").says("備註 4 衛福部內部的話")
    assert "內部的話" in str(world.direct("陳小安").says("案件 4"))
    world.officer("另一位", "內政部")
    assert "內部的話" not in str(world.direct("另一位").says("案件 4"))


@pytest.mark.parametrize(
    "said", ["不是我們的業務", "這件非本部業務", "跟我們無關", "要再想想", "是我們的嗎？"]
)
def test_a_part_is_confirmed_only_by_a_plain_yes(world: World, said: str) -> None:
    world.direct("林若晴").says("更新 4 主辦 內政部")
    world.direct("洪知遠").says(f"確認 4 {said}")
    with world.looking() as uow:
        case = uow.cases.by_serial(4)
        assert case is not None
        assert [p for p in uow.cases.agencies(case.id) if p.said_by == p.agency_id] == []
