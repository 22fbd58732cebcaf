from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.notices.errors import BadPeriodError
from handlers.notices.rules.period import plain, read_period
from handlers.notices.rules.titles import draft_title, names_a_draft, same_draft

TODAY = date(2026, 12, 7)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
OFFICIAL = """衛生福利部公告
中華民國115年12月1日
衛授國字第1150001234號
主　　旨：預告修正「菸害防制法施行細則」部分條文草案。
依　　據：行政程序法第151條第2項準用第154條第1項。
公告事項：
一、修正機關：衛生福利部。
四、對於本公告內容有任何意見或修正建議者，請於本公告刊登公報之次日起60日內陳述意見或洽詢：
（一）承辦單位：衛生福利部國民健康署（二）電話：02-25220888轉123
"""


def roc(day: date) -> str:
    return f"{day.year - 1911}年{day.month}月{day.day}日"


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        ("某法草案 2/1 到 4/2", "2027-02-01", "2027-04-02", None),
        ("某法草案 12/1-1/29", "2026-12-01", "2027-01-29", None),
        ("某法草案 １２／１～１／２９", "2026-12-01", "2027-01-29", None),
        ("某法草案 115/12/1~116/1/30", "2026-12-01", "2027-01-30", None),
        ("115-12-01 - 116-01-30 某法草案", "2026-12-01", "2027-01-30", None),
        ("自115年12月1日起至116年1月30日止", "2026-12-01", "2027-01-30", None),
        ("10/1到12/30", "2026-10-01", "2026-12-30", None),
        ("公告翌日起60日內", "2026-12-07", "2027-02-05", 60),
        ("自公告日起14日", "2026-12-07", "2026-12-21", 14),
        ("自公告當日起14日", "2026-12-07", "2026-12-20", 14),
        ("即日起十四天", "2026-12-07", "2026-12-20", 14),
        ("刊登公報之次日起六十日", "2026-12-07", "2027-02-05", 60),
        ("預告為期一百二十日", "2026-12-07", "2027-04-06", 120),
        ("刊登公報之日起2個月內", "2026-12-07", "2027-02-07", None),
        ("某法草案 12/1公告 60天", "2026-12-01", "2027-01-30", 60),
        ("公告日：115年12月1日，預告期間30日", "2026-12-01", "2026-12-31", 30),
        ("公告日期 115/12/1 截止日 116/1/5", "2026-12-01", "2027-01-05", None),
        ("某法草案 到 4/2", None, "2027-04-02", None),
        ("116年1月5日截止", None, "2027-01-05", None),
        (OFFICIAL, "2026-12-01", "2027-01-30", 60),
    ],
)
def test_a_period_is_read_as_it_is_written(
    text: str, first: str | None, last: str, days: int | None
) -> None:
    said = read_period(plain(text), today=TODAY)
    assert said.ends_on == date.fromisoformat(last)
    assert said.published_on == (date.fromisoformat(first) if first else None)
    assert said.stated_days == days


@pytest.mark.parametrize(
    "text",
    [
        "期滿了嗎",
        "12月1日 公告 某草案",
        "還剩3天",
        "第2頁",
        "",
        "衛授國字第1150001234號",
        "02-25220888",
    ],
)
def test_without_a_period_none_is_invented(text: str) -> None:
    assert not read_period(plain(text), today=TODAY).is_known


def test_the_gazettes_own_day_counts_before_the_letters() -> None:
    said = read_period(plain(OFFICIAL), today=TODAY, published_on=date(2026, 12, 4))
    assert said.ends_on == date(2027, 2, 2)


@pytest.mark.parametrize("text", ["116/4/2 到 116/2/1", "115/1/1到125/1/1"])
def test_an_impossible_period_is_asked_about(text: str) -> None:
    with pytest.raises(BadPeriodError):
        read_period(plain(text), today=TODAY)


@given(DAYS, st.integers(1, 300), st.sampled_from(["到", "至", "~", "-", "起至"]))
def test_any_range_is_read_back(first: date, length: int, to: str) -> None:
    last = first + timedelta(days=length)
    said = read_period(plain(f"某某法修正草案 {roc(first)}{to}{roc(last)}"), today=TODAY)
    assert (said.published_on, said.ends_on) == (first, last)


@given(DAYS, st.integers(7, 200), st.sampled_from(["翌日", "次日", "隔日", "日", "之日"]))
def test_counted_days_leave_the_first_out(first: date, count: int, start: str) -> None:
    text = f"公告日期：{roc(first)}。某某法修正草案，自公告{start}起{count}日內"
    said = read_period(plain(text), today=TODAY)
    assert (said.ends_on, said.stated_days) == (first + timedelta(days=count), count)


@given(st.integers(1, 199))
def test_numbers_in_characters_are_read_like_figures(count: int) -> None:
    ones = "零一二三四五六七八九"
    rest = count % 100
    tens = ("" if rest < 20 and count < 100 else ones[rest // 10]) + "十" if rest >= 10 else ""
    zero = "零" if count > 100 and 0 < rest < 10 else ""
    written = (
        ("一百" if count >= 100 else "") + zero + tens + (ones[rest % 10] if rest % 10 else "")
    )
    said = read_period(plain(f"自公告翌日起{written}日"), today=TODAY)
    assert said.stated_days == count, written


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    even = plain(text)
    try:
        said = read_period(even, today=TODAY)
    except BadPeriodError:
        return
    draft_title(even, said.spans)


@given(st.lists(st.sampled_from("115年12月1日起至/-到公告翌60止天草案：，\n "), max_size=60))
def test_no_mixture_of_its_own_signs_breaks_it(signs: list[str]) -> None:
    even = plain("".join(signs))
    try:
        said = read_period(even, today=TODAY)
    except BadPeriodError:
        return
    if said.published_on and said.ends_on:
        assert said.published_on <= said.ends_on
    draft_title(even, said.spans)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("菸害防制法施行細則草案 2/1 到 4/2", "菸害防制法施行細則草案"),
        ("2/1到4/2 預告 菸害防制法施行細則草案", "菸害防制法施行細則草案"),
        ("藥事法草案 公告翌日起60日內", "藥事法草案"),
        ("某法草案自115年12月1日起至116年1月30日止預告", "某法草案"),
        (OFFICIAL, "修正「菸害防制法施行細則」部分條文草案"),
        ("2/1 到 4/2", ""),
    ],
)
def test_what_is_left_is_the_title(text: str, title: str) -> None:
    even = plain(text)
    assert draft_title(even, read_period(even, today=TODAY).spans) == title


def test_titles_of_laws_are_told_from_talk() -> None:
    assert names_a_draft("菸害防制法施行細則草案")
    assert names_a_draft("藥師執業登記辦法")
    for talk in ("健保署那件", "草案什麼時候到期", "法國來的", "還有幾件草案"):
        assert not names_a_draft(talk)


def test_one_draft_has_many_spellings() -> None:
    assert same_draft("修正「菸害防制法施行細則」草案", "菸害防制法施行細則 草案")
    assert not same_draft("菸害防制法草案", "菸害防制法施行細則草案")
    assert not same_draft("", "")
