"""Index pages and the open data: several petitions at once, with the traps of both."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sources.errors import SourceError
from bot.sources.join.endorsements import ELSEWHERE, count_endorsements
from bot.sources.join.lists import read_index, read_open_data
from tests.support.join_server import INDEX, idea

ONE = "00000000-0000-4000-8000-000000000001"
TWO = "00000000-0000-4000-8000-000000000002"


def row(**fields: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "publishDate": "2024-01-14 00:01:18",
        "網址": f"https://join.gov.tw/idea/detail/{ONE.upper()}?x=1",
        "標題": "青年租屋\n與學貸  ",
        "提議內容": "內容",
        "附議數量": "1,234",
        "附議門檻": "5000",
        "提送日期": "2024-01-14 00:01:23",
        "留言數量": "1,031",
        "提議者": "某人",
    }
    return usual | fields


def body(*rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


def test_numbers_are_texts_times_are_taipeis_and_titles_have_line_breaks() -> None:
    (found,) = read_open_data(body(row())).petitions
    assert (found.join_id, found.title) == (ONE, "青年租屋 與學貸")
    assert (found.count, found.goal, found.comment_count) == (1234, 5000, 1031)
    assert found.submitted_at == datetime(2024, 1, 13, 16, 1, 23, tzinfo=UTC)
    assert "某人" not in found.raw


def test_a_goal_of_0_is_not_known_and_no_submission_day_is_the_publishing_day() -> None:
    (found,) = read_open_data(body(row(附議門檻="0", 提送日期="無"))).petitions
    assert found.goal is None
    assert found.submitted_at == datetime(2024, 1, 13, 16, 1, 18, tzinfo=UTC)
    (none,) = read_open_data(body(row(publishDate="無", 提送日期="無", 附議數量="無"))).petitions
    assert (none.submitted_at, none.count) == (None, None)


def test_the_shipped_sample_is_read(shared_folder: Path) -> None:
    file = shared_folder / "domain" / "join" / "opendata_v2_idea_SYNTHETIC_real_field_names.json"
    assert [p.count for p in read_open_data(file.read_bytes()).petitions] == [1234, 0]


def test_a_row_that_cannot_be_read_costs_no_other() -> None:
    listing = read_open_data(body(row(), row(網址=""), "x", None))
    assert (len(listing.petitions), listing.skipped_count) == (1, 3)


def test_a_lone_object_is_a_list_of_one_and_a_mark_may_stand_before_it() -> None:
    lone = "\ufeff" + json.dumps(row(), ensure_ascii=False)
    assert len(read_open_data(lone.encode()).petitions) == 1
    assert read_open_data(b"[]").petitions == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!DOCTYPE html><html>Just a moment...</html>", "HTML where JSON"),
        (b'{"error": "rate limited"}', "without an address"),
        (b'[{"x": 1}]', "no row"),
        (b'[{"x"', "no JSON"),
        (b"null", "no list"),
        (b"12", "no list"),
        (b"", "no JSON"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_anything_else_is_a_source_error(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_open_data(data)


def test_an_index_page_holds_objects_like_the_pages() -> None:
    result = {"total": 2, "result": [idea(ONE, 12), {"id": TWO}, {"id": "none"}]}
    listing = read_index(INDEX.format(result=json.dumps(result)).encode())
    assert [(p.join_id, p.count) for p in listing.petitions] == [(ONE, 12), (TWO, None)]
    assert listing.skipped_count == 1


@pytest.mark.parametrize("result", ["", [], None], ids=["text", "list", "null"])
def test_an_index_page_may_be_empty(result: object) -> None:
    page = INDEX.format(result=json.dumps({"result": result})).encode()
    if result is None:
        with pytest.raises(SourceError):
            read_index(page)
    else:
        assert read_index(page).petitions == ()


def test_endorsements_are_counted_by_hour_and_county_and_nobody_is_named() -> None:
    rows = [
        "編號,附議時間,居住縣市,鄉鎮市區,附議人暱稱,附議原因",
        "No.1,2025-10-16 01:29:32,臺中市,南屯區,me@example.com,原因",
        "No.2,2025-10-16 01:59:59,台中市,北區,某乙,",
        "No.3,2025-10-16 02:00:57,桃園市,大園區,某丙,",
        "No.4,2025-10-16 02:01:00,me@example.com,,,",  # a slipped column
        "No.5,無,桃園市,,,",
    ]
    found = count_endorsements(("\ufeff" + "\r\n".join(rows)).encode())
    assert [(h.hour_at.hour, h.county, h.count) for h in found.hours] == [
        (17, "臺中市", 2),
        (18, ELSEWHERE, 1),
        (18, "桃園市", 1),
    ]
    assert (found.total_count, found.skipped_count) == (4, 1)
    assert "example" not in repr(found)
    assert "某" not in repr(found)


def test_what_is_no_list_of_endorsements_is_refused() -> None:
    for data in (b"", b"<html>", "編號,附議時間\n1,2".encode(), b'"' + b"x" * 200_000):
        with pytest.raises(SourceError):
            count_endorsements(data)
