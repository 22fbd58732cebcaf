"""The line of thanks: counts and nothing else, at its hour."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.reminders.rules.thanks import Doings, last_month, may_thank, thanks_words
from handlers.shared.work_calendar import BASE
from storage.records.chats import ChatScope, LinkedChat
from tests.support.world import moment

GROUP = LinkedChat(
    id=1,
    platform="line",
    chat_id="C1",
    joined_at=moment("2026-01-05 09:00:00"),
    scope=ChatScope.AGENCY,
    agency_id=1,
)


@pytest.mark.parametrize(
    ("done", "of_case", "text"),
    [
        (Doings(3, 5), False, "11 月一起辦好 3 件案子、5 個期限，謝謝大家。"),
        (Doings(3, 0), False, "11 月一起辦好 3 件案子，謝謝大家。"),
        (Doings(0, 5), True, "11 月這一件一起辦好 5 個期限，謝謝大家。"),
        (Doings(1, 0), True, ""),
        (Doings(), False, ""),
    ],
)
def test_nothing_is_said_of_nothing(*, done: Doings, of_case: bool, text: str) -> None:
    assert thanks_words(done, month=11, of_case=of_case) == text


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2027-01-04 08:30:00", True),
        ("2027-01-04 18:00:00", True),
        ("2027-01-04 08:29:00", False),
        ("2027-01-04 18:01:00", False),
        ("2027-01-01 10:00:00", False),  # 開國紀念日
        ("2027-01-05 10:00:00", False),
    ],
)
def test_it_is_the_first_working_day_within_the_hours_of_the_group(
    at: str, *, allowed: bool
) -> None:
    assert may_thank(GROUP, BASE, now=moment(at)) is allowed


def test_a_muted_group_and_one_that_is_closed_are_left_in_peace() -> None:
    now = moment("2027-01-04 10:00:00")
    muted = replace(GROUP, muted_until=moment("2027-01-04 11:00:00"))
    assert not may_thank(muted, BASE, now=now)
    assert not may_thank(replace(GROUP, scope=None), BASE, now=now)
    assert not may_thank(replace(GROUP, left_at=moment("2027-01-01 10:00:00")), BASE, now=now)


def test_the_month_before_january_is_december() -> None:
    assert last_month(date(2027, 1, 4)) == (date(2026, 12, 1), date(2027, 1, 1))
