"""The web chat's page in a real browser, in front of the small bot."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.web.chromium import PATIENCE, PHONE, open_page, running_chromium
from tests.bot.web.served import START, Served

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)

# Every visible text against the nearest opaque background; WCAG 2's formula.
CONTRAST = """() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const curve = (s) => s <= .03928 ? s / 12.92 : ((s + .055) / 1.055) ** 2.4;
  const light = (byte) => curve(byte / 255);
  const luminance = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility()) continue;
    if (["SCRIPT", "NOSCRIPT"].includes(node.tagName) || node.closest(".dot")) continue;
    const [a, b] = [luminance(parse(getComputedStyle(node).color)), luminance(behind(node))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) faint.push([walker.currentNode.textContent.trim(), ratio.toFixed(2)]);
  }
  return faint;
}"""


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with running_chromium(chromium_path) as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    with open_page(chromium, served.base) as opened:
        yield opened


def say(page: Page, place: str, text: str) -> None:
    field = page.locator(f"#{place}-text")
    field.fill(text)
    field.press("Enter")
    expect(field).to_have_value("")


def test_a_line_in_the_group_is_answered_with_a_card(page: Page) -> None:
    say(page, "group", "#登記 菸捐那件")
    card = page.locator("#group .card")
    expect(card.locator("h3")).to_have_text("菸捐調整後的分配說明")
    expect(card.locator(".strip")).to_have_text("長官交辦115-0042僅本機關")
    expect(card.locator("button")).to_have_text(["私訊處理"])
    expect(page.locator("#direct .log")).to_be_empty()


def test_private_handling_goes_to_the_other_chat_with_the_command_ready(page: Page) -> None:
    say(page, "group", "#登記 菸捐那件")
    page.get_by_role("button", name="私訊處理").click()
    field = page.locator("#direct-text")
    expect(field).to_be_focused()
    expect(field).to_have_value("更新 42")
    expect(page.locator("#direct .log")).to_be_empty()  # filled in, not sent
    field.press("Enter")
    expect(page.locator("#direct .log")).to_contain_text("聽到「更新 42」")


def test_a_tap_is_a_typed_line(page: Page, served: Served) -> None:
    say(page, "direct", "登記")
    page.get_by_role("button", name="指派").click()
    expect(page.locator("#direct .mine").last).to_contain_text("指派 42")
    expect(page.locator("#direct .log")).to_contain_text("聽到「指派 42」")
    assert [message.text for message in served.bot.heard] == ["登記", "指派 42"]


def test_talk_that_is_not_for_the_bot_stays_unanswered(page: Page) -> None:
    say(page, "group", "大家早")
    expect(page.get_by_role("status")).to_contain_text("沒有叫到小幫手")
    expect(page.locator("#group article")).to_have_count(1)


def test_an_input_method_may_use_enter(page: Page, served: Served) -> None:
    field = page.locator("#direct-text")
    field.fill("登記")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(field).to_have_value("登記")
    field.press("Shift+Enter")
    field.press_sequentially("第二行")
    field.press("Enter")
    expect(page.locator("#direct .mine")).to_contain_text("第二行")
    assert [message.text for message in served.bot.heard] == ["登記\n第二行"]


def test_another_person_has_another_private_chat_and_other_groups(page: Page) -> None:
    say(page, "direct", "說明")
    expect(page.locator("#direct article")).to_have_count(2)
    page.get_by_label("我是").select_option("moss")
    expect(page.locator("#direct article")).to_have_count(0)
    expect(page.get_by_label("選擇群組")).to_have_value("new")
    page.get_by_label("我是").select_option("guest")
    expect(page.locator("#group-text")).to_be_disabled()
    page.get_by_label("我是").select_option("fern")
    expect(page.locator("#direct article")).to_have_count(2)


def test_the_bot_is_added_to_a_group_and_greets(page: Page) -> None:
    page.get_by_label("選擇群組").select_option("new")
    page.get_by_role("button", name="加入小幫手").click()
    expect(page.locator("#group .log")).to_contain_text("大家好，我是小幫手。")
    expect(page.get_by_role("button", name="加入小幫手")).to_be_hidden()


def test_a_message_is_taken_back(page: Page) -> None:
    say(page, "group", "#登記 誤打的字")
    expect(page.locator("#group .card")).to_be_visible()
    page.locator("#group").get_by_role("button", name="收回").click()
    expect(page.locator("#group .log")).not_to_contain_text("誤打的字")
    expect(page.locator("#group .log")).to_contain_text("訊息已收回")


def test_the_clock_moves_forward_and_says_when_nothing_waits(page: Page, served: Served) -> None:
    expect(page.locator("#clock")).to_have_text("115/12/08（二）10:30")
    page.get_by_role("button", name="＋1 小時").click()
    expect(page.locator("#clock")).to_have_text("115/12/08（二）11:30")
    page.get_by_role("button", name="＋1 天").click()
    expect(page.locator("#clock")).to_have_text("115/12/09（三）11:30")
    page.get_by_role("button", name="到下一個提醒").click()
    expect(page.get_by_role("status")).to_have_text("目前沒有排定的提醒")
    served.waiting.append(START + timedelta(days=7))
    page.get_by_role("button", name="到下一個提醒").click()
    expect(page.locator("#clock")).to_have_text("115/12/15（二）10:30")


def test_beginning_again_clears_the_page_after_asking(page: Page, served: Served) -> None:
    say(page, "direct", "說明")
    expect(page.locator("#direct article")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="重新開始").click()
    assert served.resets == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="重新開始").click()
    expect(page.locator("#direct article")).to_have_count(0)
    say(page, "direct", "說明")
    expect(page.locator("#direct article")).to_have_count(2)


def test_markup_that_is_typed_is_only_shown(page: Page) -> None:
    say(page, "direct", "<img src=x onerror=\"document.title='owned'\"><b>粗</b>")
    expect(page.locator("#direct .log")).to_contain_text("<b>粗</b>")
    expect(page.locator("#direct .log img")).to_have_count(0)
    assert page.title() == "PO 小幫手・試用"


def test_the_keyboard_is_enough(page: Page) -> None:
    order: list[str] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate(
                "() => { const a = document.activeElement;"
                " return a.id || a.dataset.step || a.dataset.example || a.className; }"
            )
        )
    assert order == [
        *("hour", "day", "next", "reset", "person"),
        *("group-select", "log", "#登記 菸捐那件 長官說下週三前要有說法", "#找 內政部"),
        *("group-text", "send", "log"),
    ]
    shown = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert shown == "solid"


def test_a_screen_reader_finds_its_way(page: Page) -> None:
    say(page, "direct", "登記")
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_role("log", name="群組的訊息")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("log", name="一對一的訊息")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("article").last).to_have_accessible_name("小幫手 10:30")
    for name in ("我是", "選擇群組", "在群組說", "對小幫手說"):
        expect(page.get_by_label(name)).to_be_visible()
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('button')]"
        ".filter((b) => b.checkVisibility() && !b.textContent.trim()).length"
    )
    assert nameless == 0


@pytest.mark.parametrize("word", ["登記", "今天", "警示", "簽稿", "說明"])
def test_everything_is_readable(page: Page, word: str) -> None:
    say(page, "direct", word)
    say(page, "group", f"#{word}")
    expect(page.locator("#group article")).to_have_count(2)
    assert page.evaluate(CONTRAST) == []


def test_on_a_phone_the_chats_are_tabs_and_nothing_is_cut_off(
    chromium: Browser, served: Served
) -> None:
    with open_page(chromium, served.base, PHONE) as page:
        say(page, "group", "#登記 菸捐那件")
        expect(page.locator("#direct")).to_be_hidden()
        page.get_by_role("button", name="私訊處理").click()
        expect(page.locator("#group")).to_be_hidden()
        expect(page.locator("#direct-text")).to_be_focused()
        expect(page.get_by_role("button", name="一對一")).to_have_attribute("aria-pressed", "true")
        page.locator("#direct-text").press("Enter")
        expect(page.locator("#direct article")).to_have_count(2)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        served.messenger.leave(served.bot.heard[0].chat)  # something new, out of sight
        page.get_by_role("button", name=re.compile("群組.*有新訊息")).click()
        expect(page.locator("#group .log")).to_contain_text("離開了群組")
        assert page.evaluate(CONTRAST) == []
