"""What else dates are counted from: a transcript that was mailed, an agency's own steps."""

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
    assert card.body == "1 逐字稿寄出 12/9（三）。接下來：逐字稿 12/23（三）。"
    world.line.sent.clear()
    told: list[str] = []
    for _ in range(15 * 24):
        world.advance(hours=1)
        told += [str(world.clock.now().date()) for _ in world.heard_privately("阿菊")]
        world.line.sent.clear()
    assert told == ["2026-12-18", "2026-12-23"]


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
