"""Deadlines against real dates of Join, and against the rules that made them."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.deadlines import compute, differs, is_a_year_late, pause_before
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.work_calendar import BASE, work_calendar
from storage.records.rules import Rule, Span
from tests.handlers.shared.days import BOOK, at, closure, entries, on, pause, rule

DAYS = st.dates(date(2017, 1, 1), date(2027, 6, 30))

# Real petitions: checked by 國發會, passed; endorsing and answering ended on Join as told.
ENDORSING = [
    ("2018-07-02T16:36:09", "2018-09-01T00:00:00"),
    ("2017-07-22T10:13:13", "2017-09-21T00:00:00"),
    ("2018-02-05T23:59:59", "2018-04-07T00:00:00"),
    ("2016-10-05T17:01:03", "2016-12-05T00:00:00"),  # a version earlier
]
ANSWERING = [
    ("2018-08-28T00:00:00", "2018-10-28T23:59:59"),
    ("2017-10-25T05:40:28", "2017-12-25T23:59:59"),  # Join's own record says 2018
    ("2017-12-26T00:00:00", "2018-02-26T23:59:59"),
    ("2016-12-29T00:00:00", "2017-02-28T23:59:59"),  # February has no 29th
    ("2018-01-01T00:00:00", "2018-03-01T23:59:59"),
]


def due(name: str, event_at: str) -> str:
    event_on = taipei_date(at(event_at))
    deadline = compute(BOOK.rule(name, on=event_on), event_on)
    return deadline.due_at.astimezone(TAIPEI).isoformat()


@pytest.mark.parametrize(("approved", "ends"), ENDORSING, ids=[e[0] for e in ENDORSING])
def test_endorsing_ends_as_it_did_on_join(approved: str, ends: str) -> None:
    assert due("附議", approved) == f"{ends}+08:00"


@pytest.mark.parametrize(("passed", "ends"), ANSWERING, ids=[a[0] for a in ANSWERING])
def test_the_answer_is_due_as_it_was_on_join(passed: str, ends: str) -> None:
    assert due("正式回應", passed) == f"{ends}+08:00"


def test_every_recorded_deadline_follows(shared_folder: Path) -> None:
    recorded = (shared_folder / "domain/join/deadline_vectors.csv").read_text("utf-8")
    rows = list(csv.DictReader(recorded.splitlines()))
    assert len(rows) == 39
    late = [row for row in rows if row["response_due_trustworthy"] != "yes"]
    assert [due("附議", row["approved_at"]) for row in rows] == [r["endorse_due"] for r in rows]
    assert len(late) == 3
    for row in rows:
        passed_on = taipei_date(at(row["reached_at"]))
        deadline = compute(BOOK.rule("正式回應", on=passed_on), passed_on)
        told = at(row["response_due"])
        assert is_a_year_late(deadline, told) == (row in late), row
        assert bool(differs(deadline, told)) == (row in late), row


OTHERS = [
    ("綜整回應", "2018-04-10", "2018-04-24T23:59:59"),  # still calendar days
    ("綜整回應", "2018-04-11", "2018-05-01T23:59:59"),  # from then on working days
    ("公告期程", "2019-02-01", "2019-02-19T23:59:59"),
    ("公告期程", "2026-09-24", "2026-10-07T23:59:59"),
    ("聯繫提案人", "2026-12-07", "2026-12-21T23:59:59"),
    ("檢核", "2026-12-04", "2026-12-09T23:59:59"),
    ("展延", "2018-10-28", "2018-12-28T23:59:59"),
    ("展延", "2018-12-31", "2019-02-28T23:59:59"),
    ("回饋", "2026-12-07", "2026-12-10T23:59:59"),
    ("滿意度", "2026-12-07", "2026-12-22T23:59:59"),
    ("重提", "2026-08-31", "2027-02-28T23:59:59"),
    ("預告", "2016-09-04", "2016-09-18T23:59:59"),
    ("預告", "2016-09-05", "2016-11-04T23:59:59"),
    ("逐字稿", "2019-01-18", "2019-01-31T23:59:59"),  # over a working Saturday
    ("月會提案", "2026-12-07", "2026-11-20T23:59:59"),
    ("月會提案", "2027-01-04", "2026-12-18T23:59:59"),  # the 20th is a Sunday
    ("會前會", "2026-12-07", "2026-11-30T23:59:59"),
    ("沙推", "2026-02-23", "2026-02-13T23:59:59"),  # nine days off before it
    ("選舉暫停", "2018-11-24", "2018-09-25T00:00:00"),
    ("選舉暫停", "2016-01-16", "2015-11-02T00:00:00"),
]


@pytest.mark.parametrize(("name", "event", "ends"), OTHERS, ids=[f"{o[0]} {o[1]}" for o in OTHERS])
def test_the_other_rules(name: str, event: str, ends: str) -> None:
    assert due(name, event) == f"{ends}+08:00"


def test_a_day_off_does_not_move_the_end_but_there_is_a_safe_day() -> None:
    deadline = compute(rule("正式回應", "2020-12-07"), on("2020-12-07"))
    assert deadline.last_on == on("2021-02-07")  # a Sunday
    assert deadline.due_at == at("2021-02-07T23:59:59")
    assert (deadline.safe_on, deadline.day_off) == (on("2021-02-05"), "週日")


def test_before_the_new_year_the_safe_day_is_before_its_eve() -> None:
    deadline = compute(rule("正式回應", "2026-12-08"), on("2026-12-08"))
    assert (deadline.safe_on, deadline.day_off) == (on("2027-02-03"), "春節")


def test_on_a_working_day_the_last_day_itself_is_safe() -> None:
    working = compute(rule("正式回應", "2026-10-07"), on("2026-10-07"))
    assert (working.safe_on, working.day_off) == (on("2026-12-07"), "")


def test_the_days_passed_over_are_named() -> None:
    told = compute(rule("公告期程", "2026-02-13"), on("2026-02-13")).explanation
    assert len(told.skipped) == 12
    assert [day.why for day in told.skipped][:5] == ["週六", "小年夜", "農曆除夕", "春節", "春節"]
    worked = compute(rule("逐字稿", "2019-01-18"), on("2019-01-18")).explanation
    assert worked.made_up == (on("2019-01-19"),)


def test_a_closed_day_lengthens_what_is_counted_in_working_days() -> None:
    typhoon = work_calendar(entries(closures=(closure("2026-12-09"),)))
    elsewhere = work_calendar(entries(closures=(closure("2026-12-09"),)), "高雄市")
    schedule = rule("公告期程", "2026-12-07")
    assert compute(schedule, on("2026-12-07")).last_on == on("2026-12-16")
    assert compute(schedule, on("2026-12-07"), typhoon).last_on == on("2026-12-17")
    assert compute(schedule, on("2026-12-07"), elsewhere).last_on == on("2026-12-16")


def test_an_election_pause_stops_endorsing_and_nothing_else() -> None:
    pauses = [pause("2026-09-29", "2026-11-28")]  # 61 days
    endorsing = compute(rule("附議", "2026-09-18"), on("2026-09-18"), BASE, pauses)
    assert endorsing.explanation.paused_count == 61
    assert endorsing.due_at == at("2027-01-18T00:00:00")  # 10 days before it, 50 after it
    answer = compute(rule("正式回應", "2026-09-18"), on("2026-09-18"), BASE, pauses)
    assert answer.last_on == on("2026-11-18")
    over = compute(rule("附議", "2026-07-20"), on("2026-07-20"), BASE, pauses)
    assert (over.last_on, over.explanation.paused_count) == (on("2026-09-18"), 0)


def test_two_pauses_that_overlap_stop_each_day_once() -> None:
    pauses = [pause("2026-09-29", "2026-11-28"), pause("2026-11-01", "2026-12-10")]
    endorsing = compute(rule("附議", "2026-09-18"), on("2026-09-18"), BASE, pauses)
    assert endorsing.explanation.paused_count == 73


def test_the_pause_before_a_vote() -> None:
    vote_on = on("2026-11-28")
    assert pause_before(rule("選舉暫停", "2026-11-28"), vote_on) == (on("2026-09-29"), vote_on)
    with pytest.raises(ValueError, match="vote"):
        pause_before(rule("附議", "2026-11-28"), vote_on)


def test_a_year_without_an_official_calendar_is_not_certain() -> None:
    assert compute(rule("公告期程", "2027-06-01"), on("2027-06-01")).explanation.certain
    assert not compute(rule("公告期程", "2030-06-03"), on("2030-06-03")).explanation.certain
    assert not compute(rule("正式回應", "2027-12-01"), on("2027-12-01")).explanation.certain


def test_what_another_source_says() -> None:
    deadline = compute(rule("正式回應", "2017-10-19"), on("2017-10-19"))
    assert is_a_year_late(deadline, at("2018-12-19T23:59:59"))
    assert not is_a_year_late(deadline, at("2018-12-18T23:59:59"))
    assert differs(deadline, at("2017-12-20T00:00:00")) == timedelta()
    assert differs(deadline, at("2017-12-20T23:59:59")) == timedelta(days=1)


@given(DAYS, st.integers(1, 24))
def test_months_end_on_the_same_day_or_the_months_last(event_on: date, count: int) -> None:
    months = counting(Span.MONTHS, count)
    last_on = compute(months, event_on).last_on
    assert (last_on.year * 12 + last_on.month) - (event_on.year * 12 + event_on.month) == count
    is_last = (last_on + timedelta(days=1)).day == 1
    assert last_on.day == event_on.day or (is_last and last_on.day < event_on.day)


@given(DAYS, st.integers(1, 40))
def test_working_days_there_and_back(event_on: date, count: int) -> None:
    start = BASE.first_workday(event_on)
    there = compute(counting(Span.WORKDAYS, count), start)
    back = compute(counting(Span.WORKDAYS, -count), there.last_on)
    assert back.last_on == start
    assert BASE.is_workday(there.last_on)
    span = (there.last_on - start).days
    assert span == count + len(there.explanation.skipped)


@given(DAYS, st.sampled_from(sorted(BOOK.names)))
def test_the_safe_day_is_a_working_day_not_after_the_last(event_on: date, name: str) -> None:
    deadline = compute(BOOK.rule(name, on=event_on), event_on)
    assert BASE.is_workday(deadline.safe_on)
    assert deadline.safe_on <= deadline.last_on
    assert (deadline.day_off == "") == (deadline.safe_on == deadline.last_on)


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_a_pause_gives_back_exactly_its_days(event_on: date, before: int, length: int) -> None:
    endorsing = replace(BOOK.rule("附議", on=event_on), length=60)
    starts_on = event_on + timedelta(days=before)
    stop = replace(
        pause("2026-01-01", "2026-01-01"),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=length),
    )
    plain = compute(endorsing, event_on).last_on
    paused = compute(endorsing, event_on, BASE, [stop])
    assert (paused.last_on - plain).days == paused.explanation.paused_count
    assert not stop.covers(paused.last_on)


def counting(span: Span, length: int) -> Rule:
    return replace(rule("正式回應", "2026-12-07"), span=span, length=length)
