"""Sources in chat: none is on by itself, and terms of use come before the first look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.message import Card
from storage.records.posts import Source
from storage.source_catalogue import known_sources
from tests.support.feed_server import FeedServer, item
from tests.support.world import World


def said(card: Card | None) -> Card:
    assert card is not None
    return card


def says(world: World, text: str, by: str = "林若晴") -> Card:
    return said(world.direct(by).says(text))


def tapped(world: World, card: Card, label: str, by: str = "林若晴") -> Card:
    line = next(button.command for button in card.buttons if button.label == label)
    return says(world, line, by)


def sources(world: World) -> tuple[Source, ...]:
    with world.looking() as uow:
        return uow.posts.sources()


def test_none_is_on_by_itself(world: World) -> None:
    assert "還沒有輿情來源" in says(world, "來源").body
    assert sources(world) == ()
    listed = says(world, "可用來源")
    assert len(listed.items) == 5
    assert all(one.text for one in listed.items)
    assert says(world, "可用來源 2").items[0].title.startswith("中央社")


def test_every_known_source_says_what_its_terms_are() -> None:
    for one in known_sources():
        assert one.terms, one.name
        assert one.standing in {"限制", "未查證", "公文"}, one.name
        assert one.url.startswith("https://"), one.name
    assert len({one.url for one in known_sources()}) == len(known_sources())


def test_the_terms_are_shown_and_confirmed_first(world: World) -> None:
    asked = says(world, "啟用來源 中央社 政治")
    assert "非商業" in asked.facts[0].value
    assert sources(world) == ()
    done = tapped(world, asked, "已確認，啟用")
    assert "開始讀了" in done.body
    (source,) = sources(world)
    assert (source.name, source.on) == ("中央社 政治", True)
    assert source.next_look_at == world.clock.now()
    assert source.agency_id is not None
    assert "在讀" in says(world, "可用來源 中央社 政治").items[0].title
    tapped(world, asked, "已確認，啟用")
    assert len(sources(world)) == 1


def test_a_name_that_means_several_is_asked_about(world: World) -> None:
    asked = says(world, "啟用來源 中央社")
    assert "要啟用哪一個" in asked.body
    assert tapped(world, asked, "中央社 政治").title == "啟用「中央社 政治」？"
    assert "沒有「某某報」" in says(world, "啟用來源 某某報").body


def test_an_own_source_is_added_read_and_switched_off(world: World, feeds: FeedServer) -> None:
    asked = says(world, "新增來源 健保署 新聞 https://www.nhi.example/rss")
    assert asked.title == "新增「健保署 新聞」？"
    assert sources(world) == ()
    tapped(world, asked, "已確認，新增")
    (source,) = sources(world)
    assert (source.name, source.url) == ("健保署 新聞", "https://www.nhi.example/rss")
    assert "已經是「健保署 新聞」" in says(world, "新增來源 別名 https://www.nhi.example/rss").body
    card = says(world, "來源")
    assert card.items[0].title == f"{source.id}　健保署 新聞"
    assert "等一下就讀" in card.items[0].text
    assert "停讀了" in says(world, f"停用來源 {source.id}").body
    assert not sources(world)[0].on
    assert not world.assistant.look_at_feeds()
    assert "開始讀了" in says(world, f"啟用來源 {source.id}").body
    assert sources(world)[0].on
    assert feeds.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/rss", "http://10.0.0.1/rss", "http://localhost/rss", "http://[::1]/"),
        *("http://intranet/rss", "http://db.internal/rss", "http://a.example:6379/"),
        *("http://169.254.169.254/latest/meta-data", "http://2130706433/"),
    ],
)
def test_addresses_inside_are_refused_at_once(world: World, address: str) -> None:
    assert "這個網址不能讀" in says(world, f"新增來源 內部 {address}").body
    assert "這個網址不能讀" in says(world, f"確認新增來源 內部 {address}").body
    assert sources(world) == ()


@pytest.mark.parametrize("text", ["新增來源", "新增來源 健保署", "新增來源 https://a.example/rss"])
def test_what_is_missing_is_said(world: World, text: str) -> None:
    assert "名稱和 RSS 網址" in says(world, text).body


def test_another_agency_cannot_switch_it_off_and_an_administrator_can(world: World) -> None:
    tapped(world, says(world, "啟用來源 報導者"), "已確認，啟用")
    (source,) = sources(world)
    assert "不是貴機關加的" in says(world, f"停用來源 {source.id}", "財財").body
    assert sources(world)[0].on
    assert "停讀了" in says(world, f"停用來源 {source.id}", "管管").body
    assert not sources(world)[0].on


def test_a_source_of_the_hub_is_everybodys(world: World) -> None:
    tapped(world, says(world, "啟用來源 公視新聞網", "管管"), "已確認，啟用", "管管")
    assert sources(world)[0].agency_id is None
    assert "不是貴機關加的" in says(world, f"停用來源 {sources(world)[0].id}").body


def test_a_silent_source_is_told_of(world: World, feeds: FeedServer) -> None:
    feeds.shows("/rss", item(1, "甲"))
    tapped(world, says(world, "啟用來源 報導者", "管管"), "已確認，啟用", "管管")
    with world.database.unit_of_work() as uow:
        (source,) = uow.posts.sources()
        uow.posts.save_source(replace(source, url=f"{feeds.base}/rss"))
        uow.commit()
    world.assistant.look_at_feeds()
    assert "都有進來" in says(world, "狀態", "管管").note
    feeds.pages.clear()
    for _ in range(3):
        world.clock.advance(timedelta(hours=1))
        world.assistant.look_at_feeds()
    assert (
        "「報導者」從 12/7（一）10:00 起沒有進來（網址不在了）" in says(world, "狀態", "管管").note
    )
    listed = says(world, "來源").items[0]
    assert listed.strong
    assert "現在網址不在了" in listed.text
