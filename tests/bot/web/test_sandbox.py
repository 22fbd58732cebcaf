"""The web chat's JSON interface, over real HTTP."""

from datetime import timedelta
from typing import TypedDict

import httpx
import pytest

from tests.bot.web.served import START, Served

REFUSED_TEXT = "This sandbox answers only to localhost."


class Entry(TypedDict):
    sender: str
    html: str
    messageId: str
    place: str


class State(TypedDict):
    epoch: int
    cursor: int
    clock: str
    botInGroup: bool
    entries: list[Entry]


def say(browser: httpx.Client, text: str, *, by: str = "fern", group: str = "") -> bool:
    answer = browser.post("/sandbox/say", json={"as": by, "group": group, "text": text})
    assert answer.status_code == 200, answer.text
    heard: bool = answer.json()["heard"]
    return heard


def look(browser: httpx.Client, *, by: str = "fern", group: str = "ours", after: int = 0) -> State:
    query: dict[str, str | int] = {"as": by, "group": group, "after": after}
    answer = browser.get("/sandbox/state", params=query)
    assert answer.status_code == 200, answer.text
    state: State = answer.json()
    return state


def shown(state: State, place: str) -> list[tuple[str, str]]:
    return [(e["sender"], e["html"]) for e in state["entries"] if e["place"] == place]


def test_a_line_typed_one_to_one_is_answered_there_and_nowhere_else(
    served: Served, browser: httpx.Client
) -> None:
    assert say(browser, "登記 菸捐")
    state = look(browser)
    assert shown(state, "group") == []
    (sender, said), (bot, card) = shown(state, "direct")
    assert (sender, bot) == ("fern", "")
    assert "登記 菸捐" in said
    assert "115-0042" in card
    assert served.bot.heard[0].text == "登記 菸捐"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("#登記 菸捐", "登記 菸捐"),
        ("＃42", "42"),
        ("小幫手 找衛福部", "找衛福部"),
        ("小幫手登記菸捐", "登記菸捐"),
        ("@小幫手 今天有啥", "今天有啥"),
    ],
)
def test_in_a_group_the_bot_hears_what_is_said_to_it(
    served: Served, browser: httpx.Client, text: str, asked: str
) -> None:
    assert say(browser, text, group="ours")
    assert [message.text for message in served.bot.heard] == [asked]


@pytest.mark.parametrize("text", ["早安", "小幫手們辛苦了", "登記 菸捐"])
def test_in_a_group_other_talk_is_shown_but_not_heard(
    served: Served, browser: httpx.Client, text: str
) -> None:
    assert not say(browser, text, group="ours")
    assert len(shown(look(browser), "group")) == 1
    assert served.bot.heard == []


def test_members_of_a_group_see_the_same_and_their_private_chats_stay_private(
    browser: httpx.Client,
) -> None:
    browser.post("/sandbox/invite-bot", json={"as": "moss", "group": "new"})
    say(browser, "#說明", by="moss", group="new")
    say(browser, "說明", by="moss")
    seen = look(browser, by="fern", group="new")
    assert len(shown(seen, "group")) == 4  # came, greeted, said, answered
    assert shown(seen, "direct") == []


def test_the_bot_greets_a_group_it_is_added_to_and_is_deaf_before(
    served: Served, browser: httpx.Client
) -> None:
    assert not say(browser, "#說明", group="new")
    assert look(browser, group="new")["botInGroup"] is False
    for _ in range(2):  # a second tap adds nothing
        browser.post("/sandbox/invite-bot", json={"as": "fern", "group": "new"})
    state = look(browser, group="new")
    assert state["botInGroup"] is True
    assert [html for _, html in shown(state, "group")[1:]] == [
        '<p class="event">小幫手加入了群組</p>',
        shown(state, "group")[-1][1],
    ]
    assert "大家好" in shown(state, "group")[-1][1]
    assert [message.kind for message in served.bot.heard] == ["bot_joined"]


def test_the_bot_can_leave(browser: httpx.Client) -> None:
    say(browser, "#再見", group="ours")
    state = look(browser)
    assert state["botInGroup"] is False
    assert "離開" in shown(state, "group")[-1][1]
    assert not say(browser, "#說明", group="ours")


def test_a_message_can_be_taken_back_by_its_sender_only(
    served: Served, browser: httpx.Client
) -> None:
    browser.post("/sandbox/invite-bot", json={"as": "fern", "group": "new"})
    say(browser, "#登記 誤打", group="new")
    entries = look(browser, group="new")["entries"]
    (said,) = [entry for entry in entries if entry["sender"] == "fern"]
    taking = {"as": "moss", "group": "new", "messageId": said["messageId"]}
    assert browser.post("/sandbox/unsend", json=taking).status_code == 404
    assert browser.post("/sandbox/unsend", json={**taking, "as": "fern"}).status_code == 200
    assert "誤打" not in str(look(browser, group="new"))
    assert served.bot.heard[-1].kind == "unsent"
    assert served.bot.heard[-1].message_id == served.bot.heard[-2].message_id


def test_a_browser_asks_only_for_what_is_new(browser: httpx.Client) -> None:
    say(browser, "說明")
    first = look(browser)
    say(browser, "找 內政部")
    cursor = first["cursor"]
    assert "找 內政部" in shown(look(browser, after=cursor), "direct")[0][1]
    assert "說明" not in str(look(browser, after=cursor))


def test_the_clock_moves_by_an_hour_and_a_day_and_what_became_due_runs(
    served: Served, browser: httpx.Client
) -> None:
    told = [
        browser.post("/sandbox/clock", json={"as": "", "step": step}).json()["told"]
        for step in ("hour", "day")
    ]
    assert told == ["現在是 115/12/08（二）11:30", "現在是 115/12/09（三）11:30"]
    assert served.caught_up == [
        START + timedelta(hours=1),
        START + timedelta(days=1, hours=1),
    ]
    assert look(browser)["clock"] == "115/12/09（三）11:30"


def test_the_clock_goes_to_the_next_reminder_or_says_that_none_waits(
    served: Served, browser: httpx.Client
) -> None:
    served.waiting.append(START + timedelta(days=7))
    told = [
        browser.post("/sandbox/clock", json={"as": "", "step": "next"}).json()["told"]
        for _ in range(2)
    ]
    assert told == ["現在是 115/12/15（二）10:30", "目前沒有排定的提醒"]


def test_reset_forgets_everything_and_browsers_notice(
    served: Served, browser: httpx.Client
) -> None:
    say(browser, "說明")
    before = look(browser)
    assert browser.post("/sandbox/reset", json={"as": "fern"}).status_code == 200
    after = look(browser)
    assert served.resets == ["reset"]
    assert after["entries"] == []
    assert after["epoch"] != before["epoch"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("say", {"as": "nobody", "group": "", "text": "x"}, 404),
        ("say", {"as": "guest", "group": "ours", "text": "x"}, 404),
        ("say", {"as": "fern", "group": "elsewhere", "text": "x"}, 404),
        ("say", {"as": "fern", "group": ""}, 400),
        ("say", {"as": "fern", "group": "", "text": 5}, 400),
        ("say", ["fern"], 400),
        ("clock", {"as": "fern", "step": "back"}, 400),
        ("unsend", {"as": "fern", "group": "", "messageId": "none"}, 404),
    ],
)
def test_a_strange_request_is_refused_in_a_sentence(
    served: Served, browser: httpx.Client, path: str, body: object, status: int
) -> None:
    answer = browser.post(f"/sandbox/{path}", json=body)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert served.bot.heard == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "localhost.evil.example:8080"}, 421),
        ({"host": "[::1"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
    ids=[
        "rebound",
        "rebound with our name in it",
        "broken",
        "other page",
        "sandboxed page",
        "fetch says so",
        "a form's plain text",
        "a form",
    ],
)
def test_a_page_elsewhere_cannot_speak_through_the_officers_browser(
    served: Served, browser: httpx.Client, headers: dict[str, str], status: int
) -> None:
    body = '{"as": "fern", "group": "", "text": "登記 x"}'.encode()
    usual = {"content-type": "application/json"}
    answer = browser.post("/sandbox/say", content=body, headers={**usual, **headers})
    assert answer.status_code == status
    assert served.bot.heard == []


def test_a_rebound_name_reads_nothing_either(browser: httpx.Client) -> None:
    answer = browser.get("/", headers={"host": "evil.example"})
    assert (answer.status_code, answer.text) == (421, REFUSED_TEXT)


def test_a_huge_body_is_refused(served: Served, browser: httpx.Client) -> None:
    answer = browser.post("/sandbox/say", json={"as": "fern", "group": "", "text": "文" * 40_000})
    assert answer.status_code == 413
    assert served.bot.heard == []


def test_a_long_text_goes_through_so_that_the_bot_can_say_that_it_is_too_long(
    served: Served, browser: httpx.Client
) -> None:
    assert say(browser, "文" * 5_001)
    assert len(served.bot.heard[0].text) == 5_001


def test_markup_in_a_text_stays_text(browser: httpx.Client) -> None:
    say(browser, "<img src=x onerror=alert(1)>")
    assert "<img" not in str(look(browser))
