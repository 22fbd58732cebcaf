"""Which day an agency chose is read out of the line, and no day out of its reasons."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reminders.rules.chosen import Moving, announced_day, read_moving
from handlers.shared.roc_date import roc_number

TODAY = date(2026, 12, 7)
AHEAD = st.integers(1, 300).map(lambda days: TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("到 3/8 需跨部會會商", date(2027, 3, 8)),
        ("至116/03/08，需跨部會會商", date(2027, 3, 8)),
        ("3/8 需跨部會會商", date(2027, 3, 8)),
        ("需跨部會會商 到3月8日", date(2027, 3, 8)),
        ("待 12/20 協調會議有結論", None),
        ("需跨部會會商", None),
    ],
)
def test_the_announced_day(text: str, day: date | None) -> None:
    found = announced_day(text, today=TODAY)
    assert (found.on if found else None) == day


@given(AHEAD, st.sampled_from(["需跨部會會商", "法規待修", ""]))
def test_whatever_day_is_announced_is_read(day: date, reason: str) -> None:
    found = announced_day(f"到 {roc_number(day)} {reason}", today=TODAY)
    assert found is not None
    assert found.on == day


@given(AHEAD, st.sampled_from(["改", "改到", "訂在", "改成", "在", ""]))
def test_whatever_day_a_step_moves_to_is_read(day: date, word: str) -> None:
    assert read_moving(f" {word} {roc_number(day)}", today=TODAY) == Moving(on=day)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (" 取消", Moving(dropped=True)),
        (" 不辦了", Moving(dropped=True)),
        (" 照規則", Moving(as_ruled=True)),
        (" 12/18或12/19", None),
        (" 12/18到12/19", None),
        (" 再說", None),
        ("", None),
    ],
)
def test_what_else_may_be_said_of_a_step(text: str, wanted: Moving | None) -> None:
    assert read_moving(text, today=TODAY) == wanted
