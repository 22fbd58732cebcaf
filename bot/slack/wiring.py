"""Slack's side of the bot, put together. Loads Bolt, so that only who uses Slack imports it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from starlette.routing import Route

from bot.clock import Clock
from bot.config import SlackSettings
from bot.gate import Admits
from bot.message import IncomingMessage
from bot.outbound import DrawPicture
from bot.patience import Patience
from bot.slack.bolt import bolt_app
from bot.slack.client import SlackClient
from bot.slack.directory import SlackDirectory
from bot.slack.door import SlackDoor
from bot.slack.files import SlackFiles
from bot.slack.modals import Objection
from bot.slack.receive import Me, read_stored
from bot.slack.send import SlackMessenger
from bot.slack.socket import SlackSocket
from bot.slack.webhook import slack_webhook_route
from bot.slack.wire import SlackRefusalError

USUAL = Patience()


class SlackReader:
    """Reads Slack's stored requests, knowing who the bot is as soon as Slack tells."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

    def __call__(self, payload: bytes, *, received_at: datetime) -> IncomingMessage | None:
        """Return the message, or None when it does not concern the bot."""
        return read_stored(payload, received_at=received_at, me=self._me())

    def _me(self) -> Me:
        try:
            identity = self._client.identity()
        except SlackRefusalError:
            return Me()
        return Me(identity.user_id, identity.team_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSide:
    """What receives and sends in Slack. With an app token the socket listens, else the route."""

    client: SlackClient
    messenger: SlackMessenger
    reader: SlackReader
    directory: SlackDirectory
    files: SlackFiles
    settings: SlackSettings
    clock: Clock
    objection: Objection
    socket: SlackSocket | None

    def route(self, gate: Admits) -> Route:
        """Make the route of Slack's requests."""
        door = SlackDoor(gate, self.client.call_soon, self.objection)
        app = bolt_app(self.client.wire.web(), door)
        return slack_webhook_route(secret=self.settings.signing_secret, app=app, clock=self.clock)

    def trouble(self) -> str:
        """Tell what keeps Slack from us, in one word; "" when nothing is known to."""
        down = self.socket.trouble if self.socket else ""
        return self.client.wire.trouble or down


def open_slack(
    slack: SlackSettings,
    *,
    verbs: Collection[str],
    clock: Clock,
    draw: DrawPicture,
    objection: Objection,
    patience: Patience = USUAL,
) -> SlackSide:
    """Put it together; the connection is opened when it is first used."""
    client = slack_client(slack, patience)
    socket = SlackSocket(client, slack.app_token, objection=objection) if slack.app_token else None
    return SlackSide(
        client=client,
        messenger=SlackMessenger(client, clock, draw=draw, verbs=verbs),
        reader=SlackReader(client),
        directory=SlackDirectory(client, slack.team_ids),
        files=SlackFiles(client),
        settings=slack,
        clock=clock,
        objection=objection,
        socket=socket,
    )


def slack_client(slack: SlackSettings, patience: Patience = USUAL) -> SlackClient:
    """Make the client for Slack's API; its connection is opened when it is first used."""
    return SlackClient(
        token=slack.bot_token, api_base=slack.api_base, timeout=patience.send_seconds
    )
