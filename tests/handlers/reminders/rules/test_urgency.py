"""「急」 at the front, at the end, or before the verb."""

import pytest

from handlers.reminders.rules.urgency import is_for_others, take_mark
from storage.records.duties import Reminder
from tests.support.world import moment


@pytest.mark.parametrize(
    ("said", "argument", "marked", "rest"),
    [
        ("急 提醒 週六 看海報", "週六 看海報", True, "週六 看海報"),
        ("急件，提醒 週六 看海報", "週六 看海報", True, "週六 看海報"),
        ("提醒 急 週六 看海報", "急 週六 看海報", True, "週六 看海報"),
        ("提醒 週六 看海報 急件", "週六 看海報 急件", True, "週六 看海報"),
        ("提醒 週六 看海報", "週六 看海報", False, "週六 看海報"),
        ("提醒 週六 急診部來電", "週六 急診部來電", False, "週六 急診部來電"),
        ("提醒 急診部來電 週六", "急診部來電 週六", False, "急診部來電 週六"),
        ("急著提醒我 週六 看海報", "週六 看海報", False, "週六 看海報"),
    ],
)
def test_the_mark_is_a_word_of_its_own(said: str, argument: str, marked: bool, rest: str) -> None:  # noqa: FBT001
    assert take_mark(said, argument) == (marked, rest)


@pytest.mark.parametrize(
    ("duty_id", "urgent", "marked", "dropped"),
    [
        (5, True, False, True),
        (5, True, True, False),
        (5, False, False, False),
        (None, True, False, False),
    ],
)
def test_only_a_duty_needs_who_is_told_to_have_marked_it(
    *, duty_id: int | None, urgent: bool, marked: bool, dropped: bool
) -> None:
    reminder = Reminder(
        id=1,
        agency_id=1,
        duty_id=duty_id,
        urgent=urgent,
        remind_at=moment("2026-12-12 20:00:00"),
    )
    assert is_for_others(reminder, marked=marked) is dropped
