"""From stored petitions and counts to the course that is judged."""

from dataclasses import replace
from datetime import UTC, date, datetime

from handlers.petitions.rules.known import known_course, terms_of
from handlers.petitions.rules.outlook import judge
from storage.records.calendar import Pause
from storage.records.petitions import CountSpan, Petition
from tests.handlers.petitions.rules.petitions import GOAL, START, course, day, terms

OPEN = Petition(join_id="甲", added_at=START, opened_at=START, closes_at=day(60), goal_count=GOAL)


def span(first: float, last: float, count: int) -> CountSpan:
    return CountSpan(
        join_id="甲", first_at=day(first), last_at=day(last), count=count, source="page"
    )


def test_spans_of_equal_counts_say_what_every_single_look_said() -> None:
    spans = [span(0.25, 1, 300), span(1.25, 1.75, 900), span(2, 2.5, 1500)]
    single = course((0.25, 300), (0.5, 300), (1, 300), (1.25, 900), (1.75, 900), (2, 1500))
    single = course(*((p.age, p.count) for p in single.recent), (2.5, 1500))
    assert judge(known_course(spans, terms())) == judge(single)


def test_the_rulebook_stands_in_where_join_said_nothing() -> None:
    silent = replace(OPEN, closes_at=None, goal_count=None)
    assert terms_of(silent, usual_goal=GOAL, pauses=()) is None
    known = terms_of(silent, usual_goal=GOAL, due=day(60), pauses=())
    assert known == terms_of(OPEN, usual_goal=1, pauses=()) == terms()
    assert terms_of(replace(OPEN, opened_at=None), usual_goal=GOAL, pauses=()) is None


def test_a_goal_of_nothing_is_no_goal() -> None:
    known = terms_of(replace(OPEN, goal_count=0), usual_goal=GOAL, pauses=())
    assert known is not None
    assert known.goal == GOAL


def test_both_days_of_an_election_pause_count() -> None:
    pause = Pause(
        id=1,
        starts_on=date(2026, 12, 10),
        ends_on=date(2026, 12, 12),
        reason="測試",
        entered_at=START,
    )
    known = terms_of(OPEN, usual_goal=GOAL, pauses=[pause])
    assert known is not None
    before = datetime(2026, 12, 9, 16, tzinfo=UTC)  # midnight in Taipei
    after = datetime(2026, 12, 12, 16, tzinfo=UTC)
    assert known.open_days(before, after) == 0
    assert known.open_days(START, after) == known.open_days(START, before)
