"""Vendors: calls with a token, files by hand; each post once, by source and id."""

from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from httpx2 import Response

from bot.sources.vendors import ITEM_LIMIT
from handlers.shared.source_state import stale_sources
from handlers.sources.errors import NoVendorError, UnreadableFileError
from handlers.sources.jobs import import_posts
from storage.records.posts import Post, SourceKind
from tests.support.world import OPINION_TOKEN, World

POST = {
    "id": "p1",
    "source": "PTT",
    "title": "健保卡換發",
    "author": "小明",
    "posted_at": "2026-12-07T09:00:00+08:00",
}
FILE = """標題,內文,時間,來源,網址,作者,回文數
健保卡換發,排隊三小時,2026/12/07 09:00,PTT,https://bbs.example/1,小明,12
第二則,,2026/12/07 09:30,某某報,https://news.example/2,,
壞的一列,,剛才,PTT,,,
"""


def call(world: World, body: object, token: str = OPINION_TOKEN, path: str = "") -> Response:
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return world.http.post(f"/opinion/posts{path}", content=content, headers=headers)


def posts(world: World) -> list[Post]:
    with world.looking() as uow:
        found = uow.posts.named(range(1, 100))
    return sorted(found, key=lambda post: (post.posted_at, post.id))


def names(world: World) -> dict[str, SourceKind]:
    with world.looking() as uow:
        return {source.name: source.kind for source in uow.posts.sources()}


def test_posts_come_in_once(world: World) -> None:
    answer = call(world, [POST, POST | {"id": "p2"}])
    assert (answer.status_code, answer.json()) == (
        200,
        {"new": 2, "known": 0, "refused": 0, "errors": []},
    )
    again = call(world, [POST, POST | {"id": "p3"}, POST | {"source": "Dcard"}]).json()
    assert (again["new"], again["known"]) == (2, 1)
    assert names(world) == {"PTT": SourceKind.VENDOR, "Dcard": SourceKind.VENDOR}
    first = posts(world)[0]
    assert first.title == "健保卡換發"
    assert "小明" not in first.author_key
    assert first.author_key != ""
    assert first.agency_id is None


def test_what_cannot_be_taken_is_named_and_the_rest_is_kept(world: World) -> None:
    old = POST | {"id": "old", "posted_at": "2026-01-01"}
    answer = call(world, [POST, {"id": "x"}, old, 5])
    assert answer.status_code == 207
    assert answer.json() == {
        "new": 1,
        "known": 0,
        "refused": 3,
        "errors": [
            {"index": 1, "error": "source: missing"},
            {"index": 2, "error": "posted_at: more than 90 days ago"},
            {"index": 3, "error": "not an object"},
        ],
    }
    assert len(posts(world)) == 1


def test_a_source_for_the_whole_call(world: World) -> None:
    bare = {"id": "1", "text": "短的"}
    assert call(world, [bare], path="?source=%E6%84%8F%E8%97%8D").json()["new"] == 1
    assert list(names(world)) == ["意藍"]


@pytest.mark.parametrize("token", ["", "wrong", OPINION_TOKEN[:-1], "\u00e9"])
def test_without_the_token_nothing_is_read(world: World, token: str) -> None:
    headers = {b"authorization": f"Bearer {token}".encode()} if token else {}
    answer = world.http.post("/opinion/posts", content=orjson.dumps([POST]), headers=headers)
    assert answer.status_code == 401
    assert posts(world) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{}", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (orjson.dumps([POST] * (ITEM_LIMIT + 1)), 413),
        (b"[" + b" " * 5_000_001, 413),
    ],
)
def test_what_is_no_call_is_refused_without_a_traceback(
    world: World, body: bytes, status: int
) -> None:
    answer = call(world, body)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]


def test_other_methods_and_packed_bodies_are_refused(world: World) -> None:
    assert world.http.get("/opinion/posts").status_code == 405
    headers = {"authorization": f"Bearer {OPINION_TOKEN}", "content-encoding": "gzip"}
    assert world.http.post("/opinion/posts", content=b"x", headers=headers).status_code == 415


def test_a_source_that_was_switched_off_takes_nothing(world: World) -> None:
    call(world, [POST])
    with world.looking() as uow:
        (source,) = uow.posts.sources()
    world.direct("管管").says(f"停用來源 {source.id}")
    answer = call(world, [POST | {"id": "p2"}]).json()
    assert answer["errors"] == [{"index": 0, "error": "source: switched off"}]
    assert len(posts(world)) == 1


def test_a_vendor_is_silent_as_a_whole(world: World) -> None:
    def stale() -> list[str]:
        with world.looking() as uow:
            return [one.name for one in stale_sources(uow.posts.sources(), now=world.clock.now())]

    call(world, [POST, POST | {"source": "小站"}])
    world.clock.advance(timedelta(hours=25))
    call(world, [POST | {"id": "p2"}])
    world.clock.advance(timedelta(hours=25))
    assert stale() == []  # the vendor came; of the small site nothing was said
    world.clock.advance(timedelta(hours=2))
    assert stale() == ["PTT", "小站"]


def test_a_vendors_file_comes_in_once(world: World) -> None:
    told = _imported(world, FILE)
    assert told.split("\n") == [
        "意藍：新的 2 則，已經有的 0 則",
        "沒收 1 列：",
        "第 4 列：時間「剛才」看不懂",
    ]
    assert names(world) == {"意藍・PTT": SourceKind.FILE, "意藍・某某報": SourceKind.FILE}
    assert [(post.title, post.reply_count) for post in posts(world)] == [
        ("健保卡換發", 12),
        ("第二則", 0),
    ]
    assert "新的 0 則，已經有的 2 則" in _imported(world, FILE)


def test_a_file_in_big5_and_one_without_the_columns(world: World) -> None:
    assert "新的 2 則" in _imported(world, FILE, encoding="cp950")
    with pytest.raises(UnreadableFileError) as told:
        _imported(world, "姓名,電話\n甲,乙\n")
    assert "沒有「標題或內文」欄" in told.value.message


@pytest.mark.parametrize("vendor", ["", "  ", "意藍・PTT"])
def test_a_file_says_who_hands_it_over(world: World, vendor: str) -> None:
    with pytest.raises(NoVendorError):
        import_posts(world.database, vendor, FILE.encode(), "日報.csv", now=world.clock.now())


def _imported(world: World, text: str, encoding: str = "utf-8") -> str:
    name = Path("日報.csv").name
    return import_posts(world.database, "意藍", text.encode(encoding), name, now=world.clock.now())
