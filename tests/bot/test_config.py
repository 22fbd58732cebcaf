"""Settings: everything missing or wrong is named at once; secrets may lie in files."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import KNOWN_NAMES, check_for_serving, load_settings
from bot.errors import ConfigError

KEY = "k" * 40
SERVING = {
    "POBOT_SECRET_KEY": KEY,
    "LINE_CHANNEL_SECRET": "secret",
    "LINE_CHANNEL_ACCESS_TOKEN": "token",
}


def test_everything_wrong_is_named_at_once() -> None:
    wrong = {
        "PORT": "eighty",
        "POBOT_SECRET_KEY": "short,",
        "LINE_CHANNEL_SECRET": "half",
        "METRICS_TOKEN_FILE": "no/such/file",
    }
    with pytest.raises(ConfigError) as told:
        load_settings(wrong)
    for name in ("PORT", "POBOT_SECRET_KEY", "LINE_CHANNEL_ACCESS_TOKEN", "METRICS_TOKEN_FILE"):
        assert name in str(told.value)
    assert "short" not in str(told.value).replace("shorter", "")  # a secret is never repeated


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", "utf-8")
    assert load_settings({"POBOT_SECRET_KEY_FILE": str(file)}).secret_key == KEY


def test_serving_needs_a_platform_and_a_key() -> None:
    with pytest.raises(ConfigError) as told:
        check_for_serving(load_settings({}))
    assert "no platform" in str(told.value)
    assert "POBOT_SECRET_KEY" in str(told.value)
    check_for_serving(load_settings(SERVING))


@pytest.mark.parametrize("mark", ["GAE_ENV", "GAE_APPLICATION"])
def test_app_engine_is_refused_with_sqlite_and_accepted_with_postgresql(mark: str) -> None:
    there = {**SERVING, mark: "standard"}
    with pytest.raises(ConfigError, match="disk does not last"):
        check_for_serving(load_settings(there))
    check_for_serving(load_settings({**there, "DATABASE_URL": "postgresql://db/pobot"}))


def test_administrators_are_read_in_any_case_and_spacing() -> None:
    settings = load_settings({"POBOT_ADMINS": " Boss@Example.gov.tw , ,second@example.gov.tw"})
    assert settings.admins == {"boss@example.gov.tw", "second@example.gov.tw"}


def test_every_secret_is_masked_in_logs() -> None:
    settings = load_settings(
        {**SERVING, "POBOT_OLD_SECRET_KEYS": "o" * 40, "METRICS_TOKEN": "metrics"}
    )
    assert {KEY, "o" * 40, "secret", "token", "metrics"} <= set(settings.secrets)


@given(st.dictionaries(st.sampled_from(KNOWN_NAMES), st.text(max_size=30)))
def test_no_environment_is_a_traceback(environ: dict[str, str]) -> None:
    with suppress(ConfigError):
        assert load_settings(environ).port in range(65536)


def test_where_join_is_and_how_to_leave_it_alone() -> None:
    assert load_settings({}).join_base == "https://join.gov.tw"
    assert load_settings({"JOIN_BASE": "http://127.0.0.1:8/"}).join_base == "http://127.0.0.1:8"
    assert load_settings({"JOIN_BASE": "OFF"}).join_base == ""
    for wrong in ("join.gov.tw", "ftp://join.gov.tw", "http://", "http://["):
        with pytest.raises(ConfigError, match="JOIN_BASE"):
            load_settings({"JOIN_BASE": wrong})


SLACK = {"SLACK_BOT_TOKEN": "xoxb-bot", "SLACK_SIGNING_SECRET": "signing"}


def test_slack_alone_is_enough_by_http_or_by_the_socket() -> None:
    by_http = load_settings({"POBOT_SECRET_KEY": KEY, **SLACK})
    check_for_serving(by_http)
    assert by_http.slack is not None
    assert by_http.slack.api_base == "https://slack.com/api/"
    socket = {"SLACK_BOT_TOKEN": "xoxb-bot", "SLACK_APP_TOKEN": "xapp-app"}
    by_socket = load_settings({"POBOT_SECRET_KEY": KEY, **socket, "SLACK_TEAM_IDS": "T1, T2"})
    check_for_serving(by_socket)
    assert by_socket.slack is not None
    assert by_socket.slack.team_ids == {"T1", "T2"}


@pytest.mark.parametrize(
    ("half", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-bot"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "signing"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-app"}, "SLACK_BOT_TOKEN"),
        ({**SLACK, "SLACK_API_BASE": "off"}, "SLACK_API_BASE"),
        ({**SLACK, "SLACK_API_BASE": "slack.com"}, "SLACK_API_BASE"),
    ],
)
def test_half_of_slack_is_named(half: dict[str, str], missing: str) -> None:
    with pytest.raises(ConfigError, match=missing):
        load_settings(half)


def test_slacks_secrets_are_masked_and_may_lie_in_files(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("xoxb-of-a-file\n", "utf-8")
    settings = load_settings(
        {
            "SLACK_BOT_TOKEN_FILE": str(file),
            "SLACK_SIGNING_SECRET": "signing",
            "SLACK_APP_TOKEN": "xapp-app",
        }
    )
    assert {"xoxb-of-a-file", "signing", "xapp-app"} <= set(settings.secrets)


def test_where_the_gazette_is_and_how_to_leave_it_alone() -> None:
    assert load_settings({}).gazette_base == "https://gazette.nat.gov.tw"
    inside = load_settings({"GAZETTE_BASE": "http://127.0.0.1:8/"})
    assert inside.gazette_base == "http://127.0.0.1:8"
    assert load_settings({"GAZETTE_BASE": "Off"}).gazette_base == ""
    for wrong in ("gazette.nat.gov.tw", "ftp://gazette.nat.gov.tw", "http://"):
        with pytest.raises(ConfigError, match="GAZETTE_BASE"):
            load_settings({"GAZETTE_BASE": wrong})
