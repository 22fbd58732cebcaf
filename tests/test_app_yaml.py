"""app.yaml, held against Google's own parser, the bot's settings and its routes."""

import importlib
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount, Route

from bot.config import KNOWN_NAMES, check_for_serving, load_settings
from bot.errors import ConfigError
from tests.support.tree import read

TEXT = read(Path("app.yaml"))
SECRET_NAMES = {name for name in KNOWN_NAMES if re.search(r"SECRET|TOKEN|KEY|DATABASE_URL", name)}
NEVER_SET = {"HOST", "PORT", "POBOT_FAILPOINT", "TEST_DATABASE_URL"}
SOCKET_URL = "postgresql+psycopg://pobot:secret@/pobot?host=/cloudsql/example:asia-east1:pobot"


def _parse(text: str) -> Any:  # noqa: ANN401 # the parser is not annotated
    with warnings.catch_warnings(action="ignore"):
        parser = importlib.import_module("google.appengine.api.appinfo")
    return parser.LoadSingleAppInfo(text)


def _variables() -> Mapping[str, str]:
    return dict(_parse(TEXT).env_variables)


def _name_of(variable: str) -> str:
    return variable.removesuffix("_FILE")


def test_google_accepts_it_and_keeps_one_instance_running() -> None:
    app = _parse(TEXT)
    assert re.fullmatch(r"python31[1-3]", app.runtime)
    assert app.manual_scaling.instances == "1"
    assert app.automatic_scaling is None
    assert app.instance_class.startswith("B")  # F classes belong to automatic scaling


@pytest.mark.parametrize(
    "wrong",
    ["automatic_scaling:\n  min_instances: 1\n", "no_such_key: 1\n", "runtime: [python313]\n"],
    ids=["two ways to scale", "an unknown key", "a list for a word"],
)
def test_google_would_refuse_a_mistake(wrong: str) -> None:
    with pytest.raises(Exception, match=r"(?i)scaling|unexpected|no_such_key|runtime|duplicate"):
        _parse(f"{TEXT}\n{wrong}")


def test_it_says_where_it_runs_and_where_the_data_is() -> None:
    for word in ("asia-east1", "Cloud SQL", "Secret Manager", "/cloudsql/"):
        assert word in TEXT


def test_it_sets_only_what_the_bot_reads() -> None:
    names = {_name_of(variable) for variable in _variables()}
    assert names - set(KNOWN_NAMES) == set()
    assert names & NEVER_SET == set()


def test_it_holds_no_secret() -> None:
    given = _variables()
    assert {name for name in given if name in SECRET_NAMES} == set()
    files = {value for name, value in given.items() if name.endswith("_FILE")}
    assert {Path(file).parent for file in files} == {Path("secrets")}
    assert "/secrets/" in read(Path(".gitignore")).splitlines()
    ignored = [line for line in read(Path(".gcloudignore")).splitlines() if line[:1] != "#"]
    assert "secrets" not in " ".join(ignored)  # the deployment carries them along


def test_its_variables_make_settings_that_may_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(_deployed(tmp_path, database_url=SOCKET_URL))
    check_for_serving(settings)
    assert settings.database_url == SOCKET_URL
    assert settings.metrics_token


def test_on_app_engine_the_bot_refuses_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(_deployed(tmp_path, database_url="sqlite:///var/pobot.db"))
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        check_for_serving(settings)


def test_the_entry_point_exists_and_listens_where_app_engine_says() -> None:
    entrypoint = _parse(TEXT).entrypoint
    assert "--host 0.0.0.0" in entrypoint
    assert "--port $PORT" in entrypoint
    assert "--workers 1" in entrypoint
    module, _, factory = entrypoint.partition("--factory ")[2].split()[0].partition(":")
    assert callable(getattr(importlib.import_module(module), factory))


def test_every_route_of_the_app_reaches_it_over_https(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in _deployed(tmp_path, database_url="sqlite:///pobot.db").items():
        if not name.startswith("GAE_"):
            monkeypatch.setenv(name, value)
    app = importlib.import_module("bot.main").create_app()
    handlers = _parse(TEXT).handlers
    paths = set(_paths(app.routes))
    assert {"/", "/healthz", "/readyz", "/metrics", "/line/webhook"} <= paths
    for path in paths:
        first = next(handler for handler in handlers if re.fullmatch(handler.url, path))
        assert (first.script, first.secure) == ("auto", "always"), path


def _deployed(folder: Path, *, database_url: str) -> dict[str, str]:
    """Return the environment of a deployment, its secrets written below `folder`."""
    environ = {"GAE_ENV": "standard", "GAE_APPLICATION": "e~example", "PORT": "8080"}
    for variable, value in _variables().items():
        environ[variable] = value
        if variable.endswith("_FILE"):
            file = folder / value
            file.parent.mkdir(exist_ok=True)
            secret = database_url if _name_of(variable) == "DATABASE_URL" else "k" * 43
            file.write_text(f"{secret}\n", encoding="utf-8")
    return environ


def _paths(routes: Sequence[BaseRoute]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, Mount):
            yield from (route.path + path for path in _paths(route.routes))
        elif isinstance(route, Route):
            yield route.path
