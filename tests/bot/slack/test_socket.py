"""Socket Mode against a line of our own: acknowledged when durable, opened again when it ends."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition, Thread
from time import monotonic

import pytest
from structlog.testing import capture_logs

from bot.gate import Arrival
from bot.message import Platform
from bot.slack.client import SlackClient
from bot.slack.socket import SlackSocket
from tests.bot.slack.events import BOT_ID, Json, event, mention
from tests.support.slack_server import PATIENCE, SlackServer, envelope, running_slack


@dataclass
class KeepingGate:
    """Keeps what comes in; while it is `away`, nothing is durable."""

    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    away: bool = False
    slow: bool = False  # what comes in waits for `settle`
    waiting: list[Future[int]] = field(default_factory=list[Future[int]])
    changed: Condition = field(default_factory=Condition)

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        answer: Future[int] = Future()
        with self.changed:
            self.arrivals.extend(arrivals)
            if self.slow:
                self.waiting.append(answer)
            self.changed.notify_all()
        if self.slow:
            return answer
        if self.away:
            answer.set_exception(OSError("away"))
        else:
            answer.set_result(1)
        return answer

    def settle(self) -> None:
        for answer in self.waiting:
            answer.set_result(1)

    def wait_for(self, number: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.arrivals) >= number, PATIENCE)


@dataclass
class Line:
    """Slack, the gate, and the socket between them."""

    slack: SlackServer
    gate: KeepingGate
    socket: SlackSocket

    def sends(self, kind: str, payload: object) -> str:
        one = envelope(kind, payload)
        self.slack.send_down(one)
        return str(one["envelope_id"])


@pytest.fixture
def line() -> Iterator[Line]:
    with running_slack() as slack:
        client = SlackClient(token="xoxb-test", api_base=slack.base, timeout=2)  # noqa: S106
        socket = SlackSocket(client, "xapp-test", ping_seconds=0.2)
        gate = KeepingGate()
        socket.start(gate)
        slack.wait_for_line()
        yield Line(slack, gate, socket)
        socket.stop()
        client.close()


def test_an_event_is_kept_and_then_acknowledged(line: Line) -> None:
    sent = line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    assert line.slack.wait_for_acknowledgement() == [{"envelope_id": sent}]
    (arrival,) = line.gate.arrivals
    assert arrival.platform is Platform.SLACK


def test_what_is_not_for_the_bot_is_acknowledged_too(line: Line) -> None:
    sent = [line.sends("events_api", event({"type": "brand_new"})), line.sends("unheard_of", {})]
    told = line.slack.wait_for_acknowledgement(2)
    assert [one["envelope_id"] for one in told] == sent
    assert line.gate.arrivals == []


def test_what_could_not_be_stored_is_not_acknowledged(line: Line) -> None:
    line.gate.away = True
    line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    line.gate.wait_for(1)
    line.gate.away = False
    again = line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    assert line.slack.wait_for_acknowledgement() == [{"envelope_id": again}]


def test_commands_and_taps_come_the_same_way(line: Line) -> None:
    line.sends("slash_commands", {"command": "/po", "text": "我的案件", "user_id": "U0LIN"})
    line.gate.wait_for(1)
    assert b"slash" not in line.gate.arrivals[0].payload
    assert line.gate.arrivals[0].chat_id == "U0LIN"


@pytest.mark.parametrize("ending", ["hang up", "goodbye"])
def test_a_line_that_ends_is_opened_again(line: Line, ending: str) -> None:
    if ending == "hang up":
        line.slack.hang_up()
    else:
        line.slack.send_down({"type": "disconnect", "reason": "refresh_requested"})
    line.slack.wait_for_line(2)
    sent = line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    assert line.slack.wait_for_acknowledgement() == [{"envelope_id": sent}]


def test_a_slack_that_refuses_the_line_is_asked_again(line: Line) -> None:
    line.slack.refused["apps.connections.open"] = "internal_error"
    line.slack.hang_up()
    line.slack.wait_for("apps.connections.open", 3)
    line.slack.refused.clear()
    line.slack.wait_for_line(2)


def test_a_line_that_could_not_be_opened_is_asked_for_anew(line: Line) -> None:
    line.slack.refused["line"] = "the firewall"
    line.slack.hang_up()
    line.slack.wait_for("line", 2)
    assert line.socket.trouble == "WSServerHandshakeError"
    line.slack.refused.clear()
    line.slack.wait_for_line(2)
    sent = line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    assert line.slack.wait_for_acknowledgement() == [{"envelope_id": sent}]
    assert line.socket.trouble == ""


@pytest.mark.parametrize("junk", ["", "{", "[]", "\x00", '{"type": 7}', "{" * 9000])
def test_junk_on_the_line_disturbs_nobody(line: Line, junk: str) -> None:
    line.slack.send_down(junk)
    sent = line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    assert line.slack.wait_for_acknowledgement() == [{"envelope_id": sent}]
    assert len(line.slack.lines) == 1


def test_a_wrong_token_is_one_line_in_the_log_and_the_line_opens_once_it_is_right() -> None:
    with running_slack() as slack, capture_logs() as logs:
        slack.refused["apps.connections.open"] = "invalid_auth"
        client = SlackClient(token="xoxb-test", api_base=slack.base, timeout=2)  # noqa: S106
        socket = SlackSocket(client, "xapp-wrong", ping_seconds=0.05)
        socket.start(KeepingGate())
        slack.wait_for("apps.connections.open", 4)
        assert socket.trouble == "invalid_auth"
        slack.refused.clear()
        slack.wait_for_line()
        client.wire.loop.run(until(lambda: not socket.trouble), seconds=PATIENCE)
        socket.stop()
        client.close()
    down = [one for one in logs if one["event"] == "slack_socket_is_down"]
    assert [one["reason"] for one in down] == ["invalid_auth"]


def test_a_proxy_is_passed_by_where_it_is_not_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_slack() as slack:
        client = SlackClient(token="xoxb-test", api_base=slack.base, timeout=2)  # noqa: S106
        socket = SlackSocket(client, "xapp-test", ping_seconds=0.2)
        socket.start(KeepingGate())
        slack.wait_for_line()
        socket.stop()
        client.close()


def test_it_stops_while_it_cannot_even_open_a_line() -> None:
    client = SlackClient(token="xoxb-test", api_base="http://127.0.0.1:9/api/")  # noqa: S106
    socket = SlackSocket(client, "xapp-test")
    socket.start(KeepingGate())
    client.wire.loop.run(until(lambda: bool(socket.trouble)), seconds=PATIENCE)
    assert socket.trouble == "ClientConnectorError"
    began = monotonic()
    socket.stop()
    client.close()
    assert monotonic() - began < 3


def test_what_is_being_stored_when_it_stops_is_acknowledged(line: Line) -> None:
    line.gate.slow = True
    sent = line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    line.gate.wait_for(1)
    stopping = Thread(target=line.socket.stop)
    stopping.start()
    line.gate.settle()
    assert line.slack.wait_for_acknowledgement() == [{"envelope_id": sent}]
    stopping.join(PATIENCE)
    assert not stopping.is_alive()


def test_a_form_is_told_what_is_wrong_with_it(line: Line) -> None:
    view: dict[str, object] = {"callback_id": "register", "type": "modal"}
    line.sends("interactive", {"type": "view_submission", "user": {"id": "U0LIN"}, "view": view})
    (told,) = line.slack.wait_for_acknowledgement()
    assert told["payload"] == {
        "response_action": "errors",
        "errors": {"subject": "請寫一句案由"},
    }


@pytest.mark.parametrize("strange", [{"user": 5}, {"team": 7}, {"authorizations": {"a": 1}}])
def test_what_bolt_cannot_read_is_not_acknowledged_and_the_line_stays(
    line: Line, strange: Json
) -> None:
    line.sends("interactive", strange)
    sent = line.sends("events_api", mention(f"<@{BOT_ID}> 登記 噪音"))
    line.gate.wait_for(1)
    assert {"envelope_id": sent} in line.slack.wait_for_acknowledgement()
    assert line.socket.trouble == ""
    assert len(line.slack.lines) == 1


async def until(is_so: Callable[[], bool]) -> None:
    """Look at something of the loop's until it is so."""
    while not is_so():
        await asyncio.sleep(0.01)
