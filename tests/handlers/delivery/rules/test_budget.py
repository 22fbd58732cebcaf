"""What may still be paid for."""

from datetime import UTC, datetime

import pytest

from bot.outbound import Allowance
from handlers.delivery.errors import ReserveNotUnderstoodError
from handlers.delivery.rules.budget import (
    Spending,
    judge_spending,
    read_reading,
    read_reserve,
    reserve_of,
    write_reading,
)


@pytest.mark.parametrize(
    ("used", "cost", "binding", "wanted"),
    [
        (0, 1, False, Spending.GO),
        (159, 1, False, Spending.GO),
        (160, 1, False, Spending.RESERVED),
        (160, 1, True, Spending.GO),
        (101, 60, False, Spending.RESERVED),
        (140, 60, True, Spending.GO),
        (141, 60, True, Spending.USED_UP),
        (200, 1, False, Spending.USED_UP),
    ],
)
def test_a_month_of_two_hundred_with_a_fifth_kept(
    used: int, cost: int, *, binding: bool, wanted: Spending
) -> None:
    allowance = Allowance(limit=200, used=used)
    assert judge_spending(cost, allowance, binding=binding, reserve=20) is wanted


@pytest.mark.parametrize("allowance", [None, Allowance(limit=None, used=10**6)])
def test_what_is_not_known_or_has_no_limit_stops_nothing(allowance: Allowance | None) -> None:
    assert judge_spending(500, allowance, binding=False, reserve=20) is Spending.GO


@pytest.mark.parametrize(("text", "percent"), [("0", 0), ("20 %", 20), ("２０趴", 20), ("90", 90)])
def test_a_reserve_as_people_type_it(text: str, percent: int) -> None:
    assert read_reserve(text) == percent


@pytest.mark.parametrize("text", ["91", "-5", "兩成", "20 30", ""])
def test_what_is_no_reserve(text: str) -> None:
    with pytest.raises(ReserveNotUnderstoodError):
        read_reserve(text)


def test_a_fifth_is_kept_unless_somebody_said_otherwise() -> None:
    assert (reserve_of(None), reserve_of("0"), reserve_of("35")) == (20, 0, 35)


@pytest.mark.parametrize("limit", [None, 200])
def test_a_reading_is_read_back_as_it_was_written(limit: int | None) -> None:
    at, allowance = datetime(2026, 12, 7, 2, 0, tzinfo=UTC), Allowance(limit=limit, used=7)
    found = read_reading(write_reading(allowance, at))
    assert found is not None
    assert (found.allowance, found.at) == (allowance, at)
    assert read_reading(None) is None
