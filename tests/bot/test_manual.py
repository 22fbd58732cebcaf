"""說明: made from the commands themselves, for the one who asks."""

from bot.dispatch import Dispatcher
from bot.message import Card
from tests.bot.sample_commands import COMMANDS, FRONT, ROOMS, Desk, Guest
from tests.bot.sample_door import SampleDoor
from tests.bot.test_dispatch import NOW, message

DISPATCHER: Dispatcher[Desk, Guest] = Dispatcher(ROOMS, SampleDoor(), front=FRONT)


def ask(text: str, *, by: str = "officer", group: bool = False) -> Card:
    answer = DISPATCHER.handle(message(text, by=by, group=group), Desk(), now=NOW)
    assert answer.here is not None
    return answer.here


def pages_from(text: str, by: str) -> list[Card]:
    pages = [ask(text, by=by)]
    while more := [b.command for b in pages[-1].buttons if b.label == "更多"]:
        pages.append(ask(more[0], by=by))
    return pages


def all_pages(by: str) -> list[Card]:
    """What 「更多」 and the rooms' buttons lead to."""
    pages = pages_from("說明", by)
    topics = [b.command for page in pages for b in page.buttons if "關於" in b.command]
    return [*pages, *(page for topic in topics for page in pages_from(topic, by))]


def test_the_first_page_shows_the_daily_jobs_in_words_that_people_use() -> None:
    first = ask("說明")
    said = ["登記 公園夜間噪音", "找 衛福部", "查詢", "案件 42", "更新 42 期限 12/20"]
    assert [item.title for item in first.items] == said
    assert [b.command for b in first.buttons] == ["找 衛福部", "查詢", "說明 第2頁"]


def test_behind_more_are_the_rooms_and_behind_these_their_commands() -> None:
    second = ask("說明 第2頁")
    assert [b.label for b in second.buttons] == ["案件", "聯絡", "群組"]
    assert [item.title for item in second.items] == ["案件", "聯絡", "群組"]
    group = ask(second.buttons[2].command)
    said = ["#啟用", "#靜音", "#取消靜音", "#離開"]
    assert (group.title, [item.title for item in group.items]) == ("群組", said)


def test_every_command_one_may_use_is_shown() -> None:
    summaries = {item.text for page in all_pages("officer") for item in page.items}
    allowed = {c.summary for room in ROOMS for c in room.commands if c.access != "manager"}
    assert allowed <= summaries


def test_no_page_writes_in_brackets() -> None:
    titles = [item.title for page in all_pages("manager") for item in page.items]
    assert not [title for title in titles if set("[]<>|") & set(title)]


def test_a_stranger_sees_what_strangers_may_do_and_how_to_get_in() -> None:
    card = ask("說明", by="stranger")
    assert [item.title for item in card.items] == ["綁定"]
    assert card.body == "請先綁定"


def test_pages_fit_a_phone() -> None:
    for page in all_pages("manager"):
        assert len(page.items) <= 5
        assert len(page.buttons) <= 4


def test_every_button_of_the_manual_leads_somewhere_and_changes_nothing() -> None:
    desk = Desk()
    details = [ask(f"說明 {c.name}", by="manager") for c in COMMANDS]
    for page in [*all_pages("manager"), *details, ask("", by="manager"), ask("今天天氣不錯")]:
        for button in page.buttons:
            answer = DISPATCHER.handle(message(button.command, by="manager"), desk, now=NOW)
            assert answer.here is not None, button.command
    changing = {c.name for c in COMMANDS if c.changes}
    changed = {(name, said) for name, said in desk.done if name in changing and said}
    assert not changed, "a try-out changed something"
    assert not [said for _, said in desk.done if "42" in said], "a case of somebody else's"


def test_one_command_in_detail() -> None:
    card = ask("說明 登記")
    assert card.title == "登記：登記的用處"
    assert [fact.label for fact in card.facts] == ["寫法", "也可以說", "例如"]
    assert [button.command for button in card.buttons] == ["說明"]
    assert [b.command for b in ask("說明 查詢").buttons] == ["查詢", "查詢 健保卡", "說明"]


def test_the_detail_is_found_by_an_alias_too_and_by_how_to_questions() -> None:
    assert ask("說明 建案") == ask("說明 登記")
    assert ask("登記怎麼用") == ask("說明 登記")
    assert ask("怎麼結案").title.startswith("結案")


def test_what_one_may_not_do_is_not_explained() -> None:
    assert ask("說明 登記", by="stranger").kind == "說明"
    assert "登記" not in ask("說明 登記", by="stranger").title


def test_a_page_that_does_not_exist_is_the_last_one() -> None:
    assert ask("說明 第99頁") == ask("說明 第2頁")
    assert ask("說明 關於案件 第99頁") == pages_from("說明 關於案件", "officer")[-1]


def test_a_group_gets_the_overview_with_one_button() -> None:
    card = ask("說明", group=True)
    assert [button.command for button in card.buttons] == ["說明"]


def test_being_called_without_a_request_gets_one_friendly_sentence() -> None:
    card = ask("", group=True)
    assert card.body.startswith("我在。")
    assert [button.command for button in card.buttons] == ["說明"]


def test_a_greeting_shows_the_daily_jobs_to_whom_may_do_them() -> None:
    jobs = [("登記", True), ("找", False), ("查詢", False), ("說明", False)]
    for hello in ("嗨", "你好！", "在嗎", "我是新來的"):
        card = ask(hello)
        assert [(b.command, b.primary) for b in card.buttons] == jobs, hello
        assert ask(hello, by="stranger").body == "請先綁定", hello
