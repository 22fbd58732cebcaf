"""What `pobot doctor` says of Slack: without being asked to, it sends nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import SlackSettings, load_settings
from bot.doctor import Finding, judge_settings
from bot.slack.check_up import NEEDED, examine_slack
from bot.slack.client import SlackClient
from tests.support.slack_server import SlackServer, running_slack
from tests.support.tree import read

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with running_slack() as slack:
        slack.scopes = ",".join(NEEDED)
        slack.emails["lin@example.gov.tw"] = "U0LIN"
        yield slack


def found(slack: SlackServer, *, app_token: str = "", try_with: str = "") -> dict[str, Finding]:
    settings = SlackSettings(
        bot_token="xoxb-test",  # noqa: S106
        signing_secret="signing",  # noqa: S106
        app_token=app_token,
        team_ids=frozenset(),
        api_base=slack.base,
    )
    client = SlackClient(token=settings.bot_token, api_base=slack.base, timeout=2)
    return {one.name: one for one in examine_slack(client, settings, now=NOW, try_with=try_with)}


def test_all_is_well_and_nothing_was_sent(slack: SlackServer) -> None:
    told = found(slack, app_token="xapp-test")  # noqa: S106
    assert [one.text for one in told.values() if not one.well] == []
    assert "T0ROC" in told["Slack 帳號"].state
    assert {one.method for one in slack.heard} == {"auth.test", "apps.connections.open"}


def test_a_missing_scope_is_named(slack: SlackServer) -> None:
    slack.scopes = ",".join(NEEDED - {"im:history"})
    assert "im:history" in found(slack)["Slack 權限"].state


@pytest.mark.parametrize(
    ("word", "remedy"), [("token_revoked", "重新安裝"), ("invalid_auth", "SLACK_BOT_TOKEN")]
)
def test_a_dead_token_is_told_with_its_remedy(slack: SlackServer, word: str, remedy: str) -> None:
    slack.refused["*"] = word
    assert remedy in found(slack)["Slack 帳號"].remedy


def test_the_trial_is_sent_only_on_demand_and_taken_back(slack: SlackServer) -> None:
    told = found(slack, try_with="lin@example.gov.tw")["Slack 試送"]
    assert told.well
    assert "兩則" in told.state  # our own Slack knows no key, as nobody promises
    assert len(slack.asked("chat.postMessage")) == len(slack.asked("chat.delete")) == 2


def test_the_scopes_are_those_of_the_manifests() -> None:
    for name in ("docs/slack-manifest.json", "docs/slack-manifest-socket.json"):
        manifest = json.loads(read(Path(name)))
        assert set(manifest["oauth_config"]["scopes"]["bot"]) == NEEDED


def judged(**environ: str) -> str:
    return "\n".join(one.text for one in judge_settings(load_settings(environ)))


def test_without_calling_anybody_it_says_what_to_mend() -> None:
    assert "SLACK_BOT_TOKEN" in judged()
    by_http = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x"}
    address = {"PUBLIC_BASE_URL": "https://po.example.gov.tw"}
    told = judged(**by_http, **address)
    assert "好　　Slack 憑證：已設定（HTTP）" in told
    assert "https://po.example.gov.tw/slack/events" in told
    assert "LINE" not in told
    assert "請把對外的 https:// 位址放進 PUBLIC_BASE_URL" in judged(**by_http)
    by_socket = judged(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", **address)  # noqa: S106
    assert "Socket Mode" in by_socket
    assert "/slack/events" not in by_socket
    assert "要修　Slack 憑證" in judged(SLACK_BOT_TOKEN="xapp-1", SLACK_APP_TOKEN="xapp-1")  # noqa: S106
