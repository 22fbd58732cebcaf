"""Issues of the gazette. No real file was at hand: every sample is SYNTHETIC (gazette_server)."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.errors import SourceError, Trouble
from bot.sources.gazette.issue import clean_title, read_issue
from bot.sources.gazette.values import day_count, roc_day
from tests.support.gazette_server import issue_xml, plain_xml, record

BASE = "https://gazette.example.gov.tw"
DAY = date(2026, 12, 4)
DRAFT = record(
    "170001",
    "修正「菸害防制法施行細則」部分條文草案",
    DAY,
    UndertakeGov="衛生福利部國民健康署",
    Comment_Deadline="116年2月2日",
    Comment_Days="60",
    HTMLContent="<div><p>主旨：預告修正。</p><script>x()</script><p>一、60日內</p></div>",
)


@pytest.mark.parametrize("write", [issue_xml, plain_xml])
def test_a_draft_is_read_with_its_own_days(
    write: Callable[[list[dict[str, str]]], bytes],
) -> None:
    issue = read_issue(write([DRAFT]), BASE)
    (draft,) = issue.drafts
    assert issue.published_on == DAY
    assert draft.title == "修正「菸害防制法施行細則」部分條文草案"
    assert (draft.publisher, draft.undertaker) == ("衛生福利部", "衛生福利部國民健康署")
    assert (draft.published_on, draft.ends_on, draft.stated_days) == (DAY, date(2027, 2, 2), 60)
    assert draft.link == f"{BASE}/egFront/detail.do?metaid=170001"
    assert draft.words == "主旨：預告修正。 一、60日內"


def test_only_drafts_are_taken_but_every_day_counts() -> None:
    other = record("170002", "公告事項", date(2026, 12, 7), Doc_Style_SName="公告")
    by_title = record(
        "170003",
        "「食品安全衛生管理法」修正草案",
        DAY,
        Doc_Style_SName="公告",
    )
    issue = read_issue(issue_xml([DRAFT, other, by_title]), BASE)
    assert [draft.meta_id for draft in issue.drafts] == ["170001", "170003"]
    assert issue.published_on == date(2026, 12, 7)


def test_an_issue_without_entries_is_no_error_and_no_issue() -> None:
    issue = read_issue(b"<Gazette></Gazette>", BASE)
    assert (issue.published_on, issue.drafts) == (None, ())


def test_one_bad_record_does_not_hide_the_others() -> None:
    issue = read_issue(issue_xml([record("", "沒有編號草案", DAY), DRAFT]), BASE)
    assert ([draft.meta_id for draft in issue.drafts], issue.skipped_count) == (["170001"], 1)


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (f"{BASE}/egFront/detail.do?metaid=9", f"{BASE}/egFront/detail.do?metaid=9"),
        ("https://evil.example/x", f"{BASE}/egFront/detail.do?metaid=170001"),
        ("javascript:alert(1)", f"{BASE}/egFront/detail.do?metaid=170001"),
        ("http://[", f"{BASE}/egFront/detail.do?metaid=170001"),
    ],
)
def test_a_link_never_leads_off_the_gazette(link: str, shown: str) -> None:
    issue = read_issue(issue_xml([DRAFT | {"GazetteHTML": link}]), BASE)
    assert issue.drafts[0].link == shown


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml at all",
        b"<html><body>maintenance</body></html>",
        b"<Gazette><Record>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Gazette>&a;</Gazette>',
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such"?><Gazette/>',
        b"<Gazette><Record><Title>x</Title></Record></Gazette>",
    ],
)
def test_what_is_no_issue_is_said_to_be_unreadable(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_issue(data, BASE)
    assert caught.value.trouble is Trouble.UNREADABLE


def test_control_characters_do_not_break_an_issue() -> None:
    data = issue_xml([DRAFT]).replace("菸害".encode(), "菸\x0b害".encode())
    assert read_issue(data, BASE).drafts[0].title.startswith("修正「菸害")


@given(st.binary(max_size=400))
def test_no_bytes_bring_anything_but_a_source_error(data: bytes) -> None:
    try:
        read_issue(data, BASE)
    except SourceError:
        return


@given(st.dictionaries(st.sampled_from(sorted(DRAFT)), st.text(max_size=60)))
def test_whatever_a_record_holds_the_next_one_is_read(fields: dict[str, str]) -> None:
    try:
        issue = read_issue(plain_xml([DRAFT | fields, DRAFT | {"MetaId": "the-next"}]), BASE)
    except SourceError:
        return
    assert "the-next" in {draft.meta_id for draft in issue.drafts}


@pytest.mark.parametrize(
    "text",
    [
        *("中華民國115年12月4日", "115年12月4日", "115/12/04", "1151204", "115-12-4"),
        *(
            "２０２６－１２－０４",
            "2026/12/4",
            "20261204",
            "115.12.04",
            "民國 115 年 12 月 4 日（五）",
        ),
    ],
)
def test_days_are_read_however_they_are_written(text: str) -> None:
    assert roc_day(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "無", "115年2月30日", "12/4", "99999999", "115年12月", "x" * 99]
)
def test_what_is_no_day_is_not_known(text: str) -> None:
    assert roc_day(text) is None


@given(st.dates(date(2005, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    year = day.year - 1911
    assert roc_day(f"中華民國{year}年{day.month}月{day.day}日") == day
    assert roc_day(f"{year:03}{day.month:02}{day.day:02}") == day
    assert roc_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "count"),
    [("60", 60), ("60日", 60), ("６０", 60), ("0", None), ("", None), ("六", None)],
)
def test_numbers_of_days(text: str, count: int | None) -> None:
    assert day_count(text) == count


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("衛生福利部公告：預告修正「某辦法」草案", "修正「某辦法」草案"),
        ("預告訂定「某標準」草案", "訂定「某標準」草案"),
        ("修正「公告：某事」草案", "修正「公告：某事」草案"),
    ],
)
def test_titles_lose_their_preamble(title: str, shown: str) -> None:
    assert clean_title(title) == shown
