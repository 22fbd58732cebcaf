"""Wordings with gaps: what they take, and what they leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.message import Card
from bot.room import Bare, Command, Request, Shape
from bot.understand import Understander
from bot.understanding import Certainty
from tests.bot.sample_commands import Desk, Guest


def _say(request: Request[Guest], desk: Desk) -> Card:
    return Card.sentence(request.argument or str(desk.done))


def command(name: str, *shapes: Shape, bare: tuple[Bare, ...] = ()) -> Command[Desk, Guest]:
    return Command(
        name=name,
        usage=f"{name} <案號>",
        summary="",
        handler=_say,
        shapes=shapes,
        bare=bare,
        changes=not bare,
    )


MOVE = command("更新", Shape("# 期限? 延到|改 @", "# 期限 @"), Shape("# 延 ~", "# 期限 延~"))
GIVE = command("指派", Shape("# 給 * 處理", "# *"))
COUNT = command("數", Shape("# 現在 =", "# ="))
SHOW = command("案件", bare=(Bare.NUMBER,))
HEAR = Understander((MOVE, GIVE, SHOW))


@pytest.mark.parametrize(
    ("says", "argument"),
    [
        ("8 延到下週三", "8 期限 下週三"),
        ("把8的期限改12/18（五）17:00", "8 期限 12/18（五）17:00"),
        ("麻煩幫我把 ８ 延到 月底前 謝謝", "8 期限 月底前"),
        ("115-0008 那件延到１２月１８日", "115-0008 期限 １２月１８日"),
        ("8 延兩個禮拜", "8 期限 延兩個禮拜"),
    ],
)
def test_a_shape_fills_its_meaning_with_what_was_typed(says: str, argument: str) -> None:
    heard = HEAR.understand(says)
    assert (heard.certainty, heard.command) == (Certainty.SURE, "更新")
    assert heard.argument == argument


@pytest.mark.parametrize(
    ("says", "argument"),
    [
        ("8 現在 3,180", "8 3,180"),
        ("8現在３１８０份了", "8 ３１８０份"),
        ("8 現在 45 份", "8 45 份"),
        ("8 現在 45", None),
        ("8 現在 12/8", None),
        ("8 現在 3 個人", None),
        ("8 現在怎樣", None),
        ("8 現在 3,180 份了嗎", None),
    ],
)
def test_a_number_of_things(says: str, argument: str | None) -> None:
    heard = Understander((COUNT, SHOW)).understand(says)
    counted = heard.certainty is Certainty.SURE and heard.command == "數"
    assert (heard.argument if counted else None) == argument


@pytest.mark.parametrize(
    "says",
    [
        "8 不要延到下週三",
        "先別把 8 延到下週三",
        "長官說 8 延到下週三",
        "會議延到下週三",
        "8 改版",
        "8 延到下週三 然後再看看",
        "12/18 延到下週三",
        "8 給大家處理",
    ],
)
def test_what_is_negated_told_or_longer_is_no_order(says: str) -> None:
    assert HEAR.understand(says).certainty is not Certainty.SURE


@pytest.mark.parametrize("says", ["8 延到下週三了嗎", "8 給誰處理"])
def test_a_question_is_answered_with_the_case(says: str) -> None:
    assert HEAR.understand(says).suggestions == ("案件 8",)


@pytest.mark.parametrize("says", ["8 可以延到下週三嗎", "可以把8延到下週三嗎"])
def test_asking_leave_is_only_offered(says: str) -> None:
    assert HEAR.understand(says).suggestions == ("更新 8 期限 下週三",)


def test_two_commands_of_one_shape_are_both_offered() -> None:
    both = [command(name, Shape("取消 #", "#", sure=False)) for name in ("註銷", "結案")]
    assert Understander(both).understand("取消 8").suggestions == ("註銷 8", "結案 8")


@pytest.mark.parametrize("shape", [Shape("延到 @", "# @"), Shape("")])
def test_a_meaning_without_its_gap_stops_the_start(shape: Shape) -> None:
    with pytest.raises(ConfigError, match="更新"):
        Understander([command("更新", shape)])


@given(st.text(alphabet="8#延到下週三改給處理的 ，？了嗎幫我請", max_size=30))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for guess in HEAR.understand(text).guesses:
        assert HEAR.understand(guess.line).certainty is not Certainty.NOTHING
