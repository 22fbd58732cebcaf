"""Draw the guides' pictures anew: `make install-test && .venv/bin/python docs/pictures/take.py`.

It opens the sandbox in a temporary folder, on a clock that stands still, and drives the machine's
own Chromium; the pictures land beside this file. Words and dates are the same every time.
Installing Slack is drawn from `slack-steps.html`, a picture a section.
"""  # noqa: INP001  # a script beside its pictures, not a package

import os
import shutil
import socket
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.clock import StandingClock
from bot.sandbox import create_sandbox

HERE = Path(__file__).parent
MORNING = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)  # 115/12/08（二）10:30 in Taipei
STEPS = HERE / "slack-steps.html"
DESKTOP, TALL, PHONE = (1280, 800), (1280, 960), (390, 844)  # CSS pixels
PATIENCE = 10_000  # ms; how long an expected sight may take
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

Scene = Callable[[Page], None]


def say(page: Page, place: str, text: str) -> None:
    """Type a line in the group or one to one, and wait for the answer."""
    messages = page.locator(f"#{place} article")
    before = messages.count()
    field = page.locator(f"#{place}-text")
    field.fill(text)
    field.press("Enter")
    expect(messages).to_have_count(before + 2)


def register_and_go_on_privately(page: Page) -> None:
    """The README's picture: a case registered in the group, handled one to one."""
    page.get_by_label("選擇群組").select_option("web-mohw")
    say(page, "group", "#登記 菸捐那件 長官說下週三前要有說法 國健署先擬")
    say(page, "direct", "43")


def find_on_a_phone(page: Page) -> None:
    """A counterpart found in the group, on a telephone."""
    say(page, "group", "#找 內政部")


def open_a_new_group(page: Page) -> None:
    """The bot comes into a group and is switched on; beside it an invitation."""
    page.get_by_label("選擇群組").select_option("web-new")
    page.get_by_role("button", name="加入小幫手").click()
    expect(page.locator("#group .log")).to_contain_text("#離開")
    say(page, "group", "#啟用 跨部會")
    say(page, "direct", "我的資料")


def see_a_chart_on_a_phone(page: Page) -> None:
    """A pasted link on a telephone: how the endorsements of a petition go."""
    page.get_by_role("button", name="一對一").click()
    say(page, "direct", "https://join.gov.tw/idea/detail/00000000-0000-4000-8000-000000000037")
    expect(page.locator("#direct img")).to_have_js_property("naturalWidth", 1000)


SCENES: Mapping[str, tuple[tuple[int, int], Scene]] = {
    "sandbox.png": (DESKTOP, register_and_go_on_privately),
    "sandbox-phone.png": (PHONE, find_on_a_phone),
    "sandbox-chart.png": (PHONE, see_a_chart_on_a_phone),
    "sandbox-group.png": (TALL, open_a_new_group),
}


@contextmanager
def serving() -> Generator[str]:
    """Serve a fresh sandbox on a free port of this machine; yields its address."""
    with TemporaryDirectory() as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        app = create_sandbox(Path(folder), StandingClock(MORNING))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def take(browser: Browser, name: str, size: tuple[int, int], scene: Scene) -> None:
    """Play one scene in a sandbox of its own and keep the picture."""
    with serving() as address:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-TW", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(address)
        scene(page)
        page.evaluate("() => document.activeElement.blur()")  # no caret in the picture
        page.screenshot(path=HERE / name)
        context.close()
    sys.stdout.write(f"docs/pictures/{name}\n")


def take_steps(browser: Browser) -> None:
    """Draw the steps of installing Slack."""
    context = browser.new_context(viewport={"width": 900, "height": 900}, locale="zh-TW")
    page = context.new_page()
    page.goto(STEPS.as_uri())
    for section in page.locator("section").all():
        name = f"slack-{section.get_attribute('id')}.png"
        section.screenshot(path=HERE / name)
        sys.stdout.write(f"docs/pictures/{name}\n")
    context.close()


def find_browser() -> str:
    """Return the machine's Chromium; the environment's CHROMIUM goes first."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = "No Chromium here: apt-get install chromium fonts-noto-cjk, or set CHROMIUM."
        raise SystemExit(message)
    return found


def main() -> None:
    """Take them all."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        for name, (size, scene) in SCENES.items():
            take(browser, name, size, scene)
        take_steps(browser)
        browser.close()


if __name__ == "__main__":
    main()
