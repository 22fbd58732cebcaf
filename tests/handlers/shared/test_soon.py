"""「半小時後」 and its kin, read at 10:00 on Wednesday 115/12/09."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.date_values import BadDateError
from handlers.shared.roc_date import TAIPEI
from handlers.shared.soon import MOST, find_soon

NOW = datetime(2026, 12, 9, 10, 0, 30, tzinfo=TAIPEI)


def read(text: str) -> str:
    found = find_soon(text, now=NOW)
    return f"{found.moment.astimezone(TAIPEI):%H:%M}" if found else ""


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("半小時後 回電", "10:30"),
        ("半個小時後", "10:30"),
        ("兩小時後", "12:00"),
        ("１個小時以後", "11:00"),
        ("一個半小時後 開會", "11:30"),
        ("兩小時半後", "12:30"),
        ("2小時30分後", "12:30"),
        ("10分鐘後訂便當", "10:10"),
        ("九十分鐘後", "11:30"),
        ("一刻鐘後", "10:15"),
        ("再半小時", "10:30"),
        ("再過兩小時", "12:00"),
        ("過30分鐘", "10:30"),
        ("半個鐘頭之後", "10:30"),
        # from a meeting, or how long something lasts: not from now
        ("會議開始2小時後", ""),
        ("開會前半小時", ""),
        ("開會 30分鐘", ""),
        ("兩小時的會", ""),
        ("三天後", ""),
        ("每半小時", ""),
    ],
)
def test_hours_and_minutes_are_counted_from_now(text: str, at: str) -> None:
    assert read(text) == at


def test_where_it_stood_is_told_so_that_the_rest_can_be_kept() -> None:
    text = "打電話 １０分鐘後 給小陳"
    found = find_soon(text, now=NOW)
    assert found is not None
    assert text[found.start : found.end] == "１０分鐘後"


def test_more_than_three_days_is_a_day_to_be_named() -> None:
    with pytest.raises(BadDateError, match="是哪一天"):
        find_soon("100小時後", now=NOW)


@given(minutes=st.integers(1, 999), seconds=st.integers(0, 400_000_000))
def test_any_number_of_minutes_is_counted_exactly(minutes: int, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    found = find_soon(f"{minutes}分鐘後", now=now)
    assert found is not None
    assert timedelta() <= now + timedelta(minutes=minutes) - found.moment < timedelta(minutes=1)


@given(text=st.text(st.sampled_from("半一兩十3個小時鐘頭分再過後以之 我，"), max_size=20))
def test_scrambled_words_never_break_it(text: str) -> None:
    with suppress(BadDateError):
        found = find_soon(text, now=NOW)
        assert found is None or NOW - timedelta(minutes=1) < found.moment <= NOW + MOST
