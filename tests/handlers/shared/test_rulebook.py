"""Which version of a rule counts, and how administrators change the rulebook."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.rulebook import NoRuleThatDayError, Rulebook, UnknownRuleError
from storage.records.cases import CaseKind
from storage.records.rules import Actor, Event, Force, Rule, Span
from tests.handlers.shared.days import BOOK, on, rule

MUST_BE_KNOWN = (
    *("檢核", "附議", "公告期程", "聯繫提案人", "正式回應", "展延", "回饋", "滿意度"),
    *("重提", "預告", "綜整回應", "逐字稿", "月會提案"),
)
LENGTHS = [  # name, day of the event, length, span
    ("綜整回應", "2018-04-10", 14, Span.DAYS),
    ("綜整回應", "2018-04-11", 14, Span.WORKDAYS),
    ("選舉暫停", "2016-12-31", -75, Span.DAYS),
    ("選舉暫停", "2017-01-01", -60, Span.DAYS),
    ("附議", "2016-08-14", 45, Span.DAYS),
    ("附議", "2016-08-15", 60, Span.DAYS),
    ("附議", "2026-11-24", 60, Span.DAYS),
    ("預告", "2016-09-04", 14, Span.DAYS),
    ("預告", "2016-09-05", 60, Span.DAYS),
    ("正式回應", "2017-06-16", 2, Span.MONTHS),
]
FORCES = [
    (Force.BINDING, {"正式回應", "展延", "綜整回應"}),
    (Force.REFERENCE, {"檢核", "公告期程", "聯繫提案人"}),
    (Force.INFORMATION, {"附議", "回饋", "滿意度", "重提", "預告", "選舉暫停"}),
]


@pytest.mark.parametrize("name", MUST_BE_KNOWN)
def test_every_rule_has_a_version_for_today_with_a_source(name: str) -> None:
    found = rule(name, "2026-11-24")
    assert found.source
    assert found.version


@pytest.mark.parametrize(
    ("name", "day", "length", "span"), LENGTHS, ids=[f"{e[0]} {e[1]}" for e in LENGTHS]
)
def test_the_day_of_the_event_decides_the_version(
    name: str, day: str, length: int, span: Span
) -> None:
    found = rule(name, day)
    assert (found.length, found.span) == (length, span)


@pytest.mark.parametrize(("force", "names"), FORCES, ids=[f[0].name for f in FORCES])
def test_how_much_each_binds(force: Force, names: set[str]) -> None:
    assert {r.name for r in BOOK.rules if r.force is force} == names


def test_who_acts() -> None:
    assert rule("公告期程", "2026-11-24").actor is Actor.CONTACT_LEAD
    assert rule("正式回應", "2026-11-24").actor is Actor.EACH_LEAD
    assert rule("檢核", "2026-11-24").actor is Actor.NDC


def test_only_endorsing_stops_in_an_election_pause() -> None:
    assert {r.name for r in BOOK.rules if r.stops_in_pause} == {"附議"}


@given(st.dates(date(2015, 7, 17), date(2035, 12, 31)), st.sampled_from(sorted(BOOK.names)))
def test_on_every_day_exactly_one_version_holds(day: date, name: str) -> None:
    assert sum(version.holds_on(day) for version in BOOK.versions(name)) == 1


def test_keys_name_one_version_each() -> None:
    assert len({r.key for r in BOOK.rules}) == len(BOOK.rules)
    found = rule("正式回應", "2018-08-28")
    assert BOOK.by_key(found.key) == found
    assert BOOK.by_key("沒有") is None


def test_a_name_that_no_rule_has_is_answered_with_the_names() -> None:
    with pytest.raises(UnknownRuleError, match="沒有「正式回覆」") as caught:
        BOOK.rule("正式回覆", on=on("2026-11-24"))
    assert all(name in caught.value.hint for name in MUST_BE_KNOWN)


def test_a_day_without_a_version_is_answered_with_the_versions() -> None:
    late = replace(rule("逐字稿", "2026-11-24"), valid_from=on("2019-01-18"))
    with pytest.raises(NoRuleThatDayError) as caught:
        Rulebook((late,)).rule("逐字稿", on=on("2018-01-01"))
    assert "2019-01-18" in caught.value.hint


def test_what_passing_sets_in_motion() -> None:
    following = BOOK.following(Event.PASSED, on=on("2026-12-07"), kind=CaseKind.PETITION)
    assert [r.name for r in following] == ["公告期程", "聯繫提案人", "正式回應"]
    assert BOOK.following(Event.PASSED, on=on("2026-12-07"), kind=CaseKind.CONSULTATION) == ()


def own_step(agency_id: int = 7, name: str = "會PO", length: int = -10) -> Rule:
    return replace(
        rule("展延", "2026-11-24"),
        name=name,
        length=length,
        span=Span.WORKDAYS,
        force=Force.INTERNAL,
        actor=Actor.HOLDER,
        agency_id=agency_id,
        valid_from=on("2026-11-24"),
    )


def test_an_agencys_own_steps_are_seen_by_that_agency_only() -> None:
    book = Rulebook((*BOOK.rules, own_step()))
    day = on("2027-02-07")

    def names(agency_id: int | None) -> list[str]:
        event, kind = Event.RESPONSE_DUE, CaseKind.PETITION
        return [r.name for r in book.following(event, on=day, kind=kind, agency_id=agency_id)]

    assert names(7) == ["展延", "會PO"]
    assert names(8) == names(None) == ["展延"]
    assert "會PO" not in book.names
    with pytest.raises(UnknownRuleError):
        book.rule("會PO", on=day, agency_id=8)


def test_an_agencys_own_version_comes_before_everybodys() -> None:
    own = replace(own_step(name="公告期程", length=5), event=Event.PASSED)
    book = Rulebook((own, *BOOK.rules))
    assert book.rule("公告期程", on=on("2026-12-07"), agency_id=7) == own
    assert book.rule("公告期程", on=on("2026-12-07")).length == 7
    (chosen,) = (
        r
        for r in book.following(
            Event.PASSED, on=on("2026-12-07"), kind=CaseKind.PETITION, agency_id=7
        )
        if r.name == "公告期程"
    )
    assert chosen == own


def test_a_new_version_ends_the_one_before_and_old_cases_keep_theirs() -> None:
    old = rule("正式回應", "2026-11-24")
    new = replace(old, length=3, valid_from=on("2027-01-01"), version="116.01.01 修正")
    saved = BOOK.superseded_by(new)
    assert [(r.valid_to, r.length) for r in saved] == [(on("2026-12-31"), 2), (None, 3)]
    assert saved[0].key == old.key
    book = Rulebook((*(r for r in BOOK.rules if r.key != old.key), *saved))
    assert book.rule("正式回應", on=on("2026-12-31")).length == 2
    assert book.rule("正式回應", on=on("2027-01-01")).length == 3


def test_a_version_before_a_later_one_ends_where_that_begins() -> None:
    middle = replace(rule("綜整回應", "2018-04-10"), length=10, valid_from=on("2018-01-01"))
    ended, new = BOOK.superseded_by(middle)
    assert (ended.valid_to, new.valid_to) == (on("2017-12-31"), on("2018-04-10"))
    open_end = replace(middle, valid_to=None)
    assert BOOK.superseded_by(open_end)[1].valid_to == on("2018-04-10")


@given(st.dates(date(2015, 7, 18), date(2035, 12, 31)), st.sampled_from(sorted(BOOK.names)))
def test_after_a_change_still_one_version_holds_each_day(first: date, name: str) -> None:
    new = replace(BOOK.rule(name, on=first), length=1, valid_from=first, valid_to=None)
    saved = {r.key: r for r in BOOK.superseded_by(new)}
    kept = [r for r in BOOK.rules if r.key not in saved]
    versions = Rulebook((*kept, *saved.values())).versions(name)
    for day in (first - timedelta(days=1), first, first + timedelta(days=1), date(2036, 1, 1)):
        assert sum(version.holds_on(day) for version in versions) == 1
