"""The front page and the forms are what Slack takes, whatever they hold."""

import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Button, Card
from bot.slack.blocks import Json
from bot.slack.blocks_forms import date_input, modal, select, text_input
from bot.slack.home import home_view
from tests.bot.line.samples import CARDS, CASE, LONG, MORNING, NASTY
from tests.bot.line.test_render import cards
from tests.support.block_kit import Check, load_check

KINDS = [("長官交辦", "1"), ("本機關自辦", "2")]


@pytest.fixture(scope="module")
def check(shared_folder: Path) -> Check:
    return load_check(shared_folder)


def words(view: Json) -> str:
    return json.dumps(view, ensure_ascii=False)


def kinds(view: Json) -> list[str]:
    return [str(block["type"]) for block in cast("list[Json]", view["blocks"])]


def test_the_front_page_shows_cards_one_below_the_other(check: Check) -> None:
    view = home_view([MORNING, CASE])
    assert check("home", view) == []
    assert kinds(view).count("divider") == 1
    assert words(view).index("29　綜整回應") < words(view).index("菸捐調整後的分配說明")


def test_on_the_front_page_buttons_work_as_one_to_one(check: Check) -> None:
    assert "私訊處理" not in str(home_view([MORNING]))
    assert "已辦 29" in str(home_view([MORNING]))
    assert check("home", home_view([MORNING])) == []


def test_on_the_front_page_only_what_is_meant_to_be_green_is() -> None:
    look = Card(alt="a", body="b", buttons=(Button("看 42", "案件 42"), Button("看 38", "案件 38")))
    assert words(home_view([look])).count("primary") == 0
    assert words(home_view([look, MORNING])).count("primary") == 1


def test_a_front_page_with_nothing_says_so_and_how_to_go_on(check: Check) -> None:
    view = home_view([])
    assert check("home", view) == []
    assert "目前沒有您的案件與期限。" in str(view)
    assert "/po 說明" in str(view)


@given(st.lists(cards, max_size=4))
def test_the_front_page_holds_whatever_cards_there_are(check: Check, several: list[Card]) -> None:
    assert check("home", home_view(several)) == []


def test_the_longest_cards_fit_on_the_front_page(check: Check) -> None:
    assert check("home", home_view(list(CARDS.values()) * 3)) == []


def test_a_form_asks_by_name(check: Check) -> None:
    view = modal(
        "登記案件",
        [
            text_input("subject", "案由", placeholder="例如：公園夜間噪音", hint="一句話就好"),
            select("kind", "類型", KINDS, initial="2", optional=True),
            date_input("due", "期限", initial="2026-12-16", optional=True),
        ],
        callback_id="register",
    )
    assert check("modal", view) == []
    assert kinds(view) == ["input", "input", "input"]
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': '本機關自辦'" in str(view)


@pytest.mark.parametrize("filling", [LONG, NASTY, "案由 " * 2000])
def test_a_form_holds_the_longest_words(filling: str, check: Check) -> None:
    view = modal(
        filling,
        [
            text_input("a", filling, initial=filling, placeholder=filling, hint=filling),
            text_input("b", filling, initial=filling, longest=40, multiline=True),
            select("c", filling, [(filling, str(n)) for n in range(120)], initial="119"),
            date_input("d", filling, hint=filling),
        ],
        callback_id="register",
        submit=filling,
        close=filling,
    )
    assert check("modal", view) == []


def test_what_is_filled_in_keeps_to_the_length_of_its_field() -> None:
    field = text_input("a", "案由", initial="案" * 50, longest=40)
    element = cast("Json", field["element"])
    assert element["initial_value"] == "案" * 39 + "…"
    assert element["max_length"] == 40


def test_a_choice_that_is_not_offered_is_not_chosen() -> None:
    assert "initial_option" not in str(select("kind", "類型", KINDS, initial="9"))
    assert "initial_option" not in str(select("kind", "類型", [*KINDS, ("空", "")], initial=""))
