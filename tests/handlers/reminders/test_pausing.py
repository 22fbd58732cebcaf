"""選舉暫停 in chat: endorsing stands still, agencies' own deadlines do not."""

from bot.message import Card
from tests.support.world import World


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def endorsed_until(world: World) -> tuple[str, str]:
    card = say(world, "期限 1")
    item = next(i for i in card.items if i.title.startswith("附議"))
    return item.title, item.text


def petition(world: World, approved_on: str = "115/9/20") -> None:
    say(world, "登記 提點子 動物保護法加重罰則")
    say(world, f"1 附議中 {approved_on}")


def test_the_hub_enters_a_pause_and_endorsing_goes_on_after_it(world: World) -> None:
    # Given a petition that is endorsed since 9/20, and an election on 11/28
    petition(world)
    assert endorsed_until(world)[0] == "附議　11/19（四）"
    # When the hub says so, it is asked once more and told what follows
    asked = say(world, "選舉暫停 9/29到11/28 地方公職人員選舉", by="小發")
    assert asked.title == "115/09/29 到 115/11/28 暫停？"
    assert [(i.title, i.text) for i in asked.items] == [
        ("1　附議", "11/19（四） → 116/01/19（二），暫定")
    ]
    assert endorsed_until(world)[0] == "附議　11/19（四）"
    done = say(world, asked.buttons[0].command, by="小發")
    assert done.body.endswith("1 件附議中的截止日跟著延後。")
    # Then every place shows the later day, as provisional: Join's word counts
    title, text = endorsed_until(world)
    assert title == "附議　116/01/19（二）"
    assert "暫定，以 Join 公布為準" in text
    why = say(world, "為什麼 1 附議").body
    assert (
        "選舉期間暫停 61 天不算：115/09/29（二）到 115/11/28（六）地方公職人員選舉"
        "（暫定，以 Join 公布為準）"
    ) in why
    # And taking it back brings the day back
    say(world, done.buttons[0].command, by="小發")
    assert endorsed_until(world)[0] == "附議　11/19（四）"


def test_no_deadline_of_an_agency_moves(world: World) -> None:
    petition(world)
    say(world, "1 成案了 11/20")
    before = [i.title for i in say(world, "期限 1").items if "附議" not in i.title]
    asked = say(world, "選舉暫停 115/9/29到115/11/28", by="小發")
    say(world, asked.buttons[0].command, by="小發")
    assert [i.title for i in say(world, "期限 1").items if "附議" not in i.title] == before
    world.line.sent.clear()
    world.advance(days=1)
    assert [c for c in world.heard_privately("阿菊") if "改期" in c.flag] == []


def test_the_day_of_the_vote_is_enough(world: World) -> None:
    asked = say(world, "選舉暫停 投票日 11/28", by="小發")
    assert asked.title == "115/09/29 到 115/11/28 暫停？"
    other = say(world, "選舉暫停 10/1到11/28", by="小發")
    assert "依規則從 9/29（二） 起" in other.body


def test_it_is_listed_for_everybody_and_refused_twice(world: World) -> None:
    assert say(world, "選舉暫停期間").body.startswith("沒有登記過選舉暫停")
    asked = say(world, "選舉暫停 9/29到11/28 地方公職人員選舉", by="小發")
    say(world, asked.buttons[0].command, by="小發")
    assert [(i.title, i.text) for i in say(world, "選舉暫停期間").items] == [
        ("115/09/29 到 115/11/28", "地方公職人員選舉")
    ]
    again = say(world, "選舉暫停 11/1到12/1", by="小發")
    assert again.body == "已有一段：115/09/29 到 115/11/28"
    assert say(world, "取消選舉暫停 116/5/1", by="小發").body == "沒有這一段暫停"
    assert say(world, "取消選舉暫停", by="小發").body.startswith("好，115/09/29 到 115/11/28")
    assert say(world, "取消選舉暫停", by="小發").body == "沒有這一段暫停"


def test_others_are_sent_to_the_hub_and_slips_are_said(world: World) -> None:
    assert "由國發會處理" in say(world, "選舉暫停 9/29到11/28").body
    table = {
        "選舉暫停": "從哪天停到哪天？",
        "選舉暫停 下次選舉": "從哪天停到哪天？",
        "選舉暫停 115/1/1到115/11/28": "起迄日看起來不對（超過半年）",
    }
    assert {text: say(world, text, by="小發").body for text in table} == table
