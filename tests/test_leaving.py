"""SIGTERM to the real process while LINE hangs and work waits: it ends in time, empty-handed."""

import signal
import time

from bot.clock import SystemClock
from storage.cipher import Cipher
from storage.engine import open_database
from storage.records.messages import DeliveryState
from storage.records.posts import Source, SourceKind
from storage.unit_of_work import UnitOfWork
from tests.support.line_server import LineServer, running_line
from tests.support.slow_line import hanging_line
from tests.test_process import HTTP, KEY, environment, free_port, officer, post, serving, typed

IN_TIME = 10  # seconds that are usual between SIGTERM and SIGKILL
EVENTS = 12


def hanging(base: str) -> LineServer:
    return LineServer(base=base)


def wait_for_503(port: int) -> dict[str, object]:
    """Return what readiness says as soon as it says no; the doors are still open then."""
    for _ in range(200):
        answer = HTTP.request("GET", f"http://127.0.0.1:{port}/readyz", retries=False)
        if answer.status == 503:
            said: dict[str, object] = answer.json()
            return said
        time.sleep(0.01)
    raise AssertionError("it stayed ready")


def assert_join_is_due(uow: UnitOfWork) -> None:
    """Whoever goes on need not wait for the list that was being read."""
    lists = uow.petitions.sources()
    assert lists
    assert all(one.next_look_at <= SystemClock().now() for one in lists)


def switch_on_feed(url: str, at: str) -> None:
    """Let a feed be due."""
    database, now = open_database(url, Cipher(KEY)), SystemClock().now()
    with database.unit_of_work() as uow:
        uow.posts.add_source(
            Source(kind=SourceKind.FEED, name="測試新聞", url=at, added_at=now, next_look_at=now)
        )
        uow.commit()
    database.dispose()


def test_told_to_end_under_load_it_says_so_finishes_and_holds_nothing(migrated_url: str) -> None:
    officer(migrated_url)
    port = free_port()
    with (
        hanging_line() as (base, asked),
        hanging_line() as (join, join_asked),
        hanging_line() as (feed, feed_asked),
    ):
        switch_on_feed(migrated_url, f"{feed}/rss")
        env = environment(
            migrated_url,
            hanging(base),
            port,
            POBOT_NOTICE_MILLISECONDS="1500",
            POBOT_LEASE_SECONDS="60",
            JOIN_BASE=join,
            FEED_OWN_HOSTS="127.0.0.1",
        )
        with serving(env) as process:
            # Given a LINE that takes answers and says nothing, and a stream of sentences
            assert post(port, *(typed(n, "我的案件") for n in range(1, EVENTS))) == 200
            # And Join and a feed that say nothing either
            assert all(each.wait(30) for each in (asked, join_asked, feed_asked))
            ready = HTTP.request("GET", f"http://127.0.0.1:{port}/readyz")
            # When the process is told to end
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            # Then it is not ready at once, though it still takes in what comes
            said = wait_for_503(port)
            assert said == {"ready": False, "parts": {"staying": False}}
            assert post(port, typed(99, "登記 公園夜間噪音")) == 200
            # And it ends in time
            assert process.wait(timeout=15) == -signal.SIGTERM
            took = time.monotonic() - began
    assert took < IN_TIME, took
    assert ready.status == 200
    # And nothing is in the hands of who is gone; what may have arrived is known as such
    database = open_database(migrated_url, Cipher(KEY))
    with database.unit_of_work() as uow:
        counts = uow.outbox.counts()
        assert counts[DeliveryState.SENDING.value] == 0
        assert counts[DeliveryState.UNKNOWN.value] >= 1
        leases = uow.vitals.leases(now=SystemClock().now())
        assert {kind: one.held_count + one.ended_count for kind, one in leases.items()} == {
            "delivery": 0,
            "event": 0,
            "feed": 0,
            "petition": 0,
            "turn": 0,
        }
        assert_join_is_due(uow)
        waiting = uow.inbox.pending_count()
    database.dispose()
    # And another process goes on with what came in
    with running_line() as line, serving(environment(migrated_url, line, free_port())):
        line.wait_for_messages(waiting)
