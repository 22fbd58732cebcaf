"""Nearly right is wrong: a signature that was cut, changed, borrowed, kept or sent twice."""

import asyncio
import hmac
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from bot.clock import StandingClock
from bot.line.webhook import LineWebhook
from bot.slack.bolt import bolt_app
from bot.slack.door import SlackDoor
from bot.slack.webhook import SlackWebhook
from tests.support.edges import CHANNEL_SECRET, SIGNING_SECRET, no_slack

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp())).encode()
BODY = b'{"events": [], "type": "event_callback", "event": {}}'
Headers = tuple[tuple[bytes, bytes], ...]


class NoGate:
    """A gate that nothing may reach."""

    def admit(self, arrivals: object) -> "Future[int] | None":
        raise AssertionError(arrivals)


LINE = LineWebhook(secret=CHANNEL_SECRET, gate=NoGate(), verbs=frozenset())
SLACK = SlackWebhook(
    secret=SIGNING_SECRET, app=bolt_app(no_slack(), SlackDoor(NoGate())), clock=StandingClock(NOW)
)


def knock(webhook: LineWebhook | SlackWebhook, body: bytes, headers: Headers) -> int:
    """Send one request; returns the status."""
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(webhook({"type": "http", "headers": list(headers)}, receive, send))
    return statuses[0]


def line_signature(body: bytes, secret: str = CHANNEL_SECRET) -> bytes:
    return b64encode(hmac.digest(secret.encode(), body, "sha256"))


def slack_signature(body: bytes, secret: str = SIGNING_SECRET, stamp: bytes = STAMP) -> bytes:
    digest = hmac.digest(secret.encode(), b"v0:" + stamp + b":" + body, "sha256")
    return b"v0=" + digest.hex().encode()


def to_line(body: bytes, *signatures: bytes) -> int:
    return knock(LINE, body, tuple((b"x-line-signature", one) for one in signatures))


def to_slack(body: bytes, *signatures: bytes, stamp: bytes = STAMP) -> int:
    named = tuple((b"x-slack-signature", one) for one in signatures)
    return knock(SLACK, body, ((b"x-slack-request-timestamp", stamp), *named))


CHANGES: tuple[Callable[[bytes, int], bytes], ...] = (
    lambda signature, at: signature[:at],
    lambda signature, at: signature[at + 1 :],
    lambda signature, at: signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :],
    lambda signature, at: signature[:at] + b"\xc3\xa9" + signature[at:],
    lambda signature, at: signature + signature[: at + 1],
    lambda signature, _: signature + b"\n",
    lambda signature, _: b" " + signature,
)


def test_the_right_signatures_are_believed() -> None:
    assert to_line(BODY, line_signature(BODY)) == 200
    assert to_slack(BODY, slack_signature(BODY)) == 200


@given(st.sampled_from(CHANGES), st.integers(0, 42), st.binary(max_size=40))
def test_a_signature_that_was_changed_anywhere_is_refused(
    change: Callable[[bytes, int], bytes], at: int, body: bytes
) -> None:
    assert to_line(body, change(line_signature(body), at)) == 400
    assert to_slack(body, change(slack_signature(body), at)) == 401


@given(st.binary(max_size=40), st.binary(min_size=1, max_size=8))
def test_the_signature_of_another_body_or_key_is_refused(body: bytes, more: bytes) -> None:
    assert to_line(body + more, line_signature(body)) == 400
    assert to_slack(body + more, slack_signature(body)) == 401
    assert to_line(body, line_signature(body, SIGNING_SECRET)) == 400
    assert to_slack(body, slack_signature(body, CHANNEL_SECRET)) == 401


@pytest.mark.parametrize("seconds", [-301, 301, -(10**9), 10**11])
def test_what_slack_signed_long_ago_or_later_is_refused(seconds: int) -> None:
    stamp = str(int(STAMP) + seconds).encode()
    assert to_slack(BODY, slack_signature(BODY, stamp=stamp), stamp=stamp) == 401


def test_a_second_header_does_not_carry_a_wrong_one_in() -> None:
    assert to_line(BODY, line_signature(BODY), b"AAAA") == 400
    assert to_slack(BODY, slack_signature(BODY), b"v0=00") == 401
