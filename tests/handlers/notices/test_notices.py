"""Notices: listed from the gazette, typed, registered, asked why they are short."""

from datetime import date, timedelta

import pytest

from bot.message import Card
from storage.records.cases import Stage
from storage.records.rules import Event
from tests.support.gazette_server import GazetteServer, record
from tests.support.world import Chat, World

FRIDAY = date(2026, 12, 4)
SMOKE = record(
    "170001",
    "修正「菸害防制法施行細則」部分條文草案",
    FRIDAY,
    UndertakeGov="衛生福利部國民健康署",
    Comment_Deadline="116年2月2日",
    Comment_Days="60",
)
CARD = record(
    "170002",
    "訂定「健保卡換發辦法」草案",
    FRIDAY,
    Comment_Deadline="中華民國116年1月3日",
    Comment_Days="30",
)
SCHOOL = record(
    "170003", "修正「國民教育法」草案", FRIDAY, PubGovName="教育部", Comment_Deadline="116年1月3日"
)


# SYNTHETIC: the layout of an official notice, the contents invented.
PASTED = """預告 衛生福利部公告
發文日期：中華民國115年12月1日
發文字號：衛授國字第1150001234號
附件：修正草案總說明及條文對照表
主旨：預告修正「菸害防制法施行細則」部分條文草案。
依據：行政程序法第一百五十四條第一項。
公告事項：
一、修正機關：衛生福利部。
二、修正依據：菸害防制法第四十八條。
三、修正草案如附件，請至本部法規檢索系統查詢。
四、對於公告內容有任何意見或修正建議者，請於本公告刊登公報之次日起60日內陳述意見或洽詢：
（一）承辦單位：國民健康署菸害防制組
（二）電話：(02)2522-0888分機123
（三）電子郵件：abc@hpa.gov.tw"""


def said(chat: Chat, text: str) -> Card:
    card = chat.says(text)
    assert card is not None
    return card


def listed(card: Card) -> list[str]:
    return [item.title.split("　")[0] for item in card.items]


def facts(card: Card) -> dict[str, str]:
    return {fact.label: fact.value for fact in card.facts}


def read(world: World, gazette: GazetteServer, *records: dict[str, str]) -> None:
    gazette.issue(*records)
    assert world.assistant.read_gazette()


@pytest.fixture
def read_world(world: World, gazette: GazetteServer) -> World:
    """The gazette of Friday was read: two drafts of 衛福部, one of 教育部."""
    read(world, gazette, SMOKE, CARD, SCHOOL)
    return world


def test_only_drafts_of_the_own_agency_and_those_below_are_listed(
    read_world: World, mine: Chat
) -> None:
    card = said(mine, "預告")
    assert card.title == "預告中 2 件"
    assert listed(card) == ["預2", "預1"]
    assert card.items[0].text == "到 116/01/03（日），還有 27 天；30 天，少於 60 天；待會辦"
    assert "國健署" in card.items[1].text
    read_world.officer("小教", "教育部")
    assert listed(said(read_world.direct("小教"), "預告")) == ["預3"]
    read_world.officer("小健", "國健署")
    assert listed(said(read_world.direct("小健"), "預告")) == ["預1"]


def test_a_tap_registers_with_the_notices_own_end_and_the_chain(
    read_world: World, mine: Chat
) -> None:
    button = next(b for b in said(mine, "預告").buttons if b.label == "登記 預2")
    card = said(mine, button.command)
    assert card.title == "訂定「健保卡換發辦法」草案"
    assert facts(card)["截止"] == "到 116/01/03（日），還有 27 天（共 30 天，少於 60 天）"
    assert facts(card)["綜整回應"] == "116/01/21（四）"  # 14 working days after 1/3
    with read_world.looking() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        events = {event.event: event.on for event in uow.duties.events(case.id)}
        assert case.stage is Stage.NOTICED
        assert events == {Event.NOTICED: FRIDAY, Event.NOTICE_ENDED: date(2027, 1, 3)}
    assert "已登記 1" in said(mine, "預告").items[0].text
    # And once more opens no second case
    assert said(mine, button.command).flag == "已經登記"


@pytest.mark.usefixtures("read_world")
def test_shorter_than_usual_asks_why_and_the_case_keeps_the_answer(mine: Chat) -> None:
    card = said(mine, "登記預告 預2")
    assert "預告 30 天，少於 60 天。理由？" in card.body
    told = said(mine, "預告理由 1 配合母法116年1月施行，須如期發布")
    assert "理由？" not in told.body
    assert "理由？" not in said(mine, "預告 1").body
    case = said(mine, "案件 1")
    assert any("預告期間較短的理由：配合母法" in item.text for item in case.items)
    # Taken back, it is asked again
    said(mine, "復原")
    assert "理由？" in said(mine, "預告 1").body
    # And a tap is an answer too
    tap = next(b for b in said(mine, "預告 1").buttons if b.label == "情況急迫")
    assert "情況急迫" in said(mine, tap.command).note


@pytest.mark.usefixtures("read_world")
def test_sixty_days_and_longer_are_not_asked_about(mine: Chat) -> None:
    assert "理由？" not in said(mine, "登記預告 預1").body
    card = said(mine, "預告 化粧品標示辦法草案 12/1 到 116/3/1")
    assert "理由？" not in card.body


def test_without_a_gazette_a_typed_line_is_enough(mine: Chat) -> None:
    card = said(mine, "預告 食品標示辦法草案 12/1 到 1/30")
    assert (card.title, card.flag) == ("食品標示辦法草案", "已登記")
    assert facts(card)["截止"] == "到 116/01/30（六），還有 54 天（共 60 天）"
    assert facts(card)["綜整回應"].startswith("116/02/")
    assert "公報還沒讀過" in said(mine, "預告").note
    assert "預告期滿 116/01/30（六）（公告）" in said(mine, "期限表 1").body


def test_a_pasted_notice_is_read_with_its_own_counting(mine: Chat) -> None:
    card = said(
        mine,
        "預告 衛生福利部公告\n中華民國115年12月1日\n主旨：預告修正「藥事法施行細則」草案。\n"
        "四、對於本公告內容有任何意見者，請於本公告刊登公報之次日起14日內陳述意見。",
    )
    assert card.title == "修正「藥事法施行細則」草案"
    assert facts(card)["截止"] == "到 12/15（二），還有 8 天（共 14 天，少於 60 天）"
    assert "理由？" in card.body


def test_a_whole_official_notice_may_be_pasted(mine: Chat) -> None:
    card = said(mine, PASTED)
    assert card.title == "修正「菸害防制法施行細則」部分條文草案"
    assert facts(card)["公告"].startswith("12/1（二）")
    assert facts(card)["截止"] == "到 116/01/30（六），還有 54 天（共 60 天）"
    assert "理由？" not in card.body


def test_typed_first_the_gazettes_own_days_replace_it(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    said(mine, "預告 健保卡換發辦法草案 12/3 到 1/2")
    read(world, gazette, CARD)
    card = said(mine, "預告")
    assert listed(card) == ["預1"]
    assert card.items[0].text.startswith("到 116/01/03（日）")
    assert "預告期滿 116/01/03（日）（公報）" in said(mine, "期限表 1").body


def test_a_new_end_moves_what_follows_and_the_gazette_does_not_move_it_back(
    read_world: World, mine: Chat, gazette: GazetteServer
) -> None:
    said(mine, "登記預告 預2")
    card = said(mine, "預告 1 到 1/20")
    assert facts(card)["截止"].startswith("到 116/01/20（三）")
    assert facts(card)["公告"] == "12/4（五）"  # by whom it is known is said of the gazette only
    moved = facts(card)["綜整回應"]
    assert moved != "116/01/21（四）"
    assert said(mine, "復原").body.startswith("「預告改期」不能復原")
    read_world.clock.advance(timedelta(hours=9))
    read(read_world, gazette, SMOKE, CARD)
    assert facts(said(mine, "預告 1"))["綜整回應"] == moved


def test_a_corrected_entry_moves_the_case(
    read_world: World, mine: Chat, gazette: GazetteServer
) -> None:
    said(mine, "登記預告 預2")
    read_world.clock.advance(timedelta(hours=9))
    read(read_world, gazette, CARD | {"Comment_Deadline": "116年1月10日"})
    assert facts(said(mine, "預告 1"))["截止"].startswith("到 116/01/10（日）")
    assert facts(said(mine, "預告 1"))["綜整回應"] == "116/01/28（四）"


def test_after_its_last_day_the_case_waits_for_the_summary(read_world: World, mine: Chat) -> None:
    said(mine, "登記預告 預2")
    read_world.clock.advance(timedelta(days=28))  # 116/01/04
    read_world.assistant.catch_up()
    case = said(mine, "案件 115-0001")
    assert ("階段", "期滿待綜整") in [(fact.label, fact.value) for fact in case.facts]
    assert "預2" not in listed(said(mine, "預告"))


def test_a_case_registered_by_hand_is_taken_up(read_world: World, mine: Chat) -> None:
    said(mine, "登記 眾開講 健保卡換發辦法草案")
    card = said(mine, "登記預告 預2")
    assert card.flag == "接上原案"
    assert facts(card)["綜整回應"] == "116/01/21（四）"
    with read_world.looking() as uow:
        assert len(uow.cases.open_subjects()) == 1


def test_to_be_consulted_are_those_that_the_officer_has_not_marked(
    read_world: World, mine: Chat
) -> None:
    card = said(mine, "待會辦")
    assert (card.title, listed(card)) == ("待會辦 2 件", ["預2", "預1"])
    assert said(mine, "已會辦 預1").body == "好，預1 會過了。待會辦還有 1 件。"
    assert listed(said(mine, "待會辦")) == ["預2"]
    # The mark is the agency's own: 國健署 has still to look
    read_world.officer("小健", "國健署")
    assert listed(said(read_world.direct("小健"), "待會辦")) == ["預1"]
    assert "放回" in said(mine, "已會辦 預1 還沒").body
    assert said(mine, "待會辦").title == "待會辦 2 件"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("登記預告 預3", "沒有「預3」這件預告"),  # 教育部's
        ("已會辦 預99", "沒有「預99」這件預告"),
        ("已會辦", "還差哪一件預告"),
        ("預告理由 9 急", "查無"),
        ("預告 116/4/2 到 116/2/1 某法草案", "好像不對"),
        ("預告 某法草案 4/2 到 2/1", "好像不對"),
        ("預告 2/1 到 4/2", "還差草案名稱"),
        ("預告 王小明 A123456789 法草案 2/1 到 4/2", "身分證字號"),
        ("預告 天氣", "預告中的沒有這幾個字"),
    ],
)
def test_bad_lines_get_one_kind_sentence(
    read_world: World, mine: Chat, text: str, body: str
) -> None:
    assert body in said(mine, text).body
    with read_world.looking() as uow:
        assert uow.cases.open_subjects() == ()


def test_another_agencys_case_is_not_changed(read_world: World, mine: Chat) -> None:
    said(mine, "登記預告 預2")
    read_world.officer("小教", "教育部")
    other = read_world.direct("小教")
    assert "不能替它改" in said(other, "預告 1 到 1/20").body
    assert "不能替它改" in said(other, "預告理由 1 亂寫").body
    assert facts(said(mine, "預告 1"))["截止"].startswith("到 116/01/03")


def test_what_was_typed_is_gone_with_a_secret_case(world: World, mine: Chat) -> None:
    said(mine, "預告 某某管制辦法草案 12/1 到 1/30")
    said(mine, "標記 1 敏感")
    assert "某某管制" not in repr(said(mine, "預告"))
    said(mine, "標記 1 密件 確定")
    assert "某某管制" not in repr(said(mine, "預告"))
    assert "某某管制" not in repr(said(mine, "預告 1"))
    with world.looking() as uow:
        notice = uow.notices.of_case(1)
        assert notice is not None
        assert notice.title == ""


def test_in_a_group_only_the_groups_own_agency_is_listed(read_world: World) -> None:
    own = read_world.group("衛福部PO群", enabled_by="林若晴")
    card = own.says("#預告", by="林若晴")
    assert card is not None
    assert card.title == "預告中 2 件"
    card = own.says("#登記預告 預2", by="林若晴")
    assert card is not None
    assert "理由" not in repr(card)  # that is asked one to one
    cross = read_world.group("跨部會群", enabled_by="林若晴", scope="跨部會")
    assert cross.says("#預告", by="林若晴") is None
    assert "不是單一機關" in read_world.heard_privately("林若晴")[-1].body
