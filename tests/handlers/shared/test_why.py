"""「為什麼」 and `pobot explain`: the moment first, then everything that decided it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from handlers.shared.deadlines import compute
from handlers.shared.rulebook import UnknownRuleError
from handlers.shared.why import explain, safe_day, warning, why
from handlers.shared.work_calendar import BASE, WorkCalendar, work_calendar
from storage.records.calendar import Pause
from tests.handlers.shared.days import BOOK, TODAY, at, closure, entries, on, pause, rule


def told(
    name: str, day: str, calendar: WorkCalendar = BASE, pauses: tuple[Pause, ...] = ()
) -> list[str]:
    text = explain(name, day, book=BOOK, calendar=calendar, pauses=pauses, today=TODAY)
    return text.splitlines()


def test_an_answer_explains_itself() -> None:
    assert told("正式回應", "107/08/28") == [
        "2018-10-28T23:59:59+08:00",
        "規則：正式回應（應辦期限），辦理：各主辦",
        "起算：107/08/28（二）成案",
        "期間：加 2 個月，成案當天不算，到 107/10/28（日）",
        "跳過：無，放假日照算",
        "時刻：到當天 23:59:59 為止",
        "最後一天是放假日（週日），期限不順延；請於 107/10/26（五）前",
        "依據：公共政策網路參與實施要點",
        "版本：107.04.11 修正（第1071500579B號）；適用於 107/04/11 以後的成案",
        "說明：是 2 個月，不是 60 天；每個主辦機關各回各的",
    ]


SAID = [  # rule, day, what one of the lines says
    ("附議", "107/07/02", "2018-09-01T00:00:00+08:00"),
    ("附議", "107/07/02", "整天都算，到次日零時為止"),
    (
        "逐字稿",
        "108/01/18",
        "跳過 3 天：108/01/20（日）週末、108/01/26（六）至 108/01/27（日）週末",
    ),
    ("逐字稿", "108/01/18", "補行上班照算：108/01/19（六）"),
    ("公告期程", "115/02/13", "115/02/14（六）至 115/02/22（日）週末、小年夜、農曆除夕、春節"),
    ("正式回應", "105/12/29", "那個月沒有 29 日，取月底"),
    ("月會提案", "116/01/04", "遇放假日：115/12/20（日）週日，提前到 115/12/18（五）"),
    ("月會提案", "115/12/07", "前一個月的 20 日"),
    ("選舉暫停", "115/11/28", "從當天零時起"),
    ("沙推", "115/12/07", "往前 1 個工作天"),
    ("公告期程", "119/06/03", "還沒有官方行事曆"),
    ("綜整回應", "107/04/10", "適用於 107/04/10 以前的預告期滿"),
    ("預告", "115/12/07", "105/09/05 以後"),
    ("逐字稿", "115/12/07", "任何一天"),
]


@pytest.mark.parametrize(("name", "day", "said"), SAID, ids=[f"{s[0]} {s[2][:12]}" for s in SAID])
def test_what_decided_is_said(name: str, day: str, said: str) -> None:
    assert any(said in line for line in told(name, day))


def test_a_closure_is_named() -> None:
    typhoon = work_calendar(entries(closures=(closure("2026-12-09"),)))
    lines = told("公告期程", "115/12/07", typhoon)
    assert any("115/12/09（三）停班（臺北市）颱風" in line for line in lines)


def test_a_pause_is_named() -> None:
    lines = told("附議", "115/09/18", pauses=(pause("2026-09-29", "2026-11-28"),))
    assert (
        "選舉期間暫停 61 天不算：115/09/29（二）到 115/11/28（六）地方選舉"
        "（暫定，以 Join 公布為準）"
    ) in lines


WRITTEN = [
    *("107/08/28", "2018-08-28", "1070828", "20180828", "民國107年8月28日", "１０７／０８／２８"),
    *("2018-08-28T09:30:00+08:00", "2018-08-27T16:30:00Z", "2018-08-28T00:00:00"),
]


@pytest.mark.parametrize("day", WRITTEN)
def test_the_day_may_be_written_in_many_ways(day: str) -> None:
    assert told("正式回應", day)[0] == "2018-10-28T23:59:59+08:00"


@pytest.mark.parametrize(
    "day", ["", "明年", "2/30", "9999/1/1", "9999-01-01T00:00:00", "T", "成案"]
)
def test_what_is_no_day_is_said_with_the_rules(day: str) -> None:
    with pytest.raises(UserError) as caught:
        told("正式回應", day)
    assert "正式回應、展延" in caught.value.hint


def test_a_day_that_passed_just_now_needs_its_year() -> None:
    with pytest.raises(UserError, match="哪一年"):
        told("正式回應", "11/20")
    assert told("正式回應", "115/11/20")[0] == "2027-01-20T23:59:59+08:00"


def test_an_unknown_rule_is_said_before_a_bad_day() -> None:
    with pytest.raises(UnknownRuleError):
        told("沒有", "也沒有")


def test_the_safe_day_is_said_when_the_last_is_a_day_off() -> None:
    deadline = compute(rule("正式回應", "2020-12-07"), on("2020-12-07"))
    assert safe_day(deadline, today=on("2021-01-20")) == "請於 2/5（五）前"
    assert safe_day(deadline, today=on("2020-12-07")) == "請於 110/02/05（五）前"
    working = compute(rule("正式回應", "2026-10-07"), on("2026-10-07"))
    assert safe_day(working, today=TODAY) == ""


def test_the_source_that_is_a_year_late_is_warned_of() -> None:
    deadline = compute(rule("正式回應", "2017-10-19"), on("2017-10-19"))
    said = warning(deadline, at("2018-12-19T23:59:59"), by="Join")
    assert said == "Join 記的是 107/12/19（三），晚了一年；以規則算出的 106/12/19（二）為準"
    assert warning(deadline, at("2017-12-19T23:59:59"), by="Join") == ""
    assert "請確認" in warning(deadline, at("2017-12-25T23:59:59"), by="Join")


@given(st.dates(date(2015, 7, 17), date(2045, 12, 31)), st.sampled_from(sorted(BOOK.names)))
def test_every_deadline_says_rule_event_hour_source_and_version(event_on: date, name: str) -> None:
    lines = why(compute(BOOK.rule(name, on=event_on), event_on))
    for beginning in ("規則：", "起算：", "期間：", "時刻：", "依據：", "版本："):
        assert sum(line.startswith(beginning) for line in lines) == 1


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_told_to_be_none(text: str) -> None:
    with suppress(UserError):
        assert told("正式回應", text)[0].endswith("T23:59:59+08:00")


def test_a_rule_may_be_named_in_part_where_only_one_is_meant() -> None:
    assert told("正式回應期限", "107/08/28") == told("正式回應", "107/08/28")
    assert told("聯繫提案", "107/08/28") == told("聯繫提案人", "107/08/28")
    with pytest.raises(UnknownRuleError):  # 正式回應 or 綜整回應
        told("回應", "107/08/28")


def test_nobody_is_told_to_act_before_what_is_only_to_be_known() -> None:
    lines = told("附議", "115/12/08")
    assert "這一天是放假日（春節），不順延" in lines
    assert not any("請於" in line for line in lines)
