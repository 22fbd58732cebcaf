"""Posts as vendors hand them over: what is right is taken, what is wrong is named."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.errors import SourceError, Trouble
from bot.sources.posts import ID_LIMIT, TEXT_LIMIT, RawPost
from bot.sources.vendors import ITEM_LIMIT, Refused, read_call, read_rows

POST = {
    "id": "p1",
    "source": "PTT",
    "title": "健保卡換發",
    "text": "排隊三小時",
    "url": "https://bbs.example/p1",
    "author": "小明",
    "posted_at": "2026-12-07T10:00:00+08:00",
    "replies": 12,
}
TEN = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
HEAD = ("標題", "內文", "時間", "來源", "網址", "作者", "回文數", "編號")


def called(*items: object, source: str = "") -> tuple[list[RawPost], list[str]]:
    handed = read_call(orjson.dumps(items), source)
    return [post for _, post in handed.posts], [one.reason for one in handed.refused]


def rows(*cells: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    return [(line, row) for line, row in enumerate(cells, 1)]


def test_a_post_with_everything() -> None:
    assert called(POST) == (
        [
            RawPost(
                external_id="p1",
                title="健保卡換發",
                text="排隊三小時",
                link="https://bbs.example/p1",
                author="小明",
                site="PTT",
                said_at=TEN,
                reply_count=12,
            )
        ],
        [],
    )


def test_a_post_with_little_and_the_source_of_the_call() -> None:
    (post,), refused = called({"id": 7, "text": "短"}, source="意藍")
    assert (post.external_id, post.site, post.said_at, refused) == ("7", "意藍", None, [])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "id: missing"),
        ({"id": None}, "id: missing"),
        ({"id": "i" * (ID_LIMIT + 1)}, f"id: more than {ID_LIMIT} characters"),
        ({"source": None}, "source: missing"),
        ({"source": 5}, "source: not a text"),
        ({"title": "", "text": " "}, "title and text: both empty"),
        ({"url": "javascript:x"}, "url: not an http(s) address"),
        ({"posted_at": "昨天"}, "posted_at: not a moment"),
        ({"posted_at": True}, "posted_at: not a moment"),
        ({"posted_at": 9e99}, "posted_at: not a moment"),
        ({"replies": -1}, "replies: not a count"),
        ({"replies": "很多"}, "replies: not a count"),
    ],
)
def test_one_bad_post_does_not_spoil_the_others(change: dict[str, object], reason: str) -> None:
    posts, refused = called(POST, POST | change, POST | {"id": "p2"})
    assert [post.external_id for post in posts] == ["p1", "p2"]
    assert refused == [reason]
    assert read_call(orjson.dumps([POST | change])).refused == (Refused(0, reason),)


@pytest.mark.parametrize(
    "said",
    ["2026-12-07 10:00:00", "115/12/07 10:00", 1796608800, 1796608800000, "2026/12/7 上午10:00"],
)
def test_moments(said: object) -> None:
    (post,), _ = called(POST | {"posted_at": said})
    assert post.said_at == TEN


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"[", b"\xff", b'"x"', b"[" * 5000])
def test_what_is_no_array_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(SourceError) as told:
        read_call(body)
    assert told.value.trouble is Trouble.UNREADABLE


def test_too_many_posts_are_refused_as_a_whole() -> None:
    with pytest.raises(SourceError) as told:
        read_call(orjson.dumps([POST] * (ITEM_LIMIT + 1)))
    assert told.value.trouble is Trouble.TOO_LARGE


def test_a_table_in_any_order_with_other_headings() -> None:
    handed = read_rows(
        rows(
            ("發布時間", "文章標題", "內容", "媒體", "原文連結", "總回應數", "情緒"),
            (
                "2026/12/07 10:00",
                "健保卡換發",
                "排隊",
                "PTT",
                "https://bbs.example/1",
                "1,204",
                "負",
            ),
        )
    )
    ((line, post),) = handed.posts
    assert line == 2
    assert (post.title, post.text, post.site) == ("健保卡換發", "排隊", "PTT")
    assert (post.said_at, post.reply_count, post.link) == (TEN, 1204, "https://bbs.example/1")
    assert post.external_id == "https://bbs.example/1"


def test_bad_rows_are_named_by_their_line() -> None:
    handed = read_rows(
        rows(
            HEAD,
            ("甲", "", "2026/12/07", "", "", "", ""),
            ("", "", "2026/12/07", "", "", "", ""),
            ("乙", "", "剛才", "", "", "", ""),
            ("丙", "", "", "", "", "", "許多"),
            ("丁",),
        )
    )
    assert [(line, post.title) for line, post in handed.posts] == [(2, "甲"), (6, "丁")]
    assert [(one.place, one.reason) for one in handed.refused] == [
        (3, "標題和內文都是空的"),
        (4, "時間「剛才」看不懂"),
        (5, "回文數「許多」不是數字"),
    ]


def test_a_table_without_words_is_no_table_of_posts() -> None:
    assert read_rows(rows(("姓名", "電話"), ("a", "b"))).missing == "標題或內文"
    assert read_rows([]).missing == "標題或內文"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*POST]) | st.text(max_size=3), inner, max_size=8)
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(JSON, st.fixed_dictionaries({}, optional=dict.fromkeys(POST, JSON)))))
def test_no_array_breaks_it(items: list[object]) -> None:
    try:
        body = orjson.dumps(items)
    except TypeError:  # integers beyond 64 bits, halves of pairs
        return
    handed = read_call(body, "來源")
    assert len(handed.posts) + len(handed.refused) == len(items)
    for _, post in handed.posts:
        assert post.external_id
        assert post.title or post.text
        assert len(post.text) <= TEXT_LIMIT
        for kept in (post.external_id, post.title, post.text, post.author, post.site, post.link):
            assert "\x00" not in kept
            kept.encode()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_break_it(body: bytes) -> None:
    try:
        read_call(body)
    except SourceError as error:
        assert error.reason  # noqa: PT017  # either outcome is right


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=6))
def test_no_table_breaks_it(body: list[list[str]]) -> None:
    handed = read_rows(rows(HEAD, *(tuple(row) for row in body)))
    assert len(handed.posts) + len(handed.refused) == len(body)
    for _, post in handed.posts:
        for kept in (post.external_id, post.title, post.text, post.author, post.site, post.link):
            assert "\x00" not in kept
            kept.encode()
