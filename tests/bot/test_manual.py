"""說明: made from the commands themselves, for the one who asks."""

from bot.dispatch import Dispatcher
from bot.message import Card
from tests.bot.sample_commands import COMMANDS, ROOMS, Desk, Guest
from tests.bot.sample_door import SampleDoor
from tests.bot.test_dispatch import NOW, message

DISPATCHER: Dispatcher[Desk, Guest] = Dispatcher(ROOMS, SampleDoor())


def ask(text: str, *, by: str = "officer", group: bool = False) -> Card:
    answer = DISPATCHER.handle(message(text, by=by, group=group), Desk(), now=NOW)
    assert answer.here is not None
    return answer.here


def all_pages(by: str) -> list[Card]:
    pages = [ask("說明", by=by)]
    while more := [b.command for b in pages[-1].buttons if b.label == "更多"]:
        pages.append(ask(more[0], by=by))
    return pages


def usages(by: str) -> list[str]:
    return [item.title for page in all_pages(by) for item in page.items]


def test_an_officer_sees_every_command_he_may_use_once() -> None:
    allowed = [c.usage for room in ROOMS for c in room.commands if c.name != "邀請同仁"]
    assert usages("officer") == allowed


def test_a_stranger_sees_only_what_strangers_may_do() -> None:
    assert usages("stranger") == ["綁定 <代碼>"]


def test_pages_fit_a_phone() -> None:
    for page in all_pages("manager"):
        assert len(page.items) <= 5
        assert len(page.buttons) <= 4


def test_every_button_of_the_manual_leads_somewhere() -> None:
    desk = Desk()
    for page in all_pages("manager"):
        for button in page.buttons:
            answer = DISPATCHER.handle(message(button.command, by="manager"), desk, now=NOW)
            assert answer.here is not None, button.command
    changing = {c.name for c in COMMANDS if c.changes}
    assert not changing & {name for name, _ in desk.done}, "a try-out changed something"


def test_one_command_in_detail() -> None:
    card = ask("說明 登記")
    assert card.title == "登記：登記的用處"
    assert [fact.label for fact in card.facts] == ["寫法", "也可以說", "例如"]
    assert [button.command for button in card.buttons] == ["登記 公園夜間噪音", "說明"]


def test_the_detail_is_found_by_an_alias_too_and_by_how_to_questions() -> None:
    assert ask("說明 建案") == ask("說明 登記")
    assert ask("登記怎麼用") == ask("說明 登記")
    assert ask("怎麼結案").title.startswith("結案")


def test_what_one_may_not_do_is_not_explained() -> None:
    assert ask("說明 登記", by="stranger").kind == "說明"
    assert "登記" not in ask("說明 登記", by="stranger").title


def test_a_page_that_does_not_exist_is_the_last_one() -> None:
    assert ask("說明 第99頁") == all_pages("officer")[-1]


def test_a_group_gets_the_overview_with_one_button() -> None:
    card = ask("說明", group=True)
    assert [button.command for button in card.buttons] == ["說明"]


def test_being_called_without_a_request_gets_one_friendly_sentence() -> None:
    card = ask("", group=True)
    assert card.body.startswith("我在。")
    assert [button.command for button in card.buttons] == ["說明"]
