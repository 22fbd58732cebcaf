"""No bytes make a parser raise anything but the one SourceError, or take long."""

import json
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.errors import SourceError
from bot.sources.join.endorsements import count_endorsements
from bot.sources.join.lists import read_index, read_open_data
from bot.sources.join.page import read_page
from bot.sources.join.records import JoinPetition
from tests.support.join_server import idea

JOIN_ID = "ef7dfc73-465a-4f32-9835-c2695ad75f7b"
KEYS = (
    *("id", "title", "outline", "status", "endorseCount", "endorseGoal", "readyTime"),
    *("approvedTime", "endorseDueDate", "secondSignedTime", "advisedTime", "govResponses"),
    *("approvalOrganization", "master", "slave", "organization", "organizationId", "suggest"),
    *("網址", "標題", "附議數量", "附議門檻", "提送日期", "publishDate", "result"),
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "無", "1,234", JOIN_ID, "2024-01-14 00:01:18", "9" * 5000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=20,
)
PIECES = (
    *("<script>", "</script>", "var idea = ", "idea:", "searchResult=", '{"id":', "{", "[", '"'),
    *("<", ">", "&#", "9" * 50, "已附議 ", "3,180", "附議截止日期：", "2026-13-45", "\ud800", "\0"),
    *("編號,附議時間,居住縣市\n", "1,2025-10-16 01:29:32,臺中市\n", "\ufeff", " ", "og:title"),
)
READERS: list[Callable[[bytes], object]] = [
    lambda data: read_page(data, JOIN_ID),
    read_index,
    read_open_data,
    count_endorsements,
]


@given(st.binary(max_size=300))
def test_bytes(data: bytes) -> None:
    _all_read(data)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_pieces_of_pages(pieces: list[str]) -> None:
    _all_read("".join(pieces).encode("utf-8", errors="surrogatepass"))


@given(VALUES, st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_json_of_any_shape(value: object, fields: dict[str, object]) -> None:
    _all_read(json.dumps(value).encode())
    _all_read(json.dumps([{"網址": JOIN_ID} | fields]).encode())
    _all_read(b"searchResult = " + json.dumps({"result": [{"id": JOIN_ID} | fields]}).encode())
    shown = json.dumps(idea(JOIN_ID, 1) | fields | {"id": JOIN_ID}).encode()
    found = read_page(b"<script>var idea = " + shown + b";</script>", JOIN_ID)
    assert isinstance(found, JoinPetition)
    for moment in (found.closes_at, found.passed_at, found.submitted_at):
        assert moment is None or moment.utcoffset() is not None
    for words in (found.title, found.summary, found.raw, found.status):
        words.encode()  # can be stored


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "evil",
    [
        b"<script" * 200_000,
        b"idea={" * 200_000,
        b"idea=" + b" " * 1_000_000,
        b"idea={" + b'"a":[' * 200_000,
        b"[" * 1_000_000,
        b"&#" + b"9" * 1_000_000 + b";",
        b'<meta og:title content="' * 50_000,
        "已附議 1 ".encode() * 100_000,
        "已附議".encode() + b" " * 1_000_000,
        b'[{"a":' + b"9" * 1_000_000 + b"}]",
        "編號,附議時間,居住縣市\n".encode() + b'1,"' + b"x\n" * 300_000,
    ],
    ids=range(11),
)
def test_no_input_takes_long(reader: Callable[[bytes], object], evil: bytes) -> None:
    started_at = monotonic()
    with suppress(SourceError):
        reader(evil)
    assert monotonic() - started_at < 2


def _all_read(data: bytes) -> None:
    for reader in READERS:
        with suppress(SourceError):
            reader(data)
