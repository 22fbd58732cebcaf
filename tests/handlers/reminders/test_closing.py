"""停班 in chat: asked once more, worked out at once, told once and never at night."""

from bot.message import Card
from storage.records.officers import Role
from tests.support.world import World


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def confirm(world: World, card: Card, by: str = "阿菊") -> Card:
    assert card.buttons[0].label == "確認"
    return say(world, card.buttons[0].command, by)


def passed(world: World) -> None:
    """A petition that passed on 12/8; it is 21:00 of that day."""
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    say(world, "1 成案了 12/8")
    world.advance(hours=11)
    world.line.sent.clear()


def heard(world: World, hours: int, who: str = "阿菊") -> list[tuple[str, str]]:
    """What came one to one while so many hours passed, each with its day and hour."""
    told: list[tuple[str, str]] = []
    for _ in range(hours):
        world.advance(hours=1)
        local = f"{world.clock.now():%m-%d %H}"
        told += [(local, i.title) for card in world.heard_privately(who) for i in card.items]
        world.line.sent.clear()
    return told


def last_day(world: World, name: str) -> str:
    with world.looking() as uow:
        case = uow.cases.by_number("115-0001")
        assert case is not None
        return next(str(d.last_on) for d in uow.duties.of_case(case.id) if d.name == name)


def test_a_typhoon_night_in_two_taps(world: World) -> None:
    # Given a petition whose timetable is due on 12/17, and a PO at 21:00
    passed(world)
    # When the PO says so, nothing is entered yet, but what would change is told
    asked = say(world, "明天停班")
    assert asked.title == "12/9（三）臺北市停班？"
    assert [(i.title, i.text) for i in asked.items] == [
        ("1　公告期程", "12/17（四） → 12/18（五）")
    ]
    assert asked.body == "1 個期限跟著改（衛福部 1）。"
    assert last_day(world, "公告期程") == "2026-12-17"
    assert say(world, "停班紀錄").body.startswith("還沒有登記過停班")
    # Then one tap enters it, and the deadlines follow at once
    done = confirm(world, asked)
    assert done.body == (
        "登記好了：12/9（三）臺北市停班。1 個期限跟著改（衛福部 1）。承辦上班時會收到新舊日期。"
    )
    assert last_day(world, "公告期程") == "2026-12-18"
    # And the holder hears of it once, on the first working morning: 00:30 UTC is 08:30 in Taipei
    world.line.sent.clear()
    assert heard(world, 24 * 5) == [("12-10 01", "1　公告期程改期 12/17（四） → 12/18（五）")]


def test_what_is_taken_back_before_anybody_heard_of_it_is_not_told(world: World) -> None:
    passed(world)
    done = confirm(world, say(world, "停班 明天"))
    undone = say(world, done.buttons[0].command)
    assert undone.body == "好，12/9（三）臺北市照常上班。1 個期限跟著改（衛福部 1）。"
    assert last_day(world, "公告期程") == "2026-12-17"
    world.line.sent.clear()
    assert heard(world, 24 * 3) == []


def test_two_changes_before_the_morning_are_told_as_one(world: World) -> None:
    passed(world)
    confirm(world, say(world, "停班 12/9"))
    confirm(world, say(world, "停班 12/10 颱風"))
    world.line.sent.clear()
    assert heard(world, 24 * 4) == [("12-11 01", "1　公告期程改期 12/17（四） → 12/21（一）")]


def test_what_moved_alike_is_one_line_with_both_dates(world: World) -> None:
    for subject in ("公園照明改用感應燈", "健保卡換發費用減半", "夜間施工噪音管制時段"):
        say(world, f"登記 提點子 {subject} 附議中")
    world.advance(days=1)
    for number in (1, 2, 3):
        say(world, f"{number} 成案了 12/8")
    world.advance(hours=11)
    confirm(world, say(world, "停班 12/9"))
    world.line.sent.clear()
    world.advance(days=1, hours=13)
    (card,) = world.heard_privately("阿菊")
    assert card.flag == "改期 3 件"
    assert [i.title for i in card.items] == ["1、2、3　公告期程改期 12/17（四） → 12/18（五）"]


def test_a_sensitive_case_moves_by_number_only(world: World) -> None:
    passed(world)
    say(world, "標記 1 敏感")
    asked = say(world, "停班 12/9")
    assert (asked.items, asked.body) == ((), "1 個期限跟著改（衛福部 1）。")
    confirm(world, asked)
    world.line.sent.clear()
    world.advance(days=1, hours=13)
    (card,) = world.heard_privately("阿菊")
    assert [(i.title, i.text) for i in card.items] == [("1", "有一項提醒；內容請看案件。")]


def test_a_due_date_on_the_closed_day_stays_and_is_to_be_done_before(world: World) -> None:
    passed(world)
    world.advance(days=6)  # 12/14, 21:00
    asked = say(world, "停班 12/17 臺北市 颱風")
    assert asked.facts[0].value == "颱風"
    confirm(world, asked)
    say(world, "登記 菸捐那件 長官說12/21前要有說法")
    card = say(world, "停班 12/21")
    assert ("2　長官期限", "12/21（一） → 12/18（五）前，期限不順延") in [
        (i.title, i.text) for i in card.items
    ]
    assert "其中 1 個到期日不動" in card.body


def test_reminders_move_with_the_days_off(world: World) -> None:
    passed(world)
    say(world, "登記 菸捐那件 長官說12/15前要有說法")  # told on 12/14 and 12/15
    confirm(world, say(world, "停班 12/14"))
    world.line.sent.clear()
    told = [day for day, title in heard(world, 24 * 8) if title == "2　長官期限"]
    assert told == ["12-11 01", "12-15 01"]


def test_a_rung_that_a_closure_swallows_comes_on_the_next_working_day(world: World) -> None:
    passed(world)
    say(world, "登記 菸捐那件 長官說12/11前要有說法")  # would be told on 12/10 and 12/11
    confirm(world, say(world, "停班 12/9、12/10"))
    world.line.sent.clear()
    told = [day for day, title in heard(world, 24 * 4) if title == "2　長官期限"]
    assert told == ["12-11 01"]


def test_what_cannot_be_entered_is_said_kindly(world: World) -> None:
    passed(world)
    table = {
        "停班": "哪一天停班？",
        "停班 12/9下午": "半天停班不用登記，那天仍算工作天，期限照舊",
        "停班 明天晚上": "半天停班不用登記，那天仍算工作天，期限照舊",
        "停班 12/12": "12/12（六）本來就放假（週六），不用登記",
        "停班 12/9 高雄市": "您可以登記的是臺北市",
        "停班 12/9 新竹": "「新竹」是新竹市還是新竹縣？",
        "停班 10/1": "116/10/01 離今天太遠，沒有登記",
        "停班 12/9到12/31": "一次最多登記 10 天",
        "停班 12/9 王先生0912345678": "裡面有像是個資的內容，沒有記下",
        "取消停班 12/9": "那一天沒有登記停班",
    }
    assert {text: say(world, text).body for text in table} == table
    assert say(world, "停班紀錄").body.startswith("還沒有登記過停班")
    confirm(world, say(world, "停班 明天"))
    assert say(world, "停班 12/9").body == "12/9（三）臺北市已經登記過，不用登記"


def test_a_day_that_was_forgotten_can_be_entered_later(world: World) -> None:
    passed(world)
    world.advance(days=3)
    asked = say(world, "停班 12/9")
    assert asked.body.endswith("12/9（三）已經過了，還在算的期限一樣會重算。")
    confirm(world, asked)
    assert last_day(world, "公告期程") == "2026-12-18"


def test_weekends_in_a_range_are_left_out_and_said(world: World) -> None:
    passed(world)
    asked = say(world, "停班 12/11到12/14")
    assert asked.title == "12/11（五）、12/14（一）臺北市停班？"
    assert "12/12（六）本來就放假（週六），略過。" in asked.body


def test_the_hub_enters_any_county_and_only_its_agencies_move(world: World) -> None:
    passed(world)
    asked = say(world, "停班 12/9 高雄 花蓮縣 颱風", by="小發")
    assert (asked.title, asked.body) == ("12/9（三）高雄市、花蓮縣停班？", "目前沒有期限要改。")
    confirm(world, asked, by="小發")
    north = say(world, "停班 12/10 北北基", by="小發")
    assert north.body == "1 個期限跟著改（衛福部 1）。"
    assert north.items == ()  # another agency's cases are only counted
    confirm(world, north, by="小發")
    assert [(i.title, i.text) for i in say(world, "停班紀錄").items] == [
        ("12/10（四）", "臺北市、新北市、基隆市"),
        ("12/9（三）", "高雄市、花蓮縣　颱風"),
    ]


def test_who_keeps_no_people_enters_nothing(world: World) -> None:
    world.officer("小業", "衛福部", Role.BUSINESS_UNIT)
    passed(world)
    for who in ("小代", "小業"):
        assert "請找衛福部的 PO" in say(world, "停班 明天", by=who).body


def test_a_group_gets_no_question(world: World) -> None:
    passed(world)
    group = world.group("衛福部 PO 群", enabled_by="阿菊")
    card = group.says("#停班 12/9", by="阿菊")
    assert card is not None
    assert [button.label for button in card.buttons] == ["私訊處理"]
    assert group.says("明天停班嗎", by="阿菊") is None
    asked = group.says("#明天停班嗎", by="阿菊")
    assert asked is not None
    assert asked.body.startswith("還沒有登記過停班")


def test_an_agency_elsewhere_follows_its_own_county(world: World) -> None:
    passed(world)
    confirm(world, say(world, "停班 12/9 新竹市 颱風", by="小發"), by="小發")
    assert last_day(world, "公告期程") == "2026-12-17"
    assert say(world, "機關縣市").body.startswith("衛福部在臺北市")
    moved = say(world, "機關縣市 新竹市")
    assert moved.body == "好，衛福部改為新竹市（原來臺北市）。1 個期限跟著改（衛福部 1）。"
    assert last_day(world, "公告期程") == "2026-12-18"
    assert say(world, "停班 12/10 臺北市").body == "您可以登記的是新竹市"
    assert say(world, "停班 12/10").title == "12/10（四）新竹市停班？"
    assert say(world, "機關縣市 內政部 花蓮縣").body == "內政部的要請內政部的 PO 設"
    assert say(world, "機關縣市 花園").body == "哪個縣市？"
    assert say(world, "機關縣市 內政部 花蓮縣", by="小發").body.startswith("好，內政部改為花蓮縣")


def test_entries_are_kept_as_proof(world: World) -> None:
    passed(world)
    confirm(world, say(world, "停班 12/9"))
    say(world, "取消停班 12/9")
    titles = [item.title for item in say(world, "稽核").items]
    assert titles[:2] == ["阿菊 取消停班", "阿菊 登記停班"]
