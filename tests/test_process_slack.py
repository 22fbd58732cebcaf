"""The real process and Slack: killed at the worst moments, over HTTP and over the socket."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.clock import SystemClock
from bot.failpoint import KILLED, Step
from bot.message import Platform
from storage.cipher import Cipher
from storage.engine import open_database
from storage.records.officers import Appointment, Officer, Role
from tests.bot.slack.events import SECRET, USER_ID, Json, body_of, command, headers_for, whisper
from tests.support.slack_server import Fault, SlackServer, envelope, running_slack
from tests.test_process import (
    HTTP,
    KEY,
    LEASE_SECONDS,
    WORST_AFTER_200,
    end_leases,
    free_port,
    serving,
    subjects,
)

HERS = f"D{USER_ID}"  # what our own Slack calls her one-to-one talk


pytestmark = pytest.mark.early


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with running_slack() as slack:
        yield slack


def environment(url: str, slack: SlackServer, port: int, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "PORT": str(port),
        "POBOT_SECRET_KEY": KEY,
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_BASE": slack.base,
        "JOIN_BASE": "off",
        "GAZETTE_BASE": "off",
        "POBOT_LEASE_SECONDS": LEASE_SECONDS,
        **more,
    }


def officer(url: str) -> None:
    """Put 林若晴 of 衛福部 into the roster, with her Slack account."""
    database = open_database(url, Cipher(KEY))
    with database.unit_of_work() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        person = uow.officers.add(Officer(id=0, name="林若晴"))
        uow.officers.add_appointment(
            Appointment(id=0, officer_id=person.id, agency_id=agency.id, role=Role.PO)
        )
        now = datetime(2026, 12, 7, tzinfo=UTC)
        uow.bindings.add(Platform.SLACK, USER_ID, person.id, now=now)
        uow.commit()
    database.dispose()


def post(port: int, content: Json | bytes, **more: str) -> int:
    body = content if isinstance(content, bytes) else body_of(content)
    headers = {**headers_for(body, at=SystemClock().now().timestamp()), **more}
    url = f"http://127.0.0.1:{port}/slack/events"
    return HTTP.request("POST", url, body=body, headers=headers).status


def keys(slack: SlackServer, channel: str) -> list[str]:
    return [str(message["client_msg_id"]) for message in slack.channels.get(channel, [])]


ON_POSTGRES = pytest.mark.parametrize(  # LINE is killed on both: docs/decisions/0010
    "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@ON_POSTGRES
@pytest.mark.parametrize("step", WORST_AFTER_200)
def test_killed_at_the_worst_moment_nothing_is_lost_and_nothing_comes_twice(
    migrated_url: str, slack: SlackServer, step: Step
) -> None:
    # Given a process that ends itself at `step`, after it acknowledged a registration
    officer(migrated_url)
    port = free_port()
    asked = whisper("登記 公園夜間噪音")
    with serving(environment(migrated_url, slack, port, POBOT_FAILPOINT=step)) as process:
        assert post(port, asked) == 200
        assert process.wait(timeout=30) == KILLED
    # When it is started again after a while, and Slack sends the event once more
    end_leases(migrated_url)
    with serving(environment(migrated_url, slack, port)):
        assert post(port, asked, **{"x-slack-retry-num": "1"}) == 200
        assert slack.wait_for_messages(HERS)
        assert post(port, whisper("我的案件")) == 200
        slack.wait_for_messages(HERS, 2)
    # Then there is one case, and each answer came once
    assert subjects(migrated_url) == ["公園夜間噪音"]
    sent = keys(slack, HERS)
    assert len(sent) == len(set(sent)) == 2
    if step is Step.DELIVERY_SENT:
        assert slack.asked("conversations.history")


@ON_POSTGRES
def test_an_answer_that_arrived_without_a_word_is_not_sent_again(
    migrated_url: str, slack: SlackServer
) -> None:
    officer(migrated_url)
    port = free_port()
    slack.faults = [Fault(status=500, after=True)]
    with serving(environment(migrated_url, slack, port)):
        assert post(port, whisper("我的案件")) == 200
        slack.wait_for("conversations.history")
        assert post(port, whisper("說明")) == 200
        slack.wait_for_messages(HERS, 2)
    assert len(keys(slack, HERS)) == 2


def test_a_command_is_answered_where_it_was_typed(migrated_url: str, slack: SlackServer) -> None:
    officer(migrated_url)
    port = free_port()
    with serving(environment(migrated_url, slack, port)):
        typed = command("我的案件", response_url=f"{slack.root}/commands/1")
        now = SystemClock().now().timestamp()
        stranger = headers_for(typed, at=now, secret="another")  # noqa: S106
        url = f"http://127.0.0.1:{port}"
        answer = HTTP.request("POST", f"{url}/slack/events", body=typed, headers=stranger)
        assert answer.status == 401
        assert HTTP.request("GET", f"{url}/line/webhook").status == 404  # LINE is switched off
        assert [post(port, typed), post(port, typed)] == [200, 200]
        slack.wait_for("respond")
        assert post(port, whisper("說明")) == 200
        slack.wait_for_messages(HERS)
    assert len(slack.asked("respond")) == 1


def test_over_the_socket_it_needs_no_address(migrated_url: str, slack: SlackServer) -> None:
    officer(migrated_url)
    env = environment(migrated_url, slack, free_port(), SLACK_APP_TOKEN="xapp-test")  # noqa: S106
    del env["SLACK_SIGNING_SECRET"]
    asked = envelope("events_api", whisper("登記 公園夜間噪音"))
    with serving(env) as process:
        slack.wait_for_line()
        slack.send_down(asked)
        slack.wait_for_messages(HERS)
        slack.send_down({**asked, "envelope_id": "again", "retry_attempt": 1})
        slack.wait_for_acknowledgement(2)
        process.terminate()
        process.wait(timeout=15)
    assert subjects(migrated_url) == ["公園夜間噪音"]
    assert len(keys(slack, HERS)) == 1
