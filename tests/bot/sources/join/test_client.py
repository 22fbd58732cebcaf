"""Join over HTTP: what it answers when it is well, and when it is not."""

import json
from collections.abc import Callable, Iterator

import pytest

from bot.sources.errors import SourceError, Trouble
from bot.sources.fetching import Fetcher
from bot.sources.join.client import JoinClient
from bot.sources.join.records import Mark
from tests.support.join_server import JoinServer, running_join
from tests.support.source_server import Answer

JOIN_ID = "ef7dfc73-465a-4f32-9835-c2695ad75f7b"
DATA: list[dict[str, object]] = [
    {"網址": f"https://join.gov.tw/idea/detail/{JOIN_ID}", "附議數量": "3,180"}
]
NEVER = Mark()


@pytest.fixture
def server() -> Iterator[JoinServer]:
    with running_join() as running:
        yield running


@pytest.fixture
def client(server: JoinServer) -> JoinClient:
    return JoinClient(server.base, Fetcher(trusted_hosts=frozenset({"127.0.0.1"})))


def trouble(look: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as told:
        look()
    return told.value


def test_a_petition_is_read_again_only_when_it_changed(
    server: JoinServer, client: JoinClient
) -> None:
    server.shows(JOIN_ID, 3180)
    first = client.petition(JOIN_ID, NEVER)
    assert first.petition is not None
    assert first.petition.count == 3180
    again = client.petition(JOIN_ID, first.mark)
    assert (again.petition, again.mark) == (None, first.mark)
    server.shows(JOIN_ID, 3181)
    changed = client.petition(JOIN_ID, again.mark)
    assert changed.petition is not None
    assert changed.petition.count == 3181


def test_lists_are_read(server: JoinServer, client: JoinClient) -> None:
    server.shows(JOIN_ID, 3180)
    server.open_data = DATA
    for look in (client.endorsing(NEVER), client.open_data(2026, NEVER)):
        assert look.listing is not None
        assert [p.count for p in look.listing.petitions] == [3180]
    assert server.paths()[-1] == "/toOpenData/v2/ey/idea?year=2026"


def test_a_503_with_the_whole_data_counts(server: JoinServer, client: JoinClient) -> None:
    server.answers("/toOpenData", Answer(status=503, body=json.dumps(DATA).encode()))
    look = client.open_data(2026, NEVER)
    assert look.listing is not None
    assert look.listing.petitions[0].count == 3180
    assert look.mark == NEVER  # nobody knows whether it is whole: asked for anew next time


@pytest.mark.parametrize("body", [b'{"error":"busy"}', b"<html>Just a moment...</html>", b""])
def test_a_503_without_data_is_busy(server: JoinServer, client: JoinClient, body: bytes) -> None:
    server.answers("/", Answer(status=503, body=body, headers={"retry-after": "120"}))
    told = trouble(lambda: client.open_data(2026, NEVER))
    assert (told.trouble, told.wait_seconds) == (Trouble.BUSY, 120)


def test_html_in_place_of_json_is_unreadable(server: JoinServer, client: JoinClient) -> None:
    server.answers("/", Answer(body=b"<html>Just a moment...</html>"))
    assert trouble(lambda: client.open_data(2026, NEVER)).trouble is Trouble.UNREADABLE
    assert trouble(lambda: client.endorsing(NEVER)).trouble is Trouble.UNREADABLE


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, Trouble.GONE),
        (410, Trouble.GONE),
        (403, Trouble.REFUSED),
        (429, Trouble.BUSY),
        (502, Trouble.BUSY),
        (204, Trouble.REFUSED),
    ],
)
def test_every_status_has_its_trouble(
    server: JoinServer, client: JoinClient, status: int, expected: Trouble
) -> None:
    server.answers("/", Answer(status=status))
    assert trouble(lambda: client.petition(JOIN_ID, NEVER)).trouble is expected
