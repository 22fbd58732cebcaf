"""What people do in Slack beside talking, in Slack's own JSON: commands, taps, shortcuts, forms."""

import hmac
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from urllib.parse import urlencode

import orjson
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.gate import Admits, Arrival
from bot.message import Card, Outgoing, Platform
from bot.plain import plain_text
from bot.raw import Raw, part, parts, text_of
from bot.slack.bolt import bolt_app
from bot.slack.door import SlackDoor
from bot.slack.requests import Call
from bot.slack.webhook import slack_webhook_route
from tests.support.edges import SIGNING_SECRET, SLACK_TEAM, no_slack
from tests.support.world import World

Fields = dict[str, object]

URL = "https://hooks.slack.com/actions/T0GOVTW/1/aBcD"
DOMAIN = "govtw"


def command_form(text: str, *, user: str, channel: str, number: int = 1) -> dict[str, str]:
    """The form of `/po …`."""
    direct = channel.startswith("D")
    return {
        "token": "gone",
        "team_id": SLACK_TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel,
        "channel_name": "directmessage" if direct else "po",
        "user_id": user,
        "user_name": "somebody",
        "command": "/po",
        "text": text,
        "api_app_id": "A0POBOT",
        "response_url": f"{URL}{number}",
        "trigger_id": f"{number}.1.trigger",
    }


def _gesture(kind: str, user: str, number: int) -> Fields:
    return {
        "type": kind,
        "team": {"id": SLACK_TEAM, "domain": DOMAIN},
        "user": {"id": user, "username": "somebody", "team_id": SLACK_TEAM},
        "api_app_id": "A0POBOT",
        "token": "gone",
        "trigger_id": f"{number}.1.trigger",
    }


def tap(  # where, and under what
    value: str,
    *,
    user: str,
    channel: str,
    number: int = 1,
    thread: str = "",
    ephemeral: bool = False,
) -> Fields:
    """A button under a message."""
    under = {"thread_ts": thread} if thread else {}
    return {
        **_gesture("block_actions", user, number),
        "container": {
            "type": "message",
            "message_ts": "1796608800.000900",
            "channel_id": channel,
            "is_ephemeral": ephemeral,
            **under,
        },
        "channel": {"id": channel, "name": "po"},
        "message": {"type": "message", "ts": "1796608800.000900", "text": "…", **under},
        "response_url": f"{URL}{number}",
        "actions": [
            {
                "type": "button",
                "action_id": "type-0-0",
                "block_id": "b",
                "value": value,
                "action_ts": f"1796608801.{number:06d}",
            }
        ],
    }


def tap_at_home(value: str, *, user: str, number: int = 1) -> Fields:
    """A button on the bot's own page."""
    return {
        **_gesture("block_actions", user, number),
        "container": {"type": "view", "view_id": "V0HOME"},
        "view": {"id": "V0HOME", "type": "home", "private_metadata": "", "callback_id": ""},
        "actions": [{"type": "button", "action_id": "type-0-0", "block_id": "b", "value": value}],
    }


def shortcut(  # noqa: PLR0913  # a message, and who wants it to be a case
    text: str,
    *,
    user: str,
    channel: str,
    moment: str = "1796608800.000100",
    thread: str = "",
    number: int = 1,
    name: str = "register",
) -> Fields:
    """「登記成案件」 on a message."""
    under = {"thread_ts": thread} if thread else {}
    return {
        **_gesture("message_action", user, number),
        "callback_id": name,
        "channel": {"id": channel, "name": "po"},
        "message_ts": moment,
        "message": {"type": "message", "user": "U0WRITER1", "ts": moment, "text": text, **under},
        "response_url": f"{URL}{number}",
    }


def submission(view: Mapping[str, object], *, user: str, number: int = 1, **given: str) -> Fields:
    """A form as it comes back: what was drawn, with what was entered."""
    values: Fields = {}
    for block in parts(view, "blocks"):
        if block["type"] == "input":
            element = part(block, "element")
            values[text_of(block, "block_id")] = {
                text_of(element, "action_id"): _state(element, given)
            }
    kept = {name: view[name] for name in ("type", "callback_id", "private_metadata")}
    return {
        **_gesture("view_submission", user, number),
        "view": {"id": "V0MODAL", **kept, "state": {"values": values}},
        "response_urls": [],
    }


def _state(element: Mapping[str, object], given: Mapping[str, str]) -> Fields:
    kind, name = element["type"], str(element["action_id"])
    entered = given.get(name)
    if kind == "datepicker":
        return {"type": kind, "selected_date": entered}
    if kind == "static_select":
        return {"type": kind, "selected_option": {"value": entered} if entered else None}
    before = element.get("initial_value")
    return {"type": kind, "value": entered if entered is not None else before}


def said(card: Card | None) -> str:
    """All words of a card; none for silence."""
    return plain_text(card) if card else ""


class SettledGate:
    """A gate behind which everything is stored by the time it answers."""

    def __init__(self, gate: Admits) -> None:
        self._gate = gate

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        stored = self._gate.admit(arrivals)
        if stored is not None:
            stored.result()
        return stored


class Hands:
    """People's hands in a world: what they do goes in signed; forms that open are kept."""

    def __init__(self, world: World, objection: Callable[[str], str] = lambda _: "") -> None:
        self.world = world
        self.opened: list[Raw] = []
        self.opens = True  # False: Slack refuses to open forms
        door = SlackDoor(SettledGate(world.assistant.gate), self._call, objection)
        app = bolt_app(no_slack(), door)
        route = slack_webhook_route(secret=SIGNING_SECRET, app=app, clock=world.clock)
        self.http = TestClient(Starlette(routes=[route]))

    def _call(self, call: Call, instead: Callable[[], None]) -> None:
        assert call.method == "views.open"
        assert call.arguments["trigger_id"]
        view = part(call.arguments, "view")
        assert view
        if self.opens:
            self.opened.append(view)
        else:
            instead()

    def post(self, body: bytes, kind: str = "application/x-www-form-urlencoded") -> bytes:
        """Hand a request in, and have it handled; what Slack is answered."""
        stamp = str(int(self.world.clock.now().timestamp()))
        base = b":".join((b"v0", stamp.encode(), body))
        digest = hmac.digest(SIGNING_SECRET.encode(), base, "sha256").hex()
        headers = {
            "content-type": kind,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={digest}",
        }
        answer = self.http.post("/slack/events", content=body, headers=headers)
        assert answer.status_code == 200, answer.status_code
        self.world.assistant.drain()
        return answer.content

    def types(self, text: str, *, by: str, channel: str) -> Card | None:
        """`/po text`; the card that comes back."""
        form = command_form(
            text, user=self._id(by), channel=channel, number=next(self.world.numbers)
        )
        return self._after(lambda: self.post(urlencode(form).encode()))

    def does(self, fields: Fields) -> Card | None:
        """A tap, a shortcut or a submission; the card that comes back."""
        return self._after(lambda: self.sends(fields))

    def sends(self, fields: Fields) -> object:
        """The same; what Slack is answered."""
        body = urlencode({"payload": orjson.dumps(fields).decode()}).encode()
        answer = self.post(body)
        return orjson.loads(answer) if answer else None

    @property
    def sent(self) -> list[Outgoing]:
        """All that left for Slack."""
        return self.world.messengers[Platform.SLACK].sent

    def _after(self, act: Callable[[], object]) -> Card | None:
        before = len(self.sent)
        act()
        return self.sent[before].card if len(self.sent) > before else None

    def _id(self, name: str) -> str:
        return self.world.account(name, Platform.SLACK)
