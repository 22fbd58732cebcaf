"""轉知: from those who hear from press and parliament to the own officer, and to nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine

from bot.message import Card
from storage.records.officers import Role
from storage.records.posts import Post
from storage.tables.posts import posts as table
from tests.support.world import World

NEWS = "某報明天會報健保卡換發大排長龍\n記者問為什麼窗口只開兩個\nhttps://news.example/1"
DEMAND = "王委員辦公室要我們週三前給近三年換發統計資料，屬於索資"


def said(card: Card | None) -> Card:
    assert card is not None
    return card


def pasted(world: World, text: str = NEWS, by: str = "新新") -> tuple[Card, str]:
    """Paste something; the card, and its number."""
    card = said(world.direct(by).says(f"轉知 {text}"))
    return card, card.number.removeprefix("轉知 ")


def tapped(world: World, card: Card, label: str, by: str) -> Card:
    line = next(button.command for button in card.buttons if button.label == label)
    return said(world.direct(by).says(line))


def kept(world: World, number: str) -> Post:
    with world.looking() as uow:
        (post,) = uow.posts.named([int(number)])
    return post


@pytest.mark.parametrize(
    ("label", "alt"),
    [("需要處理", "有一則轉知，需要您處理"), ("僅供參考", "有一則轉知，僅供參考")],
)
def test_a_press_liaison_tells_the_own_officer_and_nobody_else(
    world: World, label: str, alt: str
) -> None:
    card, number = pasted(world)
    assert [button.label for button in card.buttons] == ["需要處理", "僅供參考"]
    assert world.heard_privately("林若晴") == []  # not before it was chosen
    done = tapped(world, card, label, "新新")
    assert done.body == f"已私下轉給林若晴（{label}）。"
    (told,) = world.heard_privately("林若晴")
    assert told.alt == alt
    assert told.title == "某報明天會報健保卡換發大排長龍"
    assert "窗口只開兩個" in told.body
    assert [fact.value for fact in told.facts] == ["新新（新聞聯絡人）", "https://news.example/1"]
    assert world.heard_privately("財財") == []
    assert kept(world, number).agency_id is not None
    assert kept(world, number).needs_action is (label == "需要處理")


def test_what_was_passed_on_is_not_passed_on_twice(world: World) -> None:
    card, _ = pasted(world)
    tapped(world, card, "需要處理", "新新")
    assert "已經轉過了（需要處理）" in tapped(world, card, "僅供參考", "新新").body
    _, first = pasted(world)
    _, again = pasted(world)
    assert first == again
    assert len(world.heard_privately("林若晴")) == 1


def test_the_words_lie_sealed_in_the_database(world: World, migrated_url: str) -> None:
    _, number = pasted(world)
    engine = create_engine(migrated_url)
    with engine.connect() as connection:
        chosen = table.select().where(table.c.id == int(number))
        row = connection.execute(chosen).mappings().one()
    engine.dispose()
    assert (row["title"], row["text"], row["url"]) == ("", "", "")
    assert "健保卡".encode() not in row["sealed"]
    assert kept(world, number).title.startswith("某報")


def test_what_parliament_asks_for_leaves_only_when_confirmed(world: World) -> None:
    card, number = pasted(world, DEMAND, "國國")
    assert "委員索資，只留在本機關" in card.body
    tapped(world, card, "需要處理", "國國")
    (told,) = world.heard_privately("林若晴")
    assert told.buttons == ()  # no case, which others may see
    assert "只留在本機關" in told.note
    asked = said(world.direct("林若晴").says(f"轉出 {number} 財政部"))
    assert "委員索資" in asked.body
    assert world.heard_privately("財財") == []
    done = tapped(world, asked, "確認轉出", "林若晴")
    assert done.body == "已轉出給財政部 財財，並記進稽核紀錄。"
    (theirs,) = world.heard_privately("財財")
    assert "近三年換發統計" in f"{theirs.title}{theirs.body}"
    assert "衛福部 林若晴" in theirs.facts[0].value
    log = said(world.direct("林若晴").says("稽核"))
    assert any("把轉知轉出" in item.title for item in log.items)


def test_a_liaison_cannot_let_it_leave_and_another_agency_does_not_find_it(world: World) -> None:
    _, number = pasted(world, DEMAND, "國國")
    assert "請找衛福部的 PO" in said(world.direct("國國").says(f"轉出 {number} 財政部")).alt
    assert "請找衛福部的 PO" in said(world.direct("國國").says(f"確認轉出 {number} 財政部")).alt
    assert "找不到這則轉知" in said(world.direct("財財").says(f"轉出 {number} 內政部")).body
    assert "找不到這則轉知" in said(world.direct("財財").says(f"轉知 {number}")).body
    assert "找不到這則轉知" in said(world.direct("財財").says(f"送轉知 {number} 僅供參考")).body
    assert world.heard_privately("財財") != []
    assert all("換發統計" not in c.body for c in world.heard_privately("財財"))


def test_a_colleague_who_is_no_officer_does_not_see_what_another_pasted(world: World) -> None:
    _, number = pasted(world, DEMAND, "國國")
    assert "找不到這則轉知" in said(world.direct("新新").says(f"轉知 {number}")).body
    assert "找不到這則轉知" in said(world.direct("新新").says(f"送轉知 {number} 僅供參考")).body
    assert "換發統計" in said(world.direct("國國").says(f"轉知 {number}")).title
    assert "換發統計" in said(world.direct("林若晴").says(f"轉知 {number}")).title


@pytest.mark.parametrize("text", ["委員質詢稿：健保卡換發", "明天備詢題目，健保卡"])
def test_a_question_in_parliament_is_marked(world: World, text: str) -> None:
    _, number = pasted(world, text, "國國")
    assert kept(world, number).matter == "質詢"


def test_others_may_not(world: World) -> None:
    world.officer("業業", "衛福部", Role.BUSINESS_UNIT)
    assert "新聞聯絡人、國會聯絡人和 PO" in said(world.direct("業業").says("轉知 記者問")).body


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("密件：某案", "像是密件"),
        ("記者手機 0912345678 請回電", "裡面有手機號碼"),
        ("", "要轉知什麼"),
    ],
)
def test_what_is_not_kept(world: World, text: str, answer: str) -> None:
    card = said(world.direct("新新").says(f"轉知 {text}".strip()))
    assert answer in card.body
    with world.looking() as uow:
        assert uow.forwards.recent([1, 2, 3], 10) == ()


def test_in_a_group_nothing_is_pasted(world: World) -> None:
    group = world.group("衛福部群", enabled_by="林若晴")
    card = group.says("#轉知 某報明天會報健保卡", by="新新")
    assert card is None or "健保卡" not in f"{card.title}{card.body}"
    with world.looking() as uow:
        assert all(not uow.forwards.recent([agency.id], 9) for agency in uow.agencies.all())


def test_an_officer_who_pastes_keeps_it_and_finds_it_again(world: World) -> None:
    card, number = pasted(world, by="林若晴")
    assert "貴機關的 PO 就是您" in tapped(world, card, "需要處理", "林若晴").body
    listed = said(world.direct("林若晴").says("轉知"))
    assert listed.items[0].title.endswith("某報明天會報健保卡換發大排長龍")
    assert "窗口只開兩個" in said(world.direct("林若晴").says(f"轉知 {number}")).body


def test_at_night_the_officer_is_told_in_the_morning(world: World) -> None:
    world.clock.advance(timedelta(hours=12))
    card, _ = pasted(world)
    tapped(world, card, "需要處理", "新新")
    assert world.heard_privately("林若晴") == []
    world.advance(hours=11)
    assert len(world.heard_privately("林若晴")) == 1


def test_whatever_the_parliament_liaison_passes_on_stays(world: World) -> None:
    card, number = pasted(world, "李委員想知道窗口什麼時候加開", by="國國")
    assert "看起來是國會的事，只留在本機關" in card.body
    tapped(world, card, "需要處理", "國國")
    (told,) = world.heard_privately("林若晴")
    assert told.buttons == ()  # no case, which others might see
    asked = said(world.direct("林若晴").says(f"轉出 {number} 財政部"))
    assert "這是國會的事。" in asked.body
    assert world.heard_privately("財財") == []
