"""What the platforms send, in their own JSON: how the world's people type, tap and come and go."""

import hmac
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Protocol

import orjson
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.addressing import what_is_asked
from bot.clock import Clock
from bot.gate import Admits
from bot.line.receive import read_stored as read_line
from bot.line.webhook import line_webhook_route
from bot.message import Platform
from bot.raw import id_of, part
from bot.slack.bolt import bolt_app
from bot.slack.door import SlackDoor
from bot.slack.receive import Me
from bot.slack.receive import read_stored as read_slack
from bot.slack.webhook import slack_webhook_route
from handlers.reception import ReadStored

Event = dict[str, object]

CHANNEL_SECRET = "channel-secret"  # noqa: S105
SIGNING_SECRET = "signing-secret"  # noqa: S105
LINE_BOT = "U" + "f" * 32
SLACK_BOT, SLACK_TEAM = "U0POBOT", "T0GOVTW"
ADDRESS = re.compile(r"https?://[!-~]+")


def no_slack() -> AsyncWebClient:
    """Make a client that is never used."""
    return AsyncWebClient(token="xoxb-test")  # noqa: S106


@dataclass(frozen=True)
class Spot:
    """Where somebody is: a group, or alone with the bot."""

    id: str
    is_group: bool
    thread: str = ""  # Slack's


class Edge(Protocol):
    """One platform as the people of the world use it."""

    @property
    def platform(self) -> Platform: ...

    def reader(self) -> ReadStored: ...

    def route(self, gate: Admits) -> Route: ...

    def account(self, number: int) -> str: ...

    def group(self, name: str) -> str: ...

    def typed(self, spot: Spot, text: str, sender: str, message_id: str) -> Event: ...

    def happened(self, spot: Spot, kind: str, **parts: object) -> Event: ...

    def post(self, http: TestClient, events: Sequence[Event]) -> None: ...


@dataclass
class LineEdge:
    """LINE: several events in one signed request, each with its reply token."""

    clock: Clock
    verbs: frozenset[str]
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    platform: Platform = Platform.LINE

    def reader(self) -> ReadStored:
        return partial(read_line, verbs=self.verbs)

    def route(self, gate: Admits) -> Route:
        return line_webhook_route(secret=CHANNEL_SECRET, gate=gate, verbs=self.verbs)

    def account(self, number: int) -> str:
        return f"U{number:032x}"

    def group(self, name: str) -> str:
        return f"C{sum(map(ord, name)):032x}"

    def typed(self, spot: Spot, text: str, sender: str, message_id: str) -> Event:
        message = {"type": "text", "id": message_id or f"m{next(self.numbers)}", "text": text}
        return self._event("message", {**_source(spot), "userId": sender}, message=message)

    def happened(self, spot: Spot, kind: str, **parts: object) -> Event:
        return self._event(kind, _source(spot), **parts)

    def post(self, http: TestClient, events: Sequence[Event]) -> None:
        body = orjson.dumps({"destination": LINE_BOT, "events": list(events)})
        signature = b64encode(hmac.digest(CHANNEL_SECRET.encode(), body, "sha256"))
        answer = http.post(
            "/line/webhook", content=body, headers={"x-line-signature": signature.decode()}
        )
        assert answer.status_code == 200, answer.status_code

    def _event(self, kind: str, source: Event, **parts: object) -> Event:
        number = next(self.numbers)
        return {
            "type": kind,
            "mode": "active",
            "timestamp": int(self.clock.now().timestamp() * 1000),
            "source": source,
            "webhookEventId": f"01J{number:023d}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"token-{number}",
            **parts,
        }


def _source(spot: Spot) -> Event:
    if spot.is_group:
        return {"type": "group", "groupId": spot.id}
    return {"type": "user", "userId": spot.id}


@dataclass
class SlackEdge:
    """Slack: one signed request for each event; in a channel the bot hears its mentions only."""

    clock: Clock
    verbs: frozenset[str]
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    platform: Platform = Platform.SLACK
    moments: dict[str, str] = field(default_factory=dict[str, str])  # of messages, by their names
    messages: dict[str, Event] = field(default_factory=dict[str, Event])  # by their moments

    def reader(self) -> ReadStored:
        return partial(read_slack, me=Me(user_id=SLACK_BOT, team_id=SLACK_TEAM))

    def route(self, gate: Admits) -> Route:
        app = bolt_app(no_slack(), SlackDoor(gate))
        return slack_webhook_route(secret=SIGNING_SECRET, app=app, clock=self.clock)

    def account(self, number: int) -> str:
        return f"U0{number:09d}"

    def group(self, name: str) -> str:
        return f"C0{sum(map(ord, name)):09d}"

    def typed(self, spot: Spot, text: str, sender: str, message_id: str) -> Event:
        moment = self._moment()
        if message_id:
            moment = self.moments.setdefault(message_id, moment)
        event: Event = {
            "user": sender,
            "ts": moment,
            "channel": spot.id if spot.is_group else f"D{spot.id[1:]}",
            "team": SLACK_TEAM,
            **({"thread_ts": spot.thread} if spot.thread else {}),
            **self._said(spot, text),
        }
        self.messages[moment] = event
        return self._envelope(event)

    def happened(self, spot: Spot, kind: str, **parts: object) -> Event:
        return self._envelope(self._happening(spot, kind, parts))

    def post(self, http: TestClient, events: Sequence[Event]) -> None:
        for event in events:
            body = orjson.dumps(event)
            stamp = str(int(self.clock.now().timestamp()))
            base = b":".join((b"v0", stamp.encode(), body))
            digest = hmac.digest(SIGNING_SECRET.encode(), base, "sha256").hex()
            headers = {
                "content-type": "application/json",
                "x-slack-request-timestamp": stamp,
                "x-slack-signature": f"v0={digest}",
            }
            answer = http.post("/slack/events", content=body, headers=headers)
            assert answer.status_code == 200, answer.status_code

    def _said(self, spot: Spot, text: str) -> Event:
        """A mention takes the place of `#` and of 「小幫手」; other talk has none."""
        if not spot.is_group:
            return {"type": "message", "channel_type": "im", "text": _as_slack_writes(text)}
        asked = what_is_asked(text, mentioned=False, direct=False, verbs=self.verbs)
        if asked is None:
            return {"type": "message", "channel_type": "channel", "text": _as_slack_writes(text)}
        return {"type": "app_mention", "text": f"<@{SLACK_BOT}> {_as_slack_writes(asked)}"}

    def _happening(self, spot: Spot, kind: str, parts: dict[str, object]) -> Event:
        channel = spot.id if spot.is_group else f"D{spot.id[1:]}"
        match kind:
            case "join":
                return {"type": "member_joined_channel", "user": SLACK_BOT, "channel": channel}
            case "leave":
                return {"type": "channel_left", "channel": channel}
            case "message":  # a picture without a word
                return {
                    "type": "message",
                    "subtype": "file_share",
                    "channel": channel,
                    "channel_type": "channel" if spot.is_group else "im",
                    "user": spot.id,
                    "text": "",
                    "files": [{"id": "F1"}],
                    **parts,
                    "ts": self._moment(),
                }
            case "unsend":
                moment = self.moments[id_of(part(parts, "unsend"), "messageId")]
                return {
                    "type": "message",
                    "subtype": "message_deleted",
                    "channel": channel,
                    "channel_type": "channel" if spot.is_group else "im",
                    "deleted_ts": moment,
                    "ts": self._moment(),
                    "previous_message": self.messages[moment],
                }
            case _:
                message = f"on Slack there is no {kind}"
                raise AssertionError(message)

    def _moment(self) -> str:
        return f"{int(self.clock.now().timestamp())}.{next(self.numbers):06d}"

    def _envelope(self, event: Event) -> Event:
        return {
            "type": "event_callback",
            "team_id": SLACK_TEAM,
            "api_app_id": "A0POBOT",
            "event_id": f"Ev{next(self.numbers):09d}",
            "event_time": int(self.clock.now().timestamp()),
            "authorizations": [{"team_id": SLACK_TEAM, "user_id": SLACK_BOT, "is_bot": True}],
            "event": event,
        }


def _as_slack_writes(text: str) -> str:
    """Escape as Slack does, and put addresses between angle brackets."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return ADDRESS.sub(r"<\g<0>>", escaped)
