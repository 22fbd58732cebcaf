"""What else dates are counted from: a transcript that was mailed, an agency's own steps."""

import pytest

from bot.message import Card
from tests.support.world import World


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def test_a_mailed_transcript_is_watched_for_ten_working_days(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    world.advance(days=2)
    card = say(world, "1 逐字稿今天寄了 幫我盯")
    assert card.body == (
        "1 逐字稿寄出 12/9（三）。編修到 12/23（三），12/24（四）起可公開；之前限公務內部使用。"
        "12/18、12/23 提醒您請發言人核對。"
    )
    world.line.sent.clear()
    told: list[str] = []
    for _ in range(15 * 24):
        world.advance(hours=1)
        told += [str(world.clock.now().date()) for _ in world.heard_privately("阿菊")]
        world.line.sent.clear()
    assert told == ["2026-12-18", "2026-12-23"]


def test_the_holder_can_pass_one_ready_line_on_to_the_speakers(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    world.advance(days=2)
    say(world, "1 逐字稿今天寄了 幫我盯")
    world.line.sent.clear()
    world.advance(days=8, hours=23)
    (card,) = world.heard_privately("阿菊")
    assert card.items[0].text.endswith("下面那段可以直接貼給發言人。")
    assert card.copy_text == (
        "各位好，「健保卡協作會議」的逐字稿已寄給各位，請核對自己的發言，要修改的請於 12/23（三）前"
        "回覆；沒有回覆就照現在的文字，12/24（四）起公開。公開前請勿外傳，謝謝！"
    )
    world.line.sent.clear()
    world.advance(days=5)
    (card,) = world.heard_privately("阿菊")
    assert "要修改的請在今天 12/23（三）回覆" in card.copy_text


def test_of_a_sensitive_case_nothing_is_passed_on(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    say(world, "1 逐字稿今天寄了 幫我盯")
    say(world, "標記 1 敏感")
    world.line.sent.clear()
    world.advance(days=9, hours=1)
    (card,) = world.heard_privately("阿菊")
    assert (card.copy_text, card.items[0].title) == ("", "1")


def test_a_meeting_is_planned_backwards(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    say(world, "事件 1 協作會議 116/1/29")
    titles = [item.title for item in say(world, "期限 1").items]
    assert titles == [
        "分工會議　12/24（四）",
        "聯繫訪談　12/31（四）",
        "議題分析表　116/01/08（五）",
        "心智圖　116/01/15（五）",
        "會前會　116/01/22（五）",
    ]


def test_an_agencys_own_steps_are_set_once_and_hold_for_every_case(world: World) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    say(world, "1 成案了 12/7")
    answer = say(world, "部內步驟 業務單位初稿 15 會PO 10 陳核 7")
    assert (
        answer.body
        == "好，正式回應前的工作天：業務單位初稿 15、會PO 10、陳核 7。現有 1 件也排進去了。"
    )
    say(world, "登記 提點子 公園照明改用感應燈 附議中")
    world.advance(days=1)
    card = say(world, "2 成案了 12/8")
    assert card.body.endswith("部內：業務單位初稿、會PO、陳核日期已排。")
    assert "業務單位初稿 15" in say(world, "部內步驟").body
    assert say(world, "部內步驟 亂寫").body == "看不懂步驟"


def test_others_do_not_write_into_the_case(world: World) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    assert say(world, "事件 1 月會 12/20", by="阿宏").body == "1 由衛福部登記，要請衛福部改"


def test_a_transcript_without_a_number_is_asked_of_or_known_from_the_chat(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    say(world, "登記 本機關自辦 長照協作會議")
    assert say(world, "逐字稿今天寄了 幫我盯").body == "還差案號"
    say(world, "1 協作會議 12/4")
    say(world, "2 協作會議 12/30")  # is still to be held
    card = say(world, "逐字稿昨天寄了 幫我盯")
    assert card.body == "哪一件的逐字稿？1 12/4（五） 健保卡協作會議"
    assert say(world, card.buttons[0].command).body.startswith("1 逐字稿寄出 12/6（日）。編修到")
    assert say(world, "逐字稿寄出了").body == "還差案號"  # the one that was held has been mailed
    group = world.group("長照群", enabled_by="阿菊", scope="單一案件 2")
    told = group.says("#逐字稿今天寄了 幫我盯", by="阿菊")
    assert told is not None
    assert told.body.startswith("2 逐字稿寄出 12/7（一）。編修到 12/21（一）")


def test_steps_whose_day_was_over_already_are_not_planned(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    card = say(world, "1 協作會議 訂在 12/18")
    assert card.body == (
        "1 協作會議 12/18（五）。接下來：會前會 12/11（五）、沙推 12/17（四）。"
        "分工會議、聯繫訪談、議題分析表、心智圖的建議日已過，不排了。"
    )
    assert [i.title for i in say(world, "期限 1").items] == [
        "會前會　12/11（五）",
        "沙推　12/17（四）",
    ]
    assert say(world, "本週").body == "到這週日為止 1 件。"
    assert say(world, "下週有什麼").body == "到下週日 12/20 為止 2 件。"
    assert "月會提案" in say(world, "1 月會 1/5").body


def test_another_agencys_own_steps_are_not_shown(world: World) -> None:
    say(world, "部內步驟 業務單位初稿 15 會PO 10 陳核 7")
    say(world, "登記 提點子 動物保護法加重罰則 成案 12/7")
    assert "業務單位初稿" in str(say(world, "期限 1").items)
    theirs = say(world, "期限 1", by="阿宏")
    assert "正式回應" in str(theirs.items)
    assert "業務單位初稿" not in str(theirs.items)
    assert "業務單位初稿" not in str(say(world, "為什麼 1", by="阿宏").buttons)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("1 期程貼好了", "1 公告期程已辦，不再提醒。接下來是聯繫提案人 12/21（一）。"),
        ("1 公告期程了", "1 公告期程已辦，不再提醒。接下來是聯繫提案人 12/21（一）。"),
        ("1 聯絡到提案人了", "1 聯繫提案人已辦，不再提醒。接下來是公告期程 12/16（三）。"),
        ("1 回應上網了", "1 正式回應已辦，不再提醒。接下來是公告期程 12/16（三）。"),
    ],
)
def test_what_was_done_is_told_in_the_officers_words(world: World, line: str, body: str) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 12/7成案")
    assert say(world, line).body == body


def test_a_case_registered_after_it_passed_has_its_dates_at_once(world: World) -> None:
    card = say(world, "登記 提點子 動物保護法加重罰則 成案 12/7")
    assert card.title == "動物保護法加重罰則"
    assert card.body == (
        "成案 12/7（一）（您輸入，待 Join 確認）。公告期程 12/16（三）、聯繫提案人 12/21（一），"
        "皆參考。回應 116/02/07（日）遇春節，請於 02/03（三）前上網。"
    )
    card = say(world, "登記 提點子 公園照明改用感應燈 已成案")
    assert card.body == "哪天成案？告訴我就排期限，例如：2 成案 12/8"
    card = say(world, "登記 提點子 民法成案時點的解釋")  # belongs to the subject
    assert (card.title, card.body) == ("民法成案時點的解釋", "")
    world.advance(minutes=5)
    for number, line in enumerate(("昨天成案", "成案了12/6", "12/6 成案", "號成案了 115.12.6"), 3):
        if number > 3:
            say(world, f"登記 提點子 另一個題目第{'甲乙丙丁'[number - 3] * 4}")
        world.advance(minutes=1)
        space = "" if line[0] in "成號" else " "
        assert say(world, f"{number}{space}{line}").body.startswith("成案 12/6（日）"), line


def test_a_later_deadline_does_not_pass_for_an_extension(world: World) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 成案 12/7")
    world.advance(minutes=1)
    card = say(world, "1 展延到 116/3/8")
    assert card.body == (
        "已更新：期限 116/03/08（一）。正式回應 116/02/07（日） 不變；"
        "展延要先在 Join 公告，再打：已公告展延 1 理由。"
    )


def test_why_a_day_may_be_asked_by_the_day(world: World) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 成案 12/7")
    assert say(world, "1 的期限為什麼是2/7").title == "正式回應 116/02/07（日）"
    assert say(world, "1 的期限為什麼是2/3").title == "正式回應 116/02/07（日）"
    assert say(world, "1 公告期程為什麼是12/16").title == "公告期程 12/16（三）"
