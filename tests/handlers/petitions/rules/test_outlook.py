"""Whether a petition will pass: levels, reasons, days, and what can never happen."""

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.petitions.rules.course import Course, Look
from handlers.petitions.rules.outlook import Level, Outlook, Reason, judge
from handlers.petitions.rules.outlook_words import chance_words, outlook_words
from tests.handlers.petitions.rules.petitions import GOAL, course, day, terms

STEPS = st.lists(st.tuples(st.floats(0.05, 59), st.integers(0, GOAL - 1)), min_size=1, max_size=20)


def test_a_petition_that_runs_is_acted_on() -> None:
    outlook = judge(course((0.25, 300), (1, 1500), (2, 3000)))
    assert (outlook.level, outlook.reason) == (Level.ACT, Reason.NEARLY_SURE)
    assert outlook.reach_from is not None
    assert date(2026, 12, 2) <= outlook.reach_from <= date(2026, 12, 4)


def test_a_petition_that_crawls_is_left_alone() -> None:
    outlook = judge(course((10, 100), (30, 300)))
    assert (outlook.level, outlook.reason) == (Level.NONE, Reason.UNLIKELY)
    assert outlook.chance < 0.2


def test_a_petition_that_stopped_short_is_less_sure_than_one_that_goes_on() -> None:
    stopped = course((5, 3000), (15, 3010), (25, 3020))
    going = course((5, 1000), (15, 2000), (25, 3020))
    assert judge(stopped).chance < judge(going).chance


@pytest.mark.parametrize(
    ("looks", "reason", "words"),
    [
        ([], Reason.UNSEEN, ""),
        ([(1.0, GOAL)], Reason.REACHED, "已達門檻"),
        ([(1.0, 20_000)], Reason.REACHED, "已達門檻"),
        ([(60.0, 4999)], Reason.OVER, "附議期間已過"),
        ([(90.0, 300)], Reason.OVER, "附議期間已過"),
        ([(0.25, 199)], Reason.TOO_FEW, "附議還少，先不估"),
        ([(1.0, 0)], Reason.TOO_FEW, "附議還少，先不估"),
    ],
)
def test_what_is_no_matter_of_chance_is_never_warned_of(
    looks: list[tuple[float, int]], reason: Reason, words: str
) -> None:
    outlook = judge(course(*looks))
    assert (outlook.level, outlook.reason) == (Level.NONE, reason)
    assert outlook_words(outlook) == words
    assert outlook.reach_from is None


def test_another_goal_is_judged_by_its_share() -> None:
    looks = [(0.25, 300), (1.0, 1500), (2.0, 1800)]
    small = course(*((at, count // 10) for at, count in looks), on=terms(goal=GOAL // 10))
    assert judge(small).chance == pytest.approx(judge(course(*looks)).chance)


def test_a_pause_moves_the_days_and_not_the_chance() -> None:
    looks = [(2.0, 1000), (4.0, 2000)]
    outlook, paused = judge(course(*looks)), judge(course(*looks, on=terms(pause=(5, 65))))
    assert paused.chance == pytest.approx(outlook.chance)
    assert outlook.reach_to is not None
    assert paused.reach_to is not None
    assert (paused.reach_to - outlook.reach_to).days == 60


@given(steps=STEPS, more=st.integers(0, GOAL))
def test_more_endorsements_today_never_lower_the_chance(
    steps: list[tuple[float, int]], more: int
) -> None:
    steps = sorted(steps)
    at, count = steps[-1]
    fewer, many = course(*steps), course(*steps[:-1], (at, min(count + more, GOAL - 1)))
    assume(fewer.last is not None and many.last is not None)
    assert judge(many).chance >= judge(fewer).chance - 1e-12
    assert judge(many).level >= judge(fewer).level


@given(steps=STEPS, longer=st.floats(0, 60))
def test_more_time_never_lowers_the_chance(steps: list[tuple[float, int]], longer: float) -> None:
    usual = course(*sorted(steps))
    later = replace(usual, terms=replace(usual.terms, due=day(60 + longer)))
    assert judge(later).chance >= judge(usual).chance - 1e-12


@given(
    steps=st.lists(st.tuples(st.floats(-5, 200), st.integers(0, 10**7)), max_size=20),
    goal=st.integers(1, 10**6),
    pause=st.none() | st.tuples(st.floats(0, 30), st.floats(30, 90)),
)
def test_whatever_was_seen_the_outlook_makes_sense(
    steps: list[tuple[float, int]], goal: int, pause: tuple[float, float] | None
) -> None:
    on = terms(goal=goal, pause=pause)
    outlook = judge(course(*steps, on=on))
    assert 0 <= outlook.chance <= 1
    assert math.isfinite(outlook.pace_per_day)
    assert outlook.pace_per_day >= 0
    assert (outlook.reach_from is None) == (outlook.reach_to is None)
    if outlook.reach_from is not None and outlook.reach_to is not None:
        assert outlook.reach_from <= outlook.reach_to
    outlook_words(outlook)


def test_seen_one_by_one_or_all_together_is_the_same() -> None:
    looks = [(step / 4, 20 * step) for step in range(1, 200)]
    one_by_one = Course(terms())
    for at, count in looks:
        one_by_one = one_by_one.seen(Look(day(at), count))
    assert judge(one_by_one) == judge(course(*reversed(looks)))


def outlook_of(chance: float, first: date | None = None, last: date | None = None) -> Outlook:
    return Outlook(
        level=Level.WATCH,
        reason=Reason.LIKELY,
        chance=chance,
        pace_per_day=100.0,
        reach_from=first,
        reach_to=last,
    )


def test_it_is_said_in_peoples_words() -> None:
    said = outlook_words(outlook_of(0.62, date(2026, 12, 10), date(2026, 12, 12)))
    assert said == "同速度的提案 10 件約 6 件成案，估 12/10–12/12"
    same = outlook_words(outlook_of(0.62, date(2026, 12, 10), date(2026, 12, 10)))
    assert same == "同速度的提案 10 件約 6 件成案，估 12/10"
    assert outlook_words(outlook_of(0.2)) == "同速度的提案 10 件約 2 件成案"


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "10 件不到 1 件"),
        (0.04, "10 件不到 1 件"),
        (0.1, "10 件約 1 件"),
        (0.94, "10 件約 9 件"),
        (0.97, "10 件有 9 件以上"),
        (1.0, "10 件有 9 件以上"),
    ],
)
def test_a_chance_is_never_said_as_none_or_all(chance: float, words: str) -> None:
    assert chance_words(chance) == words
