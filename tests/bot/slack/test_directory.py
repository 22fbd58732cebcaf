"""An address is believed only of a member of the workspaces that the operator named."""

from collections.abc import Iterator

import pytest

from bot.slack.client import SlackClient
from bot.slack.directory import SlackDirectory
from tests.support.slack_server import SlackServer, running_slack

LIN = "lin@example.gov.tw"


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with running_slack() as slack:
        slack.emails[LIN] = "U0LIN"
        yield slack


@pytest.fixture
def client(slack: SlackServer) -> Iterator[SlackClient]:
    client = SlackClient(token="xoxb-test", api_base=slack.base, timeout=2)  # noqa: S106
    yield client
    client.close()


def test_both_ways(client: SlackClient) -> None:
    directory = SlackDirectory(client)
    assert directory.user_of(LIN) == "U0LIN"
    assert directory.email_of("U0LIN") == LIN
    assert directory.email_of("U0WANG") is None


def test_an_address_is_never_part_of_an_address(slack: SlackServer, client: SlackClient) -> None:
    SlackDirectory(client).user_of(LIN)
    assert [one.query for one in slack.heard] == [""] * len(slack.heard)


@pytest.mark.parametrize(
    "told",
    [
        {"team_id": "T0ELSE"},
        {"is_bot": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"deleted": True},
    ],
)
def test_who_is_no_member_is_not_believed(
    slack: SlackServer, client: SlackClient, told: dict[str, object]
) -> None:
    slack.people["U0LIN"] = told
    assert SlackDirectory(client).user_of(LIN) is None
    assert SlackDirectory(client).email_of("U0LIN") is None


def test_the_operator_names_the_workspaces(slack: SlackServer, client: SlackClient) -> None:
    slack.people["U0LIN"] = {"team_id": "T0ELSE"}
    assert SlackDirectory(client, {"T0ELSE"}).email_of("U0LIN") == LIN
    assert SlackDirectory(client, {"T0THIRD"}).email_of("U0LIN") is None


@pytest.mark.parametrize("word", ["users_not_found", "missing_scope", "internal_error"])
def test_what_slack_does_not_tell_nobody_knows(
    slack: SlackServer, client: SlackClient, word: str
) -> None:
    slack.refused["*"] = word
    assert SlackDirectory(client).user_of(LIN) is None
    assert SlackDirectory(client).email_of("U0LIN") is None
