"""Warnings and 成案, told to whom it concerns, one to one."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.message import Card
from handlers.petitions.rules.scores import ACT, WATCH
from storage.records.duties import EventStanding
from storage.records.officers import Role
from storage.records.rules import Event
from tests.support.join_server import JoinServer, millis
from tests.support.source_server import Answer
from tests.support.watching import ONE, TIMES, TWO, watch
from tests.support.world import World, moment

LINK = f"https://join.gov.tw/idea/detail/{ONE}"
TITLE = "健保卡換發"  # 衛福部, as the guess has it


def says(world: World, text: str, name: str = "林若晴") -> Card:
    card = world.direct(name).says(text)
    assert card is not None
    return card


def comes_to(
    world: World, join: JoinServer, *counts: int, title: str = TITLE, **fields: object
) -> list[Card]:
    """A day for each count; return what 林若晴 is told unasked."""
    world.line.sent.clear()
    for count in counts:
        join.shows(ONE, count, title=title, **(TIMES | fields))
        watch(world)
        world.advance(hours=24)
    return world.heard_privately("林若晴")


def test_a_warning_is_told_once_to_the_agency_that_is_guessed(
    world: World, join: JoinServer
) -> None:
    world.officer("溫若溪", "環境部")
    (card,) = comes_to(world, join, 2000, 2900)
    assert card.title == TITLE
    assert "成案" in card.body.splitlines()[0]
    assert "同速度的提案 10 件" in card.body
    assert "機器推測，非國發會分案" in card.note
    assert [b.label for b in card.buttons] == ["是", "非本機關業務", "登記"]
    assert world.heard_privately("溫若溪") == []


def test_who_says_it_is_not_theirs_hears_no_more(world: World, join: JoinServer) -> None:
    (card,) = comes_to(world, join, 2000, 2900)
    assert "沒有告訴別人" in says(world, card.buttons[1].command).body
    world.line.sent.clear()
    assert comes_to(world, join, 4900, 5300) == []
    assert "可能與貴機關有關" not in says(world, LINK).body


def test_an_answer_teaches_counts_and_no_title(world: World, join: JoinServer) -> None:
    comes_to(world, join, 2000)
    for _ in range(2):  # twice is once
        assert "是貴機關的業務" in says(world, f"提點子歸屬 {LINK} 是").body
    with world.looking() as uow:
        learnt = uow.watches.learnt()
    (pairs,) = learnt.values()
    assert pairs["健保"] == (1, 0)
    assert "您說過是貴機關的業務" in says(world, LINK).body


def test_who_wants_no_warnings_gets_none(world: World, join: JoinServer) -> None:
    says(world, "關閉預警")
    assert comes_to(world, join, 2000, 2900, 5300) == []
    says(world, "開啟預警")
    with world.looking() as uow:
        assert {WATCH, ACT} & uow.watches.marks_of(ONE).keys()  # it counts for 預警成績


def test_in_a_group_nothing_is_told(world: World, join: JoinServer) -> None:
    group = world.group("衛福部PO群", enabled_by="林若晴")
    comes_to(world, join, 2000, 2900, 5300)
    assert [o for o in world.line.sent if o.chat.id == group.id] == []


def passed_events(world: World) -> Sequence[tuple[str, EventStanding, str]]:
    with world.looking() as uow:
        case = uow.cases.by_join_id(ONE)
        assert case is not None
        return [
            (f"{e.on}", e.standing, e.source)
            for e in uow.duties.events(case.id)
            if e.event is Event.PASSED
        ]


def test_passing_enters_the_day_and_sends_the_package(world: World, join: JoinServer) -> None:
    world.officer("洪知遠", "內政部")
    comes_to(world, join, 4700)
    says(world, "登記 提點子 健保卡加照片 主辦 衛福部")
    says(world, f"登記 {LINK} {TITLE} 主辦 衛福部")
    (card,) = comes_to(world, join, 5300)
    assert (card.kind, card.number) == ("成案", "115-0002")
    assert card.body == "12/8（二）成案（附議數達門檻，待 Join 確認），5,300 份。"
    assert [item.title for item in card.items][:2] == ["公告期程", "聯繫提案人"]
    assert "主辦＝負責聯絡提案人與定期回應，與政策主責無關" in card.note
    assert ("類似", "1 健保卡加照片") in [(fact.label, fact.value) for fact in card.facts]
    assert passed_events(world) == [("2026-12-08", EventStanding.PROVISIONAL, "附議數達門檻")]
    assert "已成案" in str(says(world, "2"))
    assert comes_to(world, join, 6000) == []
    passed_at = moment("2026-12-07 00:00:00")
    told = comes_to(world, join, 6100, secondSignedTime=millis(passed_at))
    assert passed_events(world) == [("2026-12-07", EventStanding.CONFIRMED, "Join")]
    wanted = "115-0002：成案日以 Join 的 12/7（一）為準（原記 12/8（二）），期限已重排。"
    assert wanted in [card.body for card in told]


def test_the_package_says_who_acts_and_comes_again_when_asked(
    world: World, join: JoinServer
) -> None:
    world.officer("洪知遠", "內政部")
    comes_to(world, join, 4700)
    says(world, f"登記 {LINK} {TITLE} 主辦 衛福部 協辦 內政部")
    assert "還沒有成案日" in says(world, "成案包 1").body
    (card,) = comes_to(world, join, 5300)
    assert all(item.text.endswith("，衛福部") for item in card.items)
    theirs = says(world, "1 成案了要做什麼", "洪知遠")
    assert [item.text for item in theirs.items] == [item.text for item in card.items]
    assert ("可找", "衛福部 林若晴") in [(fact.label, fact.value) for fact in theirs.facts]
    again = says(world, "成案包 1")
    assert (again.items, again.body) == (card.items, card.body)


def test_a_case_that_join_does_not_know_has_a_package_too(world: World) -> None:
    says(world, "登記 提點子 健保卡加照片 主辦 衛福部")
    says(world, "1 成案了 12/7")
    card = says(world, "成案包 1")
    assert card.body == "12/7（一）成案（您輸入，待 Join 確認）。"
    assert [item.title for item in card.items][:2] == ["公告期程", "聯繫提案人"]
    says(world, "標記 1 敏感")
    world.officer("洪知遠", "內政部")
    assert "健保卡" not in str(says(world, "成案包 1", "洪知遠"))


def test_a_typed_day_sends_the_package_to_the_others_of_the_case(
    world: World, join: JoinServer
) -> None:
    world.officer("洪知遠", "內政部")
    comes_to(world, join, 4700)
    says(world, f"登記 {LINK} {TITLE} 主辦 衛福部 協辦 內政部")
    world.line.sent.clear()
    says(world, "1 成案了 12/7")
    (theirs,) = [card for card in world.heard_privately("洪知遠") if card.kind == "成案"]
    assert theirs.body == "12/7（一）成案（承辦輸入，待 Join 確認），4,700 份。"
    assert "成案" not in [card.kind for card in world.heard_privately("林若晴")]
    world.line.sent.clear()
    says(world, "備註 1 已通知窗口")
    assert world.heard_privately("洪知遠") == []


def test_of_similar_cases_a_closed_one_comes_first_with_what_came_of_it(
    world: World, join: JoinServer
) -> None:
    comes_to(world, join, 4700)
    says(world, "登記 提點子 健保卡加照片 主辦 衛福部")
    says(world, "登記 提點子 健保卡與身分證合一 主辦 衛福部")
    says(world, "登記 公園夜間噪音")
    says(world, "結案 1 維持現行作法")
    says(world, f"登記 {LINK} {TITLE} 主辦 衛福部")
    (card,) = comes_to(world, join, 5300)
    alike = {fact.label: fact.value for fact in card.facts}["類似"]
    assert alike == "1 健保卡加照片（已結案：維持現行作法）；2 健保卡與身分證合一"


def test_where_joins_own_deadline_is_a_year_late_the_cards_warn(
    world: World, join: JoinServer
) -> None:
    # As in 時區案: 成案 2017-10-19, and Join's record says 2018-12-19
    comes_to(world, join, 4700)
    says(world, f"登記 {LINK} {TITLE} 主辦 衛福部")
    passed_at, late = moment("2026-12-07 00:00:00"), moment("2028-02-07 23:59:59")
    (card,) = comes_to(
        world, join, 5300, secondSignedTime=millis(passed_at), advisedTime=millis(late)
    )
    wanted = "Join 記的是 117/02/07（一），晚了一年；以規則算出的 116/02/07（日）為準"
    assert ("請核對", wanted) in [(fact.label, fact.value) for fact in card.facts]
    assert says(world, "為什麼 1 正式回應").body.endswith(f"\n{wanted}")
    assert "晚了一年" not in says(world, "為什麼 1 公告期程").body


def test_where_joins_own_deadline_is_ours_no_card_warns(world: World, join: JoinServer) -> None:
    comes_to(world, join, 4700)
    says(world, f"登記 {LINK} {TITLE} 主辦 衛福部")
    passed_at, same = moment("2026-12-07 00:00:00"), moment("2027-02-07 23:59:59")
    (card,) = comes_to(
        world, join, 5300, secondSignedTime=millis(passed_at), advisedTime=millis(same)
    )
    assert "請核對" not in [fact.label for fact in card.facts]
    assert "Join 記的是" not in says(world, "為什麼 1 正式回應").body


def test_joins_record_wins_over_a_typed_day(world: World, join: JoinServer) -> None:
    comes_to(world, join, 4900)
    says(world, f"登記 {LINK} {TITLE}")
    says(world, "1 成案了 12/8")
    passed_at = moment("2026-12-07 00:00:00")
    cards = comes_to(world, join, 5300, secondSignedTime=millis(passed_at))
    assert cards[0].body.startswith("12/7（一）成案（Join）")
    assert passed_events(world) == [("2026-12-07", EventStanding.CONFIRMED, "Join")]


def test_a_typed_count_can_pass_too(world: World, join: JoinServer) -> None:
    join.answers("/", Answer(status=503))
    says(world, f"登記 {LINK} {TITLE}")
    says(world, "1 現在 4,700")
    world.line.sent.clear()
    says(world, "1 現在 5,300")
    world.advance(hours=1)
    (_, card) = world.heard_privately("林若晴")
    assert "待 Join 確認" in card.body
    assert passed_events(world) == [("2026-12-07", EventStanding.PROVISIONAL, "附議數達門檻")]


def test_a_count_that_falls_below_the_goal_again_is_told_once(
    world: World, join: JoinServer
) -> None:
    comes_to(world, join, 4900)
    says(world, f"登記 {LINK} {TITLE}")
    assert len(comes_to(world, join, 5010)) == 1
    (card,) = comes_to(world, join, 4990)
    assert card.body.startswith(
        "份數變少了：5,010 → 4,990 份，又不到門檻；成案日等 Join 的紀錄。\n4,990 份，少了 20 份"
    )
    assert passed_events(world) == [("2026-12-08", EventStanding.PROVISIONAL, "附議數達門檻")]
    assert comes_to(world, join, 4980, 5020, 4970) == []


def test_of_a_sensitive_case_only_the_number_is_said(world: World, join: JoinServer) -> None:
    comes_to(world, join, 4700)
    says(world, f"登記 {LINK} {TITLE}")
    says(world, "敏感 1")
    cards = comes_to(world, join, 5300)
    (card,) = cards
    assert "115-0001" in card.body
    assert "健保卡" not in str(card)


def test_the_score_counts_hits_misses_and_lead(world: World, join: JoinServer) -> None:
    assert "還沒有預警過" in says(world, "預警成績").body
    comes_to(world, join, 2000, 2900, 4000, 5300)
    join.shows(TWO, 200, title="公園", **TIMES)
    watch(world)
    world.clock.advance(timedelta(hours=7))
    join.shows(TWO, 6000, title="公園", **TIMES)
    watch(world)
    card = says(world, "預警成績")
    assert card.items[0].text.startswith("說中 1 件，中位數早 ")
    assert card.items[0].text.endswith("沒成案 0 件；還在附議 0 件；漏掉 1 件")


def test_the_business_unit_is_not_told(world: World, join: JoinServer) -> None:
    world.officer("簡安禾", "衛福部", Role.TEAM)
    comes_to(world, join, 2000, 2900)
    assert world.heard_privately("簡安禾") == []


@pytest.mark.parametrize(
    ("asked", "shows"),
    [
        ("提點子", ["健保卡換發", "電動機車停車格"]),
        ("提點子 最新", []),
        ("提點子 我們的", ["健保卡換發"]),
        ("提點子 停車", ["電動機車停車格"]),
        ("提點子 章魚", []),
        ("最近有什麼提案快過了", ["健保卡換發", "電動機車停車格"]),
        ("有哪些提案跟衛福部有關", ["健保卡換發"]),
        ("有哪些提案跟我們有關", ["健保卡換發"]),
        ("有沒有新的提點子", []),
        ("有沒有快到期的提案", ["電動機車停車格", "健保卡換發"]),
        ("健保卡那個提案會過嗎", ["健保卡換發"]),
    ],
)
def test_the_list(world: World, join: JoinServer, asked: str, shows: list[str]) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    sooner = {"endorseDueDate": millis(moment("2027-01-10 00:00:00"))}
    join.shows(TWO, 30, title="電動機車停車格", **(TIMES | sooner))
    watch(world)
    card = says(world, asked)
    assert [item.title for item in card.items] == shows
    assert card.items or "沒有" in card.body


def test_a_search_for_what_join_does_not_take_says_why(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    told = says(world, "提點子 兩岸").body
    assert "沒有這幾個字" in told
    assert "兩岸事項屬總統職權，不進附議" in told
    assert "總統" not in says(world, "提點子 章魚").body
