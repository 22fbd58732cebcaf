"""The whole sandbox in a real browser: the same bot, database and worker as `make run`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.clock import StandingClock
from bot.sandbox import create_sandbox
from tests.bot.web.chromium import PATIENCE, PHONE, open_page, running_chromium
from tests.bot.web.served import serving

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)

START = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)  # 115/12/08（二）10:30 in Taipei


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with running_chromium(chromium_path) as browser:
        yield browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with serving(create_sandbox(tmp_path, StandingClock(START))) as base:
        yield base


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    with open_page(chromium, address) as opened:
        yield opened


def say(page: Page, place: str, text: str) -> None:
    field = page.locator(f"#{place}-text")
    field.fill(text)
    field.press("Enter")
    expect(field).to_have_value("")


def test_register_in_the_group_and_go_on_one_to_one(page: Page) -> None:
    page.get_by_label("選擇群組").select_option("web-mohw")
    say(page, "group", "#登記 菸捐宣導單張改版 長官說下週三前要有說法 國健署先擬")
    card = page.locator("#group .card").last
    expect(card.locator(".strip")).to_contain_text("115-0043")
    expect(card).to_contain_text("12/16（三）")
    card.get_by_role("button", name="私訊處理").click()
    expect(page.locator("#direct-text")).to_be_focused()
    page.locator("#direct-text").press("Enter")
    expect(page.locator("#direct .card").last).to_contain_text("115-0043")


def test_look_up_a_counterpart(page: Page) -> None:
    say(page, "direct", "找 環境部")
    expect(page.locator("#direct .log")).to_contain_text("若溪")


def test_press_a_button(page: Page) -> None:
    say(page, "direct", "42")
    card = page.locator("#direct .card").last
    expect(card).to_contain_text("菸捐調整後的分配說明（範例）")
    button = card.get_by_role("button").first
    command = button.get_attribute("data-say")
    assert command
    before = page.locator("#direct article").count()
    button.click()
    expect(page.locator("#direct .mine").last).to_contain_text(command)
    expect(page.locator("#direct article")).to_have_count(before + 2)


def test_a_sensitive_case_is_shown_to_nobody_in_the_group(page: Page) -> None:
    page.get_by_label("我是").select_option("web-ahong")
    say(page, "direct", "40")
    expect(page.locator("#direct .log")).to_contain_text("陳情回覆的對外說法（範例）")
    say(page, "group", "#40")
    say(page, "group", "#群組")
    expect(page.locator("#group .log")).to_contain_text("跨部會")  # later than #40's answer
    expect(page.locator("#group .log")).not_to_contain_text("陳情回覆")


def test_a_new_group_from_the_introduction_to_the_goodbye(page: Page) -> None:
    page.get_by_label("選擇群組").select_option("web-new")
    page.get_by_role("button", name="加入小幫手").click()
    log = page.locator("#group .log")
    expect(log).to_contain_text("#離開")
    say(page, "group", "#啟用 跨部會")
    expect(log).to_contain_text("已啟用：跨部會")
    say(page, "group", "#離開")
    expect(log).to_contain_text("小幫手離開了群組")
    expect(page.get_by_role("button", name="加入小幫手")).to_be_visible()


def test_a_stranger_is_helped_but_shown_nothing(page: Page) -> None:
    page.get_by_label("我是").select_option("web-stranger")
    say(page, "direct", "查詢 健保卡")
    expect(page.locator("#direct .log")).to_contain_text("綁定")
    expect(page.locator("#direct .log")).not_to_contain_text("合成一張")


def test_move_the_clock_and_begin_again(page: Page) -> None:
    page.get_by_role("button", name="＋1 天").click()
    expect(page.locator("#clock")).to_have_text("115/12/09（三）10:30")
    page.get_by_role("button", name="到下一個提醒").click()
    expect(page.locator("#clock")).to_have_text("115/12/10（四）08:30")
    page.get_by_label("我是").select_option("web-ahong")  # it is his duty
    expect(page.locator("#direct .log")).to_contain_text("要做 2 件")
    page.get_by_label("我是").select_option("web-chengyu")
    say(page, "direct", "登記 只是試試")
    expect(page.locator("#direct .card").last).to_contain_text("115-0043")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="重新開始").click()
    expect(page.locator("#direct article")).to_have_count(0)
    say(page, "direct", "9")
    expect(page.locator("#direct .log")).not_to_contain_text("只是試試")


def test_on_a_phone(chromium: Browser, address: str) -> None:
    with open_page(chromium, address, PHONE) as page:
        say(page, "group", "#找 內政部")
        expect(page.locator("#group .log")).to_contain_text("阿宏")
        page.get_by_role("button", name="私訊處理").last.click()
        page.locator("#direct-text").press("Enter")
        expect(page.locator("#direct .log")).to_contain_text("阿宏")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
