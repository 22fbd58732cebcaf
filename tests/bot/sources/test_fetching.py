"""Getting a page: within limits, conditional, and never from our own network."""

import tracemalloc
from collections.abc import Iterator
from gzip import compress
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.errors import SourceError, Trouble
from bot.sources.fetching import Fetched, Fetcher, Wanted, is_outside, wait_seconds
from tests.support.join_server import JoinServer, running_join
from tests.support.source_server import Answer

TRUSTING = Fetcher(trusted_hosts=frozenset({"127.0.0.1"}))


@pytest.fixture
def server() -> Iterator[JoinServer]:
    with running_join() as running:
        yield running


def get(url: str, fetcher: Fetcher = TRUSTING, *, etag: str = "", seconds: float = 5) -> Fetched:
    return fetcher.get(Wanted(url=url, etag=etag, size_limit=10_000, seconds=seconds))


def trouble(url: str, fetcher: Fetcher = TRUSTING, *, seconds: float = 5) -> Trouble:
    with pytest.raises(SourceError) as told:
        get(url, fetcher, seconds=seconds)
    return told.value.trouble


def test_a_page_is_asked_for_again_only_if_it_changed(server: JoinServer) -> None:
    server.answers("/x", Answer(body=b"one", headers={"last-modified": "then"}))
    first = get(f"{server.base}/x")
    assert (first.status, first.body, first.last_modified) == (200, b"one", "then")
    assert get(f"{server.base}/x", etag=first.etag).status == 304


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104  # never bound
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:a00:1", "2002:7f00:1::"),
        *("64:ff9b::7f00:1", "100.64.0.1", "224.0.0.1", "255.255.255.255", "nonsense", ""),
    ],
)
def test_our_own_network_is_never_asked(address: str) -> None:
    fetcher = Fetcher(resolve=lambda _host, _port: ("8.8.8.8", address))
    assert not is_outside(address)
    assert trouble("https://join.example", fetcher) is Trouble.FORBIDDEN


def test_addresses_outside_are_outside() -> None:
    assert all(map(is_outside, ("1.1.1.1", "210.69.1.1", "2606:4700::1111")))


def test_the_connection_goes_to_the_address_that_was_judged(server: JoinServer) -> None:
    answers = [("127.0.0.1",), ("10.0.0.1",)]
    fetcher = Fetcher(
        trusted_hosts=frozenset({"join.example"}), resolve=lambda _host, _port: answers.pop(0)
    )
    port = server.base.rpartition(":")[2]
    server.answers("/x", Answer(body=b"here"))
    assert get(f"http://join.example:{port}/x", fetcher).body == b"here"
    assert server.asked[0].headers["Host"] == f"join.example:{port}"
    assert len(answers) == 1  # looked up once


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://x/", "http://", "http://[", "http://a:b@c/", "http://x:99999/"],
)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    assert trouble(url) is Trouble.FORBIDDEN


def test_a_redirect_stays_on_its_server(server: JoinServer) -> None:
    server.answers("/old", Answer(status=302, headers={"location": "/new"}))
    server.answers("/new", Answer(body=b"new"))
    server.answers("/away", Answer(status=302, headers={"location": "http://169.254.169.254/"}))
    server.answers("/broken", Answer(status=302, headers={"location": "http://["}))
    server.answers("/round", Answer(status=302, headers={"location": "/round"}))
    assert get(f"{server.base}/old").body == b"new"
    assert trouble(f"{server.base}/away") is Trouble.FORBIDDEN
    assert trouble(f"{server.base}/broken") is Trouble.FORBIDDEN
    assert trouble(f"{server.base}/round") is Trouble.UNREADABLE


def test_too_much_is_cut_off(server: JoinServer) -> None:
    server.answers("/x", Answer(body=b"x" * 10_001))
    assert trouble(f"{server.base}/x") is Trouble.TOO_LARGE


def test_what_grows_when_it_is_unpacked_is_cut_off_while_it_grows(server: JoinServer) -> None:
    packed = compress(bytes(50_000_000))
    assert len(packed) < 50_000
    server.answers("/x", Answer(body=packed, headers={"content-encoding": "gzip"}))
    tracemalloc.start()
    assert trouble(f"{server.base}/x") is Trouble.TOO_LARGE
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000  # of 50
    server.answers("/y", Answer(body=compress(b"one"), headers={"content-encoding": "gzip"}))
    assert get(f"{server.base}/y").body == b"one"


def test_a_server_that_drips_is_cut_off(server: JoinServer) -> None:
    server.answers("/x", Answer(drip=True))
    started_at = monotonic()
    assert trouble(f"{server.base}/x", seconds=0.3) is Trouble.UNREACHABLE
    assert monotonic() - started_at < 2


def test_nobody_there(server: JoinServer) -> None:
    del server
    assert trouble("http://127.0.0.1:1/") is Trouble.UNREACHABLE
    nowhere = Fetcher(resolve=lambda _host, _port: ())
    assert trouble("https://join.example", nowhere) is Trouble.UNREACHABLE


def test_how_long_to_wait_is_seconds_or_a_moment_on_the_servers_own_clock() -> None:
    date = "Mon, 07 Dec 2026 02:00:00 GMT"
    assert wait_seconds("120", "") == 120
    assert wait_seconds("Mon, 07 Dec 2026 02:05:00 GMT", date) == 300
    assert wait_seconds("Mon, 07 Dec 2026 01:00:00 GMT", date) == 0
    assert wait_seconds("9" * 40, "") == 86_400
    assert wait_seconds("soon", date) is None
    assert wait_seconds("", "") is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_is_a_traceback(retry_after: str, date: str) -> None:
    wait = wait_seconds(retry_after, date)
    assert wait is None or 0 <= wait <= 86_400


@given(st.text(max_size=60))
def test_no_address_is_a_traceback(text: str) -> None:
    fetcher = Fetcher(resolve=lambda _host, _port: ("10.0.0.1",))
    with pytest.raises(SourceError):
        get(f"http://{text}", fetcher)


def test_a_wanderer_follows_to_another_server_and_never_inside(server: JoinServer) -> None:
    there = server.base.replace("127.0.0.1", "localhost")
    server.answers("/x", Answer(status=301, headers={"location": f"{there}/y"}))
    server.answers("/y", Answer(body=b"there"))
    both = Fetcher(trusted_hosts=frozenset({"127.0.0.1", "localhost"}), wanders=True)
    assert get(f"{server.base}/x", both).body == b"there"
    assert trouble(f"{server.base}/x") is Trouble.FORBIDDEN  # who does not wander
    wanderer = Fetcher(trusted_hosts=frozenset({"127.0.0.1"}), wanders=True)
    assert trouble(f"{server.base}/x", wanderer) is Trouble.FORBIDDEN  # localhost lies inside


@pytest.mark.parametrize(
    "location", ["http://inside.example/", "http://10.0.0.1/", "ftp://a.example/", "http://u:p@a/"]
)
def test_no_server_sends_a_wanderer_where_only_the_operator_may(
    server: JoinServer, location: str
) -> None:
    """`outside` is reached at the loopback address only because the test says so."""
    server.answers("/x", Answer(status=302, headers={"location": location}))
    known = {"127.0.0.1": "127.0.0.1", "inside.example": "10.0.0.2", "10.0.0.1": "10.0.0.1"}
    wanderer = Fetcher(
        trusted_hosts=frozenset({"127.0.0.1"}),
        resolve=lambda host, _port: (known[host],),
        wanders=True,
    )
    assert trouble(f"{server.base}/x", wanderer) is Trouble.FORBIDDEN
    assert len(server.asked) == 1
