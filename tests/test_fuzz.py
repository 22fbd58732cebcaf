"""Whatever knocks, at whichever route: an answer below 500, no traceback, no secret.

A few hundred requests here; `python -m benchmarks.fuzz --minutes 5` sends them for longer.
"""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from tests.support.fuzzing import Knock, ask, knocks, objection, open_app, paths_of

Running = tuple[Starlette, asyncio.Runner]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with open_app(tmp_path_factory.mktemp("fuzz")) as running:
        yield running


def test_every_door_is_among_the_paths(running: Running) -> None:
    paths = set(paths_of(running[0].routes))
    assert {"/line/webhook", "/slack/events", "/opinion/posts", "/healthz", "/metrics"} <= paths
    assert any(path.startswith("/charts/") for path in paths)
    assert any(path.startswith("/calendar/") for path in paths)


@given(st.data())
@settings(max_examples=300)
def test_no_request_brings_500_or_a_secret(running: Running, data: st.DataObject) -> None:
    app, runner = running
    knock = data.draw(knocks(tuple(paths_of(app.routes))))
    assert objection(knock, runner.run(ask(app, knock))) == "", knock


@pytest.mark.parametrize("path", [b"/healthz/", b"/line/webhook/", b"/charts/x.png/"])
def test_a_slash_too_many_and_a_query_that_is_no_text(running: Running, path: bytes) -> None:
    app, runner = running
    assert runner.run(ask(app, Knock("GET", path, query=b"\xf7"))).status == 404
