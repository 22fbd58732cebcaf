"""How soon opinion is read and told: within bounds, whatever is kept."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.opinion_pace import (
    USUAL_LOOKS,
    USUAL_WAIT,
    Looks,
    may_be_looks,
    may_be_wait,
    read_looks,
    read_span,
    read_wait,
    show_span,
    write_looks,
    write_wait,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30秒", 30), ("2分鐘", 120), ("2 分", 120), ("1小時", 3600), ("5", 300), ("90秒鐘", 90)],
)
def test_spans(text: str, seconds: int) -> None:
    assert read_span(text) == timedelta(seconds=seconds)


@given(st.text(max_size=12))
def test_whatever_is_kept_is_within_bounds(text: str) -> None:
    assert may_be_looks(read_looks(text))
    assert may_be_wait(read_wait(text))
    span = read_span(text)
    assert span is None or show_span(span)


@given(st.integers(1, 3600), st.integers(1, 3600))
def test_what_may_be_set_is_read_back(one: int, other: int) -> None:
    looks = Looks(timedelta(seconds=min(one, other)), timedelta(seconds=max(one, other)))
    assert read_looks(write_looks(looks)) == looks
    assert looks.politely().shortest >= timedelta(minutes=1)
    wait = timedelta(seconds=one)
    assert read_wait(write_wait(wait)) == (wait if one <= 600 else USUAL_WAIT)


def test_nothing_set_is_the_usual() -> None:
    assert (read_looks(None), read_wait(None)) == (USUAL_LOOKS, USUAL_WAIT)
    assert read_looks("1800-120") == USUAL_LOOKS
    assert read_wait("0") == USUAL_WAIT
