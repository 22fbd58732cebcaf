"""Requests as Slack makes them."""

from itertools import count
from urllib.parse import urlencode

import orjson

from bot.slack.bolt import request_from
from bot.slack.requests import RawRequest, request_of
from bot.slack.signature import sign

SECRET = "signing-secret"  # noqa: S105
BOT_ID, TEAM_ID = "U0BOT", "T0ROC"
USER_ID, CHANNEL_ID, DIRECT_ID = "U0LIN", "C0PO", "D0LIN"
SENT_AT = 1_796_270_400  # 2026-12-03 04:00 UTC
Json = dict[str, object]

numbers = count(1)


def event(content: Json, **envelope: object) -> Json:
    """An event in its envelope."""
    return {
        "type": "event_callback",
        "token": "of old",
        "team_id": TEAM_ID,
        "api_app_id": "A0PO",
        "event_id": f"Ev{next(numbers):010d}",
        "event_time": SENT_AT,
        "authorizations": [{"team_id": TEAM_ID, "user_id": BOT_ID, "is_bot": True}],
        "event": content,
        **envelope,
    }


def mention(text: str, **more: object) -> Json:
    """Somebody calls the bot in a channel."""
    return event(
        {
            "type": "app_mention",
            "channel": CHANNEL_ID,
            "user": USER_ID,
            "text": text,
            "ts": "1796270400.000100",
            **more,
        }
    )


def whisper(text: str, **more: object) -> Json:
    """Somebody writes to the bot one to one."""
    return event(
        {
            "type": "message",
            "channel_type": "im",
            "channel": DIRECT_ID,
            "user": USER_ID,
            "text": text,
            "ts": "1796270400.000200",
            **more,
        }
    )


def command(text: str, **more: str) -> bytes:
    """The form of `/po <text>`."""
    form = {
        "command": "/po",
        "text": text,
        "user_id": USER_ID,
        "channel_id": CHANNEL_ID,
        "team_id": TEAM_ID,
        "trigger_id": f"13345224609.{next(numbers)}",
        "response_url": "https://hooks.slack.com/commands/T0ROC/1/abc",
        **more,
    }
    return urlencode(form).encode()


def body_of(content: Json) -> bytes:
    return orjson.dumps(content)


def read_request(body: bytes) -> RawRequest:
    """Read a body as the endpoint does, with Bolt."""
    return request_of(request_from(body, {}).body)


def headers_for(body: bytes, *, at: float, secret: str = SECRET) -> dict[str, str]:
    """The headers that Slack puts on a request at a moment."""
    timestamp = str(int(at))
    return {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign(secret, timestamp.encode(), body).decode(),
    }
