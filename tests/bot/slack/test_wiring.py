"""Slack's side as a whole: what keeps it from us is known, and it costs nothing when off."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.clock import SystemClock
from bot.config import SlackSettings
from bot.outbound import no_picture
from bot.slack.interactions import no_objection
from bot.slack.wire import SlackRefusalError
from bot.slack.wiring import SlackSide, open_slack
from tests.support.slack_server import SlackServer, running_slack

WITHOUT_SLACK = """
import sys
import bot.main
from bot.config import load_settings
from bot.platforms import open_platforms
settings = load_settings({"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": "t"})
platforms = open_platforms(settings, verbs=(), clock=bot.main.SystemClock())
print(*platforms.messengers, *(one for one in ("slack_bolt", "slack_sdk") if one in sys.modules))
"""


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with running_slack() as slack:
        yield slack


def side(slack: SlackServer, app_token: str = "") -> SlackSide:
    settings = SlackSettings(
        bot_token="xoxb-test",  # noqa: S106
        signing_secret="" if app_token else "secret",
        app_token=app_token,
        team_ids=frozenset(),
        api_base=slack.base,
    )
    clock = SystemClock()
    return open_slack(settings, verbs=(), clock=clock, draw=no_picture, objection=no_objection)


def test_a_refused_token_is_told_until_it_is_accepted(slack: SlackServer) -> None:
    ours = side(slack)
    assert ours.trouble() == ""
    slack.refused["auth.test"] = "token_revoked"
    with pytest.raises(SlackRefusalError):
        ours.client.identity()
    assert ours.trouble() == "token_revoked"
    slack.refused["auth.test"] = "ratelimited"  # says nothing of the token
    with pytest.raises(SlackRefusalError):
        ours.client.identity()
    assert ours.trouble() == ""
    slack.refused.clear()
    ours.client.identity()
    assert ours.trouble() == ""
    ours.client.close()


def test_a_line_that_was_never_opened_is_no_trouble_yet(slack: SlackServer) -> None:
    ours = side(slack, "xapp-test")
    assert ours.socket is not None
    assert ours.trouble() == ""
    ours.socket.trouble = "invalid_auth"
    assert ours.trouble() == "invalid_auth"
    ours.client.close()


def test_whoever_uses_line_alone_does_not_load_bolt() -> None:
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", WITHOUT_SLACK], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["line"]
