"""How a group's scope, silence and hours are read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from handlers.chats.errors import (
    BadHoursError,
    BadSilenceError,
    CaseNeededError,
    SilenceOverError,
    UnknownScopeError,
)
from handlers.chats.rules import (
    LONGEST_SILENCE,
    UNTIL_TOLD,
    ScopeWish,
    parse_hours,
    parse_scope,
    parse_silence,
)
from handlers.shared.roc_date import TAIPEI
from storage.records.chats import ChatScope

NOW = datetime(2026, 12, 8, 10, 30, tzinfo=TAIPEI)  # a Tuesday


@pytest.mark.parametrize(
    ("argument", "scope", "number"),
    [
        ("", ChatScope.AGENCY, ""),
        ("本機關", ChatScope.AGENCY, ""),
        ("　本部 ", ChatScope.AGENCY, ""),
        ("跨部會", ChatScope.CROSS, ""),
        ("為跨機關。", ChatScope.CROSS, ""),
        ("單一案件 42", ChatScope.CASE, "42"),
        ("單一案件４２", ChatScope.CASE, "42"),
        ("案件 115-0042", ChatScope.CASE, "115-0042"),
        ("42", ChatScope.CASE, "42"),
        ("#42", ChatScope.CASE, "42"),
        ("第 42 案", ChatScope.CASE, "42"),
        ("單一案件 42號", ChatScope.CASE, "42"),
    ],
)
def test_what_a_group_is_opened_for(argument: str, scope: ChatScope, number: str) -> None:
    assert parse_scope(argument) == ScopeWish(scope, number)


@pytest.mark.parametrize(
    ("argument", "error"),
    [("單一案件", CaseNeededError), ("吃飯", UnknownScopeError), ("案件 菸捐", UnknownScopeError)],
)
def test_an_unclear_scope_is_asked_back(argument: str, error: type[UserError]) -> None:
    with pytest.raises(error):
        parse_scope(argument)


def taipei(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("argument", "until"),
    [
        ("", taipei(12, 9, 8, 30)),
        ("今天", taipei(12, 9, 8, 30)),
        ("到明早", taipei(12, 9, 8, 30)),
        ("3小時", taipei(12, 8, 13, 30)),
        ("三個小時", taipei(12, 8, 13, 30)),
        ("半小時", taipei(12, 8, 11)),
        ("一個半小時", taipei(12, 8, 12)),
        ("30 分鐘", taipei(12, 8, 11)),
        ("兩天", taipei(12, 10, 10, 30)),
        ("一週", taipei(12, 15, 10, 30)),
        ("到週五", taipei(12, 11, 8, 30)),
        ("到下週一", taipei(12, 14, 8, 30)),
        ("到 12/18", taipei(12, 18, 8, 30)),
        ("到明天下午3點", taipei(12, 9, 15)),
        ("直到明天為止", taipei(12, 9, 8, 30)),
        ("一直", UNTIL_TOLD),
    ],
)
def test_how_long_the_bot_keeps_quiet(argument: str, until: datetime) -> None:
    assert parse_silence(argument, now=NOW.astimezone(UTC), opens_at="08:30") == until


def test_after_midnight_the_morning_is_the_same_days() -> None:
    night = taipei(12, 9, 1, 15).astimezone(UTC)
    assert parse_silence("", now=night, opens_at="09:00") == taipei(12, 9, 9)


@pytest.mark.parametrize(
    ("argument", "error"),
    [
        ("到天荒地老", BadSilenceError),
        ("999週", BadSilenceError),
        ("到 12/5", SilenceOverError),
        ("0分鐘", SilenceOverError),
    ],
)
def test_an_unclear_silence_is_asked_back(argument: str, error: type[UserError]) -> None:
    with pytest.raises(error) as caught:
        parse_silence(argument, now=NOW.astimezone(UTC), opens_at="08:30")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("argument", "hours"),
    [
        ("9-18", ("09:00", "18:00")),
        ("9-6", ("09:00", "18:00")),
        ("８：３０～１７：３０", ("08:30", "17:30")),
        ("0900-1800", ("09:00", "18:00")),
        ("九點到六點", ("09:00", "18:00")),
        ("上午9點到下午6點半", ("09:00", "18:30")),
        ("9 到 18", ("09:00", "18:00")),
        ("早上八點至晚上九點", ("08:00", "21:00")),
        ("0-24", ("00:00", "23:59")),
        ("全天", ("00:00", "23:59")),
        ("預設", ("08:30", "18:00")),
    ],
)
def test_a_groups_hours(argument: str, hours: tuple[str, str]) -> None:
    assert parse_hours(argument) == hours


@pytest.mark.parametrize("argument", ["", "9", "18-9", "9-25", "9-18-20", "早上到晚上", "9:75-18"])
def test_unclear_hours_are_asked_back(argument: str) -> None:
    with pytest.raises(BadHoursError):
        parse_hours(argument)


typed = st.text(
    st.sampled_from("0123456789一二十半點時分:：-到至~ 早上下午個小週五天/明底前全#單案跨部會"),
    max_size=12,
)


@given(typed)
def test_hours_begin_before_they_end_whatever_is_typed(argument: str) -> None:
    try:
        opens, closes = parse_hours(argument)
    except UserError:
        return
    assert "00:00" <= opens < closes <= "23:59"


@given(typed)
def test_silence_ends_in_the_future_whatever_is_typed(argument: str) -> None:
    now = NOW.astimezone(UTC)
    try:
        until = parse_silence(argument, now=now, opens_at="08:30")
    except UserError:
        return
    assert until == UNTIL_TOLD or timedelta(0) < until - now <= LONGEST_SILENCE


@given(typed)
def test_only_a_case_group_names_a_case(argument: str) -> None:
    try:
        wish = parse_scope(argument)
    except UserError:
        return
    assert bool(wish.case_number) == (wish.scope is ChatScope.CASE)
