"""Before and after: an interval that holds what is true, and silence where little is known."""

from datetime import date, timedelta
from random import Random

import pytest

from handlers.watch.rules.days_chart import LETTERS, Strip, draw_days
from handlers.watch.rules.meeting import Finding, compare, ratio_words, window_of
from tests.handlers.watch.rules.test_tallies import WEEK, drawn

MEETING = date(2026, 11, 27)


@pytest.mark.parametrize("true", [0.5, 1.0, 2.0])
@pytest.mark.parametrize(("mean", "scatter"), [(2.0, 1.3), (12.0, 1.6), (12.0, 3.0)])
def test_the_interval_holds_the_true_ratio(true: float, mean: float, scatter: float) -> None:
    said = held = 0
    for seed in range(60):
        rng = Random(seed)  # noqa: S311  # test data
        before = [float(drawn(mean * WEEK[d % 7], scatter, rng)) for d in range(14)]
        after = [float(drawn(true * mean * WEEK[(d + 1) % 7], scatter, rng)) for d in range(14)]
        one = compare(before, after)
        if one.low is not None and one.high is not None:
            said += 1
            held += one.low <= true <= one.high
    assert said >= 40
    assert held / said >= 0.93


@pytest.mark.parametrize(
    ("before", "after", "finding", "words"),
    [
        ([10.0] * 14, [30.0] * 14, Finding.MORE, "3.0 倍（"),
        ([30.0] * 14, [9.0] * 14, Finding.LESS, "0.3 倍（"),
        ([10.0] * 14, [11.0] * 14, Finding.UNCLEAR, "看不出差別（0."),
        ([10.0] * 14, [30.0] * 6, Finding.TOO_LITTLE, "資料太少，不下結論"),
        ([0.0] * 14, [9.0] * 14, Finding.TOO_LITTLE, "資料太少，不下結論"),
        ([None] * 14, [9.0] * 14, Finding.TOO_LITTLE, "資料太少，不下結論"),
        ([10.0, None] * 7, [30.0] * 14, Finding.MORE, "3.0 倍（"),
    ],
)
def test_what_is_said_of_two_fortnights(
    before: list[float | None], after: list[float | None], finding: Finding, words: str
) -> None:
    one = compare(before, after)
    assert one.finding is finding
    assert ratio_words(one).startswith(words)


def test_the_day_of_the_meeting_and_what_is_not_over_are_left_out() -> None:
    window = window_of(MEETING, MEETING + timedelta(days=3))
    assert (window.before[0], window.before[-1]) == (date(2026, 11, 13), date(2026, 11, 26))
    assert window.after == (date(2026, 11, 28), date(2026, 11, 29))
    assert window_of(MEETING, MEETING).after == ()
    ahead = window_of(MEETING, MEETING - timedelta(days=20))
    assert (ahead.before, ahead.after) == ((), ())


def test_a_chart_has_a_strip_for_each_series_and_a_line_for_the_meeting() -> None:
    days = [MEETING + timedelta(days=n) for n in range(-14, 15)]
    strips = [Strip((*([2.0] * 14), *([7.0] * 15))), Strip((None,) * 29)]
    svg = draw_days(days, strips, MEETING)
    assert svg.count('stroke-dasharray="10 8"') == 1
    assert svg.count("<rect") == 1 + 29
    texts = "".join(part.split("<")[0] for part in svg.split(">") if part[:1] in LETTERS)
    assert set(texts) <= set(LETTERS)
    assert "11/27" in svg
