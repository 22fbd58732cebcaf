"""What officers type for a day, and what it means."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.shared.roc_date import (
    BadDateError,
    find_dates,
    find_one_date,
    formal_date,
    next_year_of,
    parse_date,
    roc_number,
    show_date,
    show_moment,
)

TUESDAY = date(2026, 12, 8)

READINGS = {
    "115/12/31": "12/31（四）",
    "115.12.31": "12/31（四）",
    "115-12-31": "12/31（四）",
    "民國115年3月31日": "3/31（二）",
    "中華民國 115 年 3 月 31 日": "3/31（二）",
    "98年3月31日": "98/03/31（二）",
    "2026-03-31": "3/31（二）",
    "西元2027年1月5日": "116/01/05（二）",
    "1151216": "12/16（三）",
    "20261216": "12/16（三）",
    "１２／１６": "12/16（三）",
    "12/16": "12/16（三）",
    "12月16號": "12/16（三）",
    "十二月十六日": "12/16（三）",
    "3/31": "116/03/31（三）",
    "明年3月1日": "116/03/01（一）",
    "1/5（二）": "116/01/05（二）",
    "1/5（一）": "1/5（一）",
    "今天": "12/8（二）",
    "明天": "12/9（三）",
    "後天": "12/10（四）",
    "大後天": "12/11（五）",
    "昨天": "12/7（一）",
    "下週五": "12/18（五）",
    "下周五": "12/18（五）",
    "下禮拜五": "12/18（五）",
    "下個星期五": "12/18（五）",
    "下下週一": "12/21（一）",
    "週五": "12/11（五）",
    "週一": "12/14（一）",
    "週二": "12/15（二）",
    "這禮拜五": "12/11（五）",
    "本週一": "12/7（一）",
    "這週日": "12/13（日）",
    "禮拜天": "12/13（日）",
    "月底": "12/31（四）",
    "下月底": "116/01/31（日）",
    "下個月底": "116/01/31（日）",
    "3月底": "116/03/31（三）",
    "年底": "12/31（四）",
    "下個月5號": "116/01/05（二）",
    "3天後": "12/11（五）",
    "三天後": "12/11（五）",
    "兩週內": "12/22（二）",
    "2個月後": "116/02/08（一）",
    "5個工作天後": "12/15（二）",
    "十個工作天後": "12/22（二）",
    "7工作日內": "12/17（四）",
    "早上": None,
    "今天早上": "12/8（二）09:00",
    "明天中午": "12/9（三）12:00",
    "明天下午": "12/9（三）14:00",
    "週五下班前": "12/11（五）17:00",
    "週五晚上": "12/11（五）19:00",
    "週五下午3點": "12/11（五）15:00",
    "週五下午三點半前": "12/11（五）15:30",
    "週五3點前": "12/11（五）15:00",
    "週五 10:30": "12/11（五）10:30",
    "12/16（三）17:00": "12/16（三）17:00",
    "12/16 週三 下午2點": "12/16（三）14:00",
    "今晚8點": "12/8（二）20:00",
    "明早": "12/9（三）09:00",
    "下班前": "12/8（二）17:00",
    "下午3點": "12/8（二）15:00",
    "中午12點": "12/8（二）12:00",
    "晚上12點": "12/8（二）23:59",
    "下週三前": "12/16（三）",
    "下週三之前": "12/16（三）",
    "115/12/16以前": "12/16（三）",
}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [(t, s) for t, s in READINGS.items() if s],
    ids=[t for t, s in READINGS.items() if s],
)
def test_a_typed_date_is_read_as_people_mean_it(typed: str, shown: str) -> None:
    found = parse_date(typed, today=TUESDAY)
    assert show_moment(found.moment, today=TUESDAY) == shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("民國 999 年 3 月 1 日", "民國 999 年離現在太遠"),
        ("999/03/01", "民國 999 年離現在太遠"),
        ("9999/03/01", "西元 9999 年離現在太遠"),
        ("1000天後", "離現在太遠"),
        ("2/30", "沒有「2/30」這一天"),
        ("2月30日", "沒有「2月30日」這一天"),
        ("13月8日", "沒有「13月8日」這一天"),
        ("115/02/29", "沒有「115/02/29」這一天"),
        ("2/29", "明年沒有「2/29」這一天"),
        ("2/29（一）", "沒有「2/29"),
        ("12/16（四）", "12/16 是週三，不是週四"),
        ("115/12/16（四）", "12/16 是週三，不是週四"),
        ("12/16 25:00", "沒有「25:00」這個時間"),
        ("12/16 17:99", "沒有「17:99」這個時間"),
        ("早上", "看不懂日期「早上」"),
        ("有空的時候", "看不懂日期「有空的時候」"),
        ("", "看不懂日期「」"),
        ("週五或週六", "看不懂日期"),
        ("期" * 5001, "看不懂日期"),
    ],
)
def test_what_is_no_date_gets_one_clear_sentence(typed: str, says: str) -> None:
    with pytest.raises(BadDateError) as caught:
        parse_date(typed, today=TUESDAY)
    assert says in caught.value.message
    assert len(caught.value.message) < 60
    assert caught.value.hint


@pytest.mark.parametrize(
    ("typed", "on", "asked"),
    [
        ("12/7", date(2026, 12, 7), True),
        ("11/8", date(2026, 11, 8), True),  # 30 days ago
        ("11/7", date(2027, 11, 7), False),  # 31 days ago
        ("12/8", TUESDAY, False),
        ("115/12/7", date(2026, 12, 7), False),  # the year was said
        ("12/7（一）", date(2026, 12, 7), False),  # the weekday says which year
    ],
)
def test_a_day_that_just_passed_is_asked_back(typed: str, on: date, asked: bool) -> None:  # noqa: FBT001
    found = parse_date(typed, today=TUESDAY)
    assert (found.on, found.ask_back) == (on, asked)


def test_a_december_day_typed_in_january_is_asked_back() -> None:
    found = parse_date("12/20", today=date(2027, 1, 5))
    assert (found.on, found.ask_back) == (date(2026, 12, 20), True)
    assert next_year_of(found.on) == date(2027, 12, 20)


@pytest.mark.parametrize(
    ("sentence", "written", "limits"),
    [
        ("菸捐那件 長官說下週三前要有說法 國健署先擬", ["下週三前"], [True]),
        ("期限　１２／１６　下班前，謝謝", ["１２／１６　下班前"], [True]),
        ("12/8 協作會議 12/16前交資料", ["12/8", "12/16前"], [False, True]),
        ("週五前往高雄", ["週五"], [False]),
        ("三天內要回", ["三天內"], [True]),
        ("每週三開會", [], []),
        ("一周三次公車", [], []),
        ("電話02-2321-2200分機1234", [], []),
        ("115-0042 改", [], []),
        ("10.0.1版", [], []),
        ("比例是 13/40", [], []),
        ("文號1150331001號", [], []),
        ("", [], []),
    ],
)
def test_dates_are_found_inside_a_sentence(
    sentence: str, written: list[str], limits: list[bool]
) -> None:
    found = find_dates(sentence, today=TUESDAY)
    assert [sentence[f.start : f.end] for f in found] == written
    assert [f.is_limit for f in found] == limits


@pytest.mark.parametrize(
    ("sentence", "written", "until"),
    [
        ("12/14-12/18 展覽", "12/14-12/18", "12/18（五）"),
        ("訂在　１２／１４～１８　辦展", "１２／１４～１８", "12/18（五）"),
        ("12/17 14:00-16:00 開會", "12/17 14:00-16:00", "12/17（四）14:00"),
        ("12/8到台北，12/10 回", "12/8", "12/8（二）"),
    ],
)
def test_a_range_is_one_date_with_two_ends(sentence: str, written: str, until: str) -> None:
    found = find_dates(sentence, today=TUESDAY)[0]
    assert sentence[found.start : found.end] == written
    assert show_moment(found.moment, today=TUESDAY) == until


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("週一或週二 開會", "「週一」還是後面寫的那一個"),
        ("過年後 再開會", "「過年後」是哪一天"),
        ("隔週五 交週報", "「隔週五」是哪一天"),
    ],
)
def test_where_one_day_is_wanted_two_or_none_are_asked(sentence: str, says: str) -> None:
    with pytest.raises(BadDateError, match=says):
        find_one_date(sentence, today=TUESDAY)


def test_one_day_of_a_sentence_is_the_first() -> None:
    found = find_one_date("12/16 交 12/20 會議的資料", today=TUESDAY)
    assert found is not None
    assert found.on == date(2026, 12, 16)
    assert find_one_date("準備會前會", today=TUESDAY) is None


def test_a_date_that_does_not_exist_is_not_passed_over_in_silence() -> None:
    with pytest.raises(BadDateError, match="2/30"):
        find_dates("2/30前要有說法", today=TUESDAY)


@pytest.mark.parametrize(
    "text", [" " * 5001, "1 " * 2500, "下 " * 2500, "12/1 " * 1000, "3 月" * 1600]
)
def test_long_texts_are_read_at_once(text: str) -> None:
    with suppress(BadDateError):
        find_dates(text, today=TUESDAY)


def test_working_days_follow_what_the_office_says_today() -> None:
    typhoon = {date(2026, 12, 9): False}
    assert parse_date("1個工作天後", today=TUESDAY, overrides=typhoon).on == date(2026, 12, 10)


DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))


@given(today=DAYS, distance=st.integers(-700, 700))
@example(today=date(2026, 12, 8), distance=-100)
@example(today=date(2028, 2, 28), distance=1)
@example(today=date(2027, 3, 1), distance=0)
def test_what_is_shown_can_be_typed_again(today: date, distance: int) -> None:
    day = today + timedelta(days=distance)
    for shown in (show_date(day, today=today), roc_number(day), formal_date(day), day.isoformat()):
        assert parse_date(shown, today=today).on == day
    moment = parse_date(f"{roc_number(day)} 17:00", today=today).moment
    assert parse_date(show_moment(moment, today=today), today=today).moment == moment


@given(today=DAYS, distance=st.integers(0, 300), length=st.integers(1, 60))
def test_a_range_can_be_written_and_read_again(today: date, distance: int, length: int) -> None:
    first = today + timedelta(days=distance)
    last = first + timedelta(days=length)
    for shown in (roc_number, formal_date):
        for to in ("-", "~", "至", " 到 "):
            found = parse_date(f"{shown(first)}{to}{shown(last)}", today=today)
            assert (found.on, found.until_on) == (first, last)


@given(
    begins=st.integers(0, 23 * 60), lasts=st.integers(1, 59), to=st.sampled_from(["-", "～", "到"])
)
def test_hours_can_be_written_and_read_again(begins: int, lasts: int, to: str) -> None:
    first, last = (time(m // 60, m % 60) for m in (begins, begins + lasts))
    found = parse_date(f"12/17 {first:%H:%M}{to}{last:%H:%M}", today=TUESDAY)
    assert (found.at, found.until_at) == (first, last)


@given(text=st.text(max_size=80), today=DAYS)
def test_any_text_is_read_or_refused_politely(text: str, today: date) -> None:
    for read in (parse_date, find_dates):
        with suppress(BadDateError):
            read(text, today=today)


@given(
    text=st.text(
        st.sampled_from(
            "今明後天大下上這本週周禮拜一二三日月底年12369/.-: 點半前內個工作（）()民國早晚午"
        ),
        max_size=20,
    ),
    today=DAYS,
)
def test_scrambled_date_words_never_break_it(text: str, today: date) -> None:
    with suppress(BadDateError):
        for found in find_dates(text, today=today):
            assert 0 <= found.start < found.end <= len(text)
