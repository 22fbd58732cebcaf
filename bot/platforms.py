"""The platforms that are switched on, each with what it receives by and what it sends by."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from starlette.routing import BaseRoute

from bot.clock import Clock
from bot.config import LineSettings, Settings, SlackSettings
from bot.doctor import Finding
from bot.gate import Admits
from bot.handed import FetchFile
from bot.line.client import LineClient
from bot.line.files import LineFiles
from bot.line.receive import read_stored as read_line
from bot.line.send import LineMessenger
from bot.line.webhook import line_webhook_route
from bot.message import IncomingMessage, Platform
from bot.outbound import Directory, DrawPicture, Messenger, Reach, no_picture
from bot.patience import Patience
from bot.pictures import PictureAddress, no_address
from bot.slack.interactions import no_objection
from bot.slack.modals import Objection

if TYPE_CHECKING:
    from bot.slack.wiring import SlackSide


class Reads(Protocol):
    """Reads what one platform stored in the inbox."""

    def __call__(self, payload: bytes, *, received_at: datetime) -> IncomingMessage | None:
        """Return the message, or None when it does not concern the bot."""
        ...


class Listens(Protocol):
    """Receives what is not posted to us."""

    def start(self, gate: Admits) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """Take nothing more."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """How a card's picture reaches whoever reads it: by an address, or as a file."""

    address: PictureAddress = no_address
    draw: DrawPicture = no_picture


NO_PICTURES = Pictures()
USUAL = Patience()


@dataclass(kw_only=True)
class Platforms:
    """What the assistant and the web app get of them."""

    messengers: dict[Platform, Messenger] = field(default_factory=dict[Platform, Messenger])
    reaches: dict[Platform, Reach] = field(default_factory=dict[Platform, Reach])
    readers: dict[str, Reads] = field(default_factory=dict[str, Reads])
    directories: dict[Platform, Directory] = field(default_factory=dict[Platform, Directory])
    files: dict[Platform, FetchFile] = field(default_factory=dict[Platform, FetchFile])
    doors: list[Callable[[Admits], BaseRoute]] = field(
        default_factory=list[Callable[[Admits], BaseRoute]]
    )
    listeners: list[Listens] = field(default_factory=list[Listens])
    troubles: dict[Platform, Callable[[], str]] = field(
        default_factory=dict[Platform, Callable[[], str]]
    )
    closing: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])

    def routes(self, gate: Admits) -> tuple[BaseRoute, ...]:
        """Make the routes of the webhooks."""
        return tuple(door(gate) for door in self.doors)

    def start(self, gate: Admits) -> None:
        """Begin to listen where nobody knocks."""
        for listener in self.listeners:
            listener.start(gate)

    def fall_silent(self) -> None:
        """Take nothing more in."""
        for listener in self.listeners:
            listener.stop()

    def trouble(self, platform: Platform) -> str:
        """Tell in one word what keeps a platform from us; "" when nothing is known to."""
        known = self.troubles.get(platform)
        return known() if known else ""

    def stop(self) -> None:
        """Close what was open, after the last message was sent."""
        for close in self.closing:
            close()


class Assists(Protocol):
    """What takes the events in and sends the cards out."""

    @property
    def gate(self) -> Admits:
        """Where events come in."""
        ...

    def start(self) -> None:
        """Begin."""
        ...

    def leave(self) -> None:
        """Take up nothing more."""
        ...

    def stop(self) -> None:
        """Finish what is running."""
        ...


class Together:
    """The assistant and the platforms, started and stopped in the right order."""

    def __init__(self, assistant: Assists, platforms: Platforms) -> None:
        self._assistant = assistant
        self._platforms = platforms

    def start(self) -> None:
        """Begin to work, then to listen."""
        self._assistant.start()
        self._platforms.start(self._assistant.gate)

    def leave(self) -> None:
        """Take up nothing more; what comes in is still kept, for others."""
        self._assistant.leave()

    def stop(self) -> None:
        """Listen no more, finish the work, then close what it was sent by."""
        self._platforms.fall_silent()
        self._assistant.stop()
        self._platforms.stop()


def open_platforms(
    settings: Settings,
    *,
    verbs: Collection[str],
    clock: Clock,
    pictures: Pictures = NO_PICTURES,
    objection: Objection = no_objection,
) -> Platforms:
    """Make what is switched on; `verbs` are the words that may follow 「小幫手」.

    `objection` says what of a form may not be kept.
    """
    platforms, patience = Platforms(), Patience(settings.lease_seconds)
    if settings.line:
        client = line_client(settings.line, patience)
        platforms.files[Platform.LINE] = LineFiles(client)
        messenger = LineMessenger(client, pictures.address)
        _add_line(platforms, messenger, settings.line.channel_secret, verbs)
    if settings.slack:
        from bot.slack.wiring import open_slack  # noqa: PLC0415  # Bolt is not loaded for nothing

        slack = open_slack(
            settings.slack,
            verbs=verbs,
            clock=clock,
            draw=pictures.draw,
            objection=objection,
            patience=patience,
        )
        _add_slack(platforms, slack)
    return platforms


def _add_line(
    platforms: Platforms, messenger: LineMessenger, secret: str, verbs: Collection[str]
) -> None:
    platforms.messengers[Platform.LINE] = messenger
    platforms.reaches[Platform.LINE] = messenger
    platforms.readers[Platform.LINE] = partial(read_line, verbs=verbs)
    platforms.doors.append(lambda gate: line_webhook_route(secret=secret, gate=gate, verbs=verbs))


def _add_slack(platforms: Platforms, slack: "SlackSide") -> None:
    platforms.messengers[Platform.SLACK] = slack.messenger
    platforms.readers[Platform.SLACK] = slack.reader
    platforms.directories[Platform.SLACK] = slack.directory
    platforms.files[Platform.SLACK] = slack.files
    platforms.troubles[Platform.SLACK] = slack.trouble
    platforms.closing.append(slack.client.close)
    if slack.socket is None:
        platforms.doors.append(slack.route)
    else:
        platforms.listeners.append(slack.socket)


def line_client(line: LineSettings, patience: Patience = USUAL) -> LineClient:
    """Make the client for LINE's API."""
    return LineClient(
        access_token=line.access_token, api_base=line.api_base, timeout=patience.send_seconds
    )


def ask_slack(slack: SlackSettings, *, now: datetime, try_with: str = "") -> list[Finding]:
    """Ask Slack what `pobot doctor --live` wants to know; see `examine_slack`."""
    from bot.slack.check_up import examine_slack  # noqa: PLC0415  # as above
    from bot.slack.wiring import slack_client  # noqa: PLC0415

    return list(examine_slack(slack_client(slack), slack, now=now, try_with=try_with))
