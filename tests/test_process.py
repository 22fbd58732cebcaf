"""The real process: started, killed at the worst moments, started again; over real HTTP."""

import hmac
import os
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
import urllib3
from sqlalchemy import update

from bot.clock import SystemClock
from bot.failpoint import KILLED, Step
from bot.message import Platform
from storage.cipher import Cipher
from storage.connections import make_engine
from storage.engine import open_database
from storage.records.officers import Appointment, Officer, Role
from storage.tables.messages import deliveries, inbox_events
from tests.support.gazette_server import running_gazette
from tests.support.join_server import running_join
from tests.support.line_server import LineServer, running_line
from tests.support.source_server import Answer

KEY = "a key for tests only and as long as it must be"
LEASE_SECONDS = "24"  # short, for what is not ended by the test itself
SECRET = "channel-secret"  # noqa: S105
ACCOUNT = "U" + "1" * 32
# The others are stepped on in tests/chaos.
WORST_AFTER_200 = [
    Step.EVENT_CLAIMED,
    Step.EVENT_HANDLED,
    Step.DELIVERY_CLAIMED,
    Step.DELIVERY_SENT,
]
HTTP = urllib3.PoolManager(retries=urllib3.Retry(connect=40, backoff_factor=0.05, read=0))


pytestmark = pytest.mark.early


@pytest.fixture
def line() -> Iterator[LineServer]:
    with running_line() as line:
        yield line


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(url: str, line: LineServer, port: int, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "PORT": str(port),
        "POBOT_SECRET_KEY": KEY,
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "token",
        "LINE_API_BASE": line.base,
        "JOIN_BASE": "off",
        "GAZETTE_BASE": "off",
        "POBOT_NOTICE_MILLISECONDS": "100",
        "POBOT_LEASE_SECONDS": LEASE_SECONDS,
        **more,
    }


@contextmanager
def serving(env: dict[str, str]) -> Generator[subprocess.Popen[bytes]]:
    command = [str(Path(sys.executable).with_name("pobot")), "serve"]
    with subprocess.Popen(command, env=env) as process:  # noqa: S603
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)


def officer(url: str) -> None:
    """Put 林若晴 of 衛福部 into the roster, with her LINE account."""
    now = datetime(2026, 12, 7, tzinfo=UTC)
    database = open_database(url, Cipher(KEY))
    with database.unit_of_work() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        person = uow.officers.add(Officer(id=0, name="林若晴"))
        uow.officers.add_appointment(
            Appointment(id=0, officer_id=person.id, agency_id=agency.id, role=Role.PO)
        )
        uow.bindings.add(Platform.LINE, ACCOUNT, person.id, now=now)
        uow.commit()
    database.dispose()


def typed(number: int, text: str) -> dict[str, object]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1_796_608_800_000 + number,
        "source": {"type": "user", "userId": ACCOUNT},
        "webhookEventId": f"01J{number:023d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"token-{number}",
        "message": {"type": "text", "id": str(number), "text": text},
    }


def post(port: int, *events: dict[str, object]) -> int:
    body = orjson.dumps({"destination": "U" + "f" * 32, "events": list(events)})
    signature = b64encode(hmac.digest(SECRET.encode(), body, "sha256")).decode()
    headers = {"x-line-signature": signature, "content-type": "application/json"}
    url = f"http://127.0.0.1:{port}/line/webhook"
    return HTTP.request("POST", url, body=body, headers=headers).status


def subjects(url: str) -> list[str]:
    database = open_database(url, Cipher(KEY))
    with database.unit_of_work() as uow:
        found = [subject for _, _, subject in uow.cases.open_subjects()]
    database.dispose()
    return found


def end_leases(url: str) -> None:
    """Let the time pass after which another process takes over what one was killed over."""
    engine = make_engine(url)
    past = SystemClock().now() - timedelta(minutes=1)
    with engine.begin() as connection:
        for table in (deliveries, inbox_events):
            leased = table.c.lease_until_at.is_not(None)
            connection.execute(update(table).where(leased).values(lease_until_at=past))
    engine.dispose()


@pytest.mark.parametrize("step", WORST_AFTER_200)
def test_killed_at_the_worst_moment_nothing_is_lost_and_nothing_happens_twice(
    migrated_url: str, line: LineServer, step: Step
) -> None:
    # Given a process that ends itself at `step`, after it acknowledged a registration
    officer(migrated_url)
    port = free_port()
    with serving(environment(migrated_url, line, port, POBOT_FAILPOINT=step)) as process:
        assert post(port, typed(1, "登記 公園夜間噪音")) == 200
        assert process.wait(timeout=30) == KILLED
    end_leases(migrated_url)
    # When it is started again after a while, and LINE sends the event once more
    with serving(environment(migrated_url, line, port)):
        assert post(port, typed(1, "登記 公園夜間噪音")) == 200
        assert post(port, typed(2, "我的案件")) == 200
        # Then the later line of the conversation is answered after the first was handled
        last = line.wait_for_messages(1 if step is Step.DELIVERY_CLAIMED else 2)
    assert subjects(migrated_url) == ["公園夜間噪音"]
    # And no answer was sent twice; one that may have been sent was not sent again
    tokens = [body["replyToken"] for path, body in last if path.endswith("/reply")]
    assert len(tokens) == len(set(tokens))
    assert "token-2" in tokens


def test_the_process_answers_readiness_and_stops_on_sigterm(
    migrated_url: str, line: LineServer
) -> None:
    port = free_port()
    with serving(environment(migrated_url, line, port)) as process:
        answer = HTTP.request("GET", f"http://127.0.0.1:{port}/healthz")
        assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        # After a clean end, uvicorn passes the signal on.
        assert process.wait(timeout=15) == -signal.SIGTERM


def test_join_is_looked_at_and_holds_no_process_up(migrated_url: str, line: LineServer) -> None:
    with running_join() as join:
        join.answers("/", Answer(drip=True))  # never ends its answer
        env = environment(migrated_url, line, free_port(), JOIN_BASE=join.base)
        with serving(env) as process:
            assert join.was_asked.wait(30)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=15) == -signal.SIGTERM
    assert join.paths()[0].startswith("/idea/index/search/ENDORSING")


def test_the_gazette_is_read_where_the_environment_says(
    migrated_url: str, line: LineServer
) -> None:
    with running_gazette() as gazette:
        env = environment(migrated_url, line, free_port(), GAZETTE_BASE=gazette.base)
        with serving(env) as process:
            assert gazette.was_asked.wait(30)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=15) == -signal.SIGTERM
    assert gazette.asked[0].path == "/egFront/OpenData/downloadXML.jsp"


def test_without_credentials_it_names_everything_and_does_not_start(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("pobot")), "serve"]
    env = {"PATH": os.environ["PATH"], "PORT": "no port", "LINE_CHANNEL_SECRET": "half"}
    done = subprocess.run(  # noqa: S603
        command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "PORT" in done.stderr
    assert "LINE_CHANNEL_ACCESS_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_app_engine_on_sqlite_does_not_start(tmp_path: Path, line: LineServer) -> None:
    command = [str(Path(sys.executable).with_name("pobot")), "serve"]
    env = environment(f"sqlite:///{tmp_path}/x.db", line, 0, GAE_ENV="standard")
    done = subprocess.run(  # noqa: S603
        command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "disk does not last" in done.stderr
