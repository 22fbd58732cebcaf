"""我的聯絡單, one slip, and the figures: the own agency's to itself, medians to the hub."""

import re

from storage.records.agencies import Level
from tests.handlers.requests.conftest import Desk, as_text, commands_of


def test_open_ones_come_first_sent_and_received(desk: Desk) -> None:
    first = desk.sent("聯絡 內政部 甲事")
    second = desk.sent("聯絡 內政部 乙事")
    third = desk.sent("聯絡 衛福部 丙事", by="阿宏")
    desk.says("阿菊", f"{first} 結果 好了")
    card = desk.says("阿菊", "我的聯絡單")
    assert card.title == "還開著 2 張"
    assert [item.title.split()[0] for item in card.items] == [third, second, first]
    assert f"{third} 內政部來的" in card.items[0].title
    assert f"{second} 給內政部" in card.items[1].title
    assert second in commands_of(card)


def test_more_than_five_continue_on_a_second_page(desk: Desk) -> None:
    for n in range(7):
        desk.sent(f"聯絡 內政部 第{n}事")
    card = desk.says("阿菊", "我的聯絡單")
    assert len(card.items) == 5
    assert "我的聯絡單 第2頁" in commands_of(card)
    assert len(desk.says("阿菊", "我的聯絡單 第2頁").items) == 2


def test_without_any_it_says_how_to_begin(desk: Desk) -> None:
    assert "聯絡 機關 一句話" in desk.says("阿菊", "我的聯絡單").body


def test_one_slip_says_how_it_stands_and_what_happened_last(desk: Desk) -> None:
    number = desk.sent()
    assert "等回覆" in as_text(desk.says("阿菊", f"聯絡單 {number[1:]}"))
    desk.says("阿宏", f"{number} 我先請示 12/10")
    card = desk.says("阿菊", number)
    assert "請示中，12/10（四）回" in as_text(card)
    assert "我先請示 阿宏" in as_text(card)
    assert f"{number} 補充" in commands_of(card)
    receiver = desk.says("阿宏", number)
    assert commands_of(receiver)[0] == f"{number} 我處理"


def test_the_figures_of_an_agency_are_its_own(desk: Desk) -> None:
    number = desk.sent()
    desk.world.advance(hours=3)
    desk.says("阿宏", f"{number} 我處理")
    desk.world.advance(hours=21)
    desk.says("阿菊", f"{number} 結果 說好了")
    mine = as_text(desk.says("阿菊", "聯絡成效"))
    assert "送出：1 張；回音 3 小時；結果 1 個工作天" in mine
    assert "收到：還沒有" in mine
    assert "全體" not in mine
    assert "收到：1 張；回音 3 小時" in as_text(desk.says("阿宏", "聯絡成效"))
    assert "1 張" not in as_text(desk.says("若溪", "聯絡成效"))
    # Of so few agencies a median would tell of one
    assert "未滿 5 個機關，不列" in as_text(desk.says("小發", "聯絡成效"))


def test_the_hub_sees_the_networks_medians_only(desk: Desk) -> None:
    with desk.world.looking() as uow:
        others = [a for a in uow.agencies.all() if a.level is Level.SECOND]
    names = [a.name for a in others if a.short not in {"衛福部", "內政部", "環境部", "國發會"}][:5]
    for n, name in enumerate(names):
        desk.world.officer(f"某{n}", name)
        number = desk.sent(f"聯絡 {name} 一件事")
        desk.says(f"某{n}", f"{number} 收到")
    shown = as_text(desk.says("小發", "聯絡成效"))
    assert "全體中位數：5 張；回音 0 小時" in shown
    assert not re.search("|".join(re.escape(name) for name in names), shown)
