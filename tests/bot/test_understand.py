"""Understanding on its own, with the real commands: what holds for every text.

Whether each row of the table of phrasings is understood is held by tests/test_phrasings.py.
"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.message import Card
from bot.room import Bare, Command, Request
from bot.understand import Understander
from bot.understanding import Certainty
from handlers.rooms import ROOMS
from handlers.services import Services
from handlers.shared.access import Speaker
from tests.bot.phrasings import PHRASINGS
from tests.bot.sample_commands import Desk, Guest

COMMANDS: tuple[Command[Services, Speaker], ...] = tuple(
    command for room in ROOMS for command in room.commands
)
UNDERSTANDER = Understander(COMMANDS)
CHANGING = {command.name for command in COMMANDS if command.changes}


def test_the_table_is_large_and_without_doubles() -> None:
    rows = [(p.says, p.in_group, p.is_officer) for p in PHRASINGS]
    assert len(rows) >= 200
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    "says",
    [
        "不要{}",
        "先別{}",
        "不用{}了",
        "{}了嗎",
        "誰{}的",
        "已經{}了",
        "還沒{}",
        "明天再{}",
        "為什麼{}",
        "要不要{}",
        "他{}了",
        "長官說要{}",
        "等他回來再{}",
        "42 不要{}",
        "42 {}了嗎",
        "42 先別{}",
        "42 是誰{}的",
        "謝謝你幫我{}",
        "誰可以幫我{}",
        "{} 先不要",
        "幫我{} 算了",
    ],
)
def test_no_change_is_made_on_a_negation_a_question_or_a_report(says: str) -> None:
    for command in COMMANDS:
        if command.changes:
            text = says.format(command.name)
            heard = UNDERSTANDER.understand(text)
            assert heard.certainty is not Certainty.SURE or heard.command not in CHANGING, text


@pytest.mark.parametrize(
    "wrapped",
    [
        "登記 公園夜間噪音",
        "請登記 公園夜間噪音",
        "請 登記 公園夜間噪音",
        "麻煩幫我登記公園夜間噪音 謝謝",
        "公園夜間噪音 登記",
        "公園夜間噪音 幫我登記一下喔",
        "可以幫我登記公園夜間噪音嗎",
        "登記，公園夜間噪音。",
        "登記：公園夜間噪音！",
        "登記　公園夜間噪音",
        "建案 公園夜間噪音 3Q",
        "不好意思，再麻煩登記 公園夜間噪音 感謝🙏",
    ],
)
def test_order_width_and_courtesies_do_not_matter(wrapped: str) -> None:
    heard = UNDERSTANDER.understand(wrapped)
    assert (heard.certainty, heard.command) == (Certainty.SURE, "登記")
    assert heard.argument == "公園夜間噪音"


def test_the_argument_keeps_its_own_characters() -> None:
    heard = UNDERSTANDER.understand("登記　Ｅ化　ＡＰＩ ①號　㈱ 臺灣 eID")
    assert heard.argument == "Ｅ化　ＡＰＩ ①號　㈱ 臺灣 eID"


def test_the_longest_word_wins() -> None:
    assert UNDERSTANDER.understand("取消靜音").command == "取消靜音"
    assert UNDERSTANDER.understand("公務電話 不開放").command == "公務電話"
    assert UNDERSTANDER.understand("取消登記 42").command == "註銷"


def test_a_short_verb_does_not_hide_a_misspelt_longer_one() -> None:
    heard = UNDERSTANDER.understand("查尋 菸捐")
    assert (heard.command, heard.argument) == ("查詢", "菸捐")


def test_two_requests_become_two_buttons() -> None:
    heard = UNDERSTANDER.understand("登記 菸捐 然後找一下衛福部窗口")
    assert heard.certainty is Certainty.CLOSE
    assert heard.suggestions == ("登記 菸捐", "找 衛福部窗口")


def test_a_question_that_may_be_a_subject_is_offered_in_quotation_marks() -> None:
    heard = UNDERSTANDER.understand("登記 菸捐了嗎")
    assert heard.suggestions == ("登記「菸捐了嗎」", "查詢 菸捐")
    tapped = UNDERSTANDER.understand(heard.suggestions[0])
    assert (tapped.command, tapped.argument) == ("登記", "菸捐了嗎")


def test_a_fields_line_break_does_not_split_a_request() -> None:
    heard = UNDERSTANDER.understand("登記 菸捐\n主辦 國健署\n備註 長官很急")
    assert heard.command == "登記"
    assert heard.argument == "菸捐\n主辦 國健署\n備註 長官很急"


def test_two_lines_with_one_verb_are_two_requests() -> None:
    heard = UNDERSTANDER.understand("登記 菸捐\n登記 健保卡")
    assert heard.suggestions == ("登記 菸捐", "登記 健保卡")


def test_every_example_is_understood_as_its_own_command() -> None:
    for command in COMMANDS:
        for example in command.examples:
            heard = UNDERSTANDER.understand(example)
            assert (heard.certainty, heard.command) == (Certainty.SURE, command.name), example


def test_every_word_alone_means_its_command() -> None:
    for command in COMMANDS:
        for word in command.words:
            assert UNDERSTANDER.understand(word).command == command.name, word


def _say(request: Request[Guest], desk: Desk) -> Card:
    return Card.sentence(request.argument or str(desk.done))


def _command(name: str, *aliases: str, bare: tuple[Bare, ...] = ()) -> Command[Desk, Guest]:
    return Command(name=name, usage=name, summary="", handler=_say, aliases=aliases, bare=bare)


@pytest.mark.parametrize(
    ("commands", "problem"),
    [
        ([_command("登記", "建案"), _command("開案", "建案")], "建案"),
        ([_command("登記"), _command("登記")], "登記"),
        ([_command("登記", "ＡＢＣ"), _command("開案", "abc")], "abc"),
        ([_command("看", bare=(Bare.NUMBER,)), _command("讀", bare=(Bare.NUMBER,))], "number"),
    ],
    ids=["alias", "name", "width", "bare"],
)
def test_one_wording_for_two_commands_stops_the_start(
    commands: list[Command[Desk, Guest]], problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        Understander(commands)


WORDS = sorted({word for c in COMMANDS for word in (*c.words, *c.phrases, *c.telling)})
GLUE = [
    *[
        "請",
        "幫我",
        "不要",
        "了嗎",
        "42",
        "#",
        "115-0042",
        " ",
        "，",
        "？",
        "「",
        "」",
        "\n",
        "菸捐",
    ],
    *["然後", "謝謝", "可以", "嗎", "誰", "👨‍👩‍👧", "𠀀", "https://join.gov.tw/idea/detail/a"],
]
texts = st.lists(st.sampled_from(WORDS + GLUE), max_size=12).map("".join)


@given(texts | st.text(max_size=60))
def test_any_text_is_understood_without_an_exception(text: str) -> None:
    heard = UNDERSTANDER.understand(text)
    assert (heard.command != "") == (heard.certainty is Certainty.SURE)
    assert (heard.guesses != ()) == (heard.certainty is Certainty.CLOSE)


@given(texts)
def test_every_suggestion_works_when_tapped(text: str) -> None:
    for guess in UNDERSTANDER.understand(text).guesses:
        tapped = UNDERSTANDER.understand(guess.line)
        assert tapped.certainty is not Certainty.NOTHING, guess.line


@given(st.text(alphabet="登記不要了嗎幫我請42結案 ，？「」", max_size=14))
def test_what_is_said_with_a_negation_right_before_the_verb_changes_nothing(text: str) -> None:
    heard = UNDERSTANDER.understand("不要" + text)
    first = heard.certainty is Certainty.SURE and heard.command in CHANGING
    assert not (first and text.startswith(("登記", "結案")))


hard: list[Callable[[int], str]] = [
    lambda n: "登記 " + "謝" * n,
    lambda n: "w" * n,
    lambda n: "登記" * (n // 2),
    lambda n: "請幫我" * (n // 3),
    lambda n: "謝謝" * (n // 2) + "!",
    lambda n: "然後登記 " * (n // 5),
    lambda n: "\n登記" * (n // 3),
    lambda n: "#" * n,
    lambda n: "1" * n,
    lambda n: "不" * n + "登記",
    lambda n: "登記 " + "菸捐，" * (n // 3),
    lambda n: "了嗎？" * (n // 3),
]


@pytest.mark.parametrize("make", hard, ids=range(len(hard)))
def test_the_longest_text_is_read_quickly(make: Callable[[int], str]) -> None:
    """A pattern that went back and forth would take minutes; pytest would hang here."""
    UNDERSTANDER.understand(make(5000))
