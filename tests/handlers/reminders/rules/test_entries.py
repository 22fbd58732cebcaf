"""What is typed about closures, pauses, rules and rungs, read over and over."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from handlers.reminders.rules.closures import MOST_DAYS, Closing, read_closing, read_county
from handlers.reminders.rules.entry_errors import OverlappingRuleError
from handlers.reminders.rules.ladders import read_rungs
from handlers.reminders.rules.moves import relay
from handlers.reminders.rules.pauses import read_pausing
from handlers.reminders.rules.rule_words import rule_line
from handlers.reminders.rules.ruling import check_rule, read_rule
from handlers.reminders.rules.rungs import Rung, start_of
from handlers.shared.roc_date import roc_number
from handlers.shared.rulebook import Rulebook
from storage.records.calendar import COUNTIES
from storage.records.duties import Reminder
from storage.records.rules import Rule
from storage.rules import shipped_rules

TODAY = date(2026, 12, 7)
BOOK = Rulebook(shipped_rules())
days_near = st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=55))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "days", "counties", "reason"),
    [
        ("12/8", ["12-08"], (), ""),
        ("12/8 臺北市 新竹市 颱風", ["12-08"], ("臺北市", "新竹市"), "颱風"),
        ("明天台北市停課 小犬颱風", ["12-08"], ("臺北市",), "小犬颱風"),
        ("12/8、12/9", ["12-08", "12-09"], (), ""),
        ("12/8到12/10 因颱風", ["12-08", "12-09", "12-10"], (), "颱風"),
        ("明後天", ["12-08", "12-09"], (), ""),
        ("今明兩天 雙北", ["12-07", "12-08"], ("臺北市", "新北市"), ""),
        ("12/8 起連續3天 花蓮 地震", ["12-08", "12-09", "12-10"], ("花蓮縣",), "地震"),
        ("１２/８ 全天 基隆", ["12-08"], ("基隆市",), ""),
        ("昨天 北北基桃", ["12-06"], ("臺北市", "新北市", "基隆市", "桃園市"), ""),
    ],
)
def test_closures_as_people_type_them(
    text: str, days: list[str], counties: tuple[str, ...], reason: str
) -> None:
    closing = read_closing(text, today=TODAY)
    assert closing == Closing(tuple(day(f"2026-{d}") for d in days), counties, reason)


@given(days_near, st.lists(st.sampled_from(COUNTIES), max_size=4, unique=True))
def test_the_line_of_a_button_is_read_as_it_was_meant(on: date, counties: list[str]) -> None:
    line = f"{roc_number(on)} {'、'.join(counties)} 颱風"
    assert read_closing(line, today=TODAY) == Closing((on,), tuple(counties), "颱風")


@given(st.text("12/8、到-明後天臺北市颱風停班起3天 上午", max_size=24))
def test_whatever_is_typed_is_read_within_bounds_or_refused(text: str) -> None:
    try:
        closing = read_closing(text, today=TODAY)
    except UserError:
        return
    assert 0 < len(closing.days) <= MOST_DAYS
    assert set(closing.counties) <= set(COUNTIES)
    assert "上午" not in text


def test_one_county_is_one_county() -> None:
    assert [read_county(t) for t in ("新竹市", "台北", "雙北", "花園")] == [
        "新竹市",
        "臺北市",
        "",
        "",
    ]


@pytest.mark.parametrize("today", ["2026-09-01", "2026-10-05", "2026-11-24", "2026-12-07"])
@pytest.mark.parametrize(
    "text", ["9/29到11/28 選舉", "自9/29起至11/28止 選舉", "115/9/29-115/11/28 選舉"]
)
def test_a_pause_without_a_year_is_the_one_at_hand(text: str, today: str) -> None:
    pausing = read_pausing(text, today=day(today))
    assert (str(pausing.starts_on), str(pausing.ends_on)) == ("2026-09-29", "2026-11-28")
    assert pausing.reason == "選舉"


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.key)
def test_the_line_of_every_rule_is_read_as_that_rule(rule: Rule) -> None:
    again = read_rule(rule_line(rule), BOOK, today=TODAY)
    for name in ("name", "event", "length", "span", "ends", "actor", "force", "kinds", "valid_to"):
        assert getattr(again, name) == getattr(rule, name), name
    assert f"{again.source}{again.point}" == f"{rule.source}{rule.point}"
    assert again.valid_from == (rule.valid_from or TODAY)


@given(st.sampled_from(BOOK.rules), st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_a_version_that_is_let_in_leaves_one_rule_for_each_day(rule: Rule, since: date) -> None:
    kind = rule.kinds[0].value if rule.kinds else ""
    line = f"{rule.name} {kind} 5天 自{roc_number(since)} 依據 要點"
    new = read_rule(line, BOOK, today=TODAY)
    try:
        check_rule(new, BOOK)
    except OverlappingRuleError:
        assert any(r.valid_from == since for r in BOOK.versions(rule.name))
        return
    changed = {r.key: r for r in BOOK.superseded_by(new)}
    kept = [r for r in BOOK.rules if r.key not in changed]
    book = Rulebook((*kept, *changed.values()))
    for on in (since, since - timedelta(days=1), since + timedelta(days=400)):
        holding = [r for r in book.versions(rule.name) if r.holds_on(on)]
        assert len(holding) <= 1, (on, holding)


@given(st.text("新增規則正式回應 成案後3個月工作天主辦參考自116/01/01依據要點", max_size=40))
def test_no_line_makes_a_rule_without_a_source(text: str) -> None:
    try:
        rule = read_rule(text, BOOK, today=TODAY)
    except UserError:
        return
    assert rule.source
    assert rule.name


@given(st.lists(st.integers(0, 120), min_size=1, max_size=7))
def test_rungs_stay_within_their_bounds(numbers: list[int]) -> None:
    try:
        kind, read = read_rungs(f"短 {' '.join(map(str, numbers))}")
    except UserError:
        assert len(set(numbers)) > 5 or max(numbers) > 10
        return
    assert (kind.setting, read) == ("short", tuple(sorted(set(numbers), reverse=True)))


rung_days = st.sets(st.integers(-3, 20), max_size=5)


@given(rung_days, rung_days, st.booleans())
def test_what_waits_becomes_what_should_and_nothing_twice(
    laid: set[int],
    wanted: set[int],
    catch_up: bool,  # noqa: FBT001  # drawn
) -> None:
    now = start_of(TODAY) + timedelta(hours=10)

    def at(step: int) -> datetime:
        return start_of(TODAY + timedelta(days=step))

    waiting = [Reminder(id=n + 100, agency_id=1, duty_id=1, remind_at=at(n)) for n in sorted(laid)]
    ahead = [Rung(at(n)) for n in sorted(wanted) if n > 0]
    relaid = relay(waiting, ahead, now=now, today=TODAY, catch_up=catch_up)
    left = [r.remind_at for r in waiting if r.id not in relaid.gone and r.remind_at > now]
    after = [*left, *(rung.remind_at for rung in relaid.added)]
    assert len(after) == len(set(after))
    assert set(after) - {at(1)} == {rung.remind_at for rung in ahead} - {at(1)}
    assert not relaid.gone or all(100 + n not in relaid.gone for n in laid if n <= 0)
    if not catch_up:
        assert sorted(after) == [rung.remind_at for rung in ahead]
