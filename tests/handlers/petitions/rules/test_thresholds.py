"""Each count is told once, only the largest of several, and 成案 mutes what lies below."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules.thresholds import Crossing, judge_counts
from storage.threshold_sheet import passing_count, thresholds_on

GOAL = 5000
COUNTS = st.integers(min_value=0, max_value=9000)


@given(
    looks=st.lists(st.tuples(COUNTS, st.booleans()), max_size=12),
    wanted=st.sets(COUNTS.filter(bool), max_size=6),
)
def test_every_count_is_told_once_and_never_below_what_was_told_of_passing(
    looks: list[tuple[int, bool]], wanted: set[int]
) -> None:
    settled: set[int] = set()
    told: list[int] = []
    passed = False
    for count, says_join in looks:
        passed = passed or says_join or count >= GOAL
        crossing = judge_counts(count, wanted=wanted, settled=settled, goal=GOAL, passed=passed)
        if crossing.tell is not None:
            assert GOAL not in told or crossing.tell > GOAL
            assert crossing.tell in crossing.settled
            above = {one for one in crossing.settled if one > crossing.tell}
            assert not above or crossing.tell == GOAL
            told.append(crossing.tell)
        settled |= crossing.settled
    assert len(told) == len(set(told))
    highest = max((count for count, _ in looks), default=0)
    assert {one for one in wanted if one <= highest} <= settled
    assert passed == (GOAL in settled or (bool(wanted & {GOAL}) and highest >= GOAL))


def test_from_below_to_above_the_goal_it_is_passing_and_nothing_else() -> None:
    crossing = judge_counts(5300, wanted={4800, 5200}, settled=(), goal=GOAL, passed=True)
    assert crossing == Crossing(GOAL, frozenset({4800, 5000, 5200}))


def test_a_count_beyond_passing_is_told_later() -> None:
    crossing = judge_counts(8100, wanted={4000, 8000}, settled={GOAL}, goal=GOAL, passed=True)
    assert crossing.tell == 8000


def test_the_thresholds_have_dates() -> None:
    now = {one.name: one.count for one in thresholds_on(date(2026, 12, 7))}
    assert now == {"成案": 5000, "分案": 1000, "過半": 2500}
    assert "分案" not in {one.name for one in thresholds_on(date(2017, 6, 1))}
    assert passing_count(date(2014, 1, 1)) is None
    assert all(one.source for one in thresholds_on(date(2026, 12, 7)))
