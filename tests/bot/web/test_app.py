"""The app's own pages: health, metrics, and what `/` says when serving for real."""

from collections.abc import Generator
from contextlib import contextmanager

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import UnavailableError
from bot.web.app import WebParts, build_app
from tests.bot.web.served import Served, serving


async def away(_: Request) -> Response:
    raise UnavailableError


@contextmanager
def running(*, database: bool = True, token: str = "") -> Generator[httpx.Client]:
    registry = CollectorRegistry()
    Counter("pobot_events", "Events handled", registry=registry).inc()
    app = build_app(
        WebParts(
            checks={"database": lambda: database, "schema": lambda: True},
            registry=registry,
            metrics_token=token,
            routes=(Route("/line/webhook", away, methods=["POST"]),),
        )
    )
    with serving(app) as base, httpx.Client(base_url=base) as client:
        yield client


def test_alive_and_ready() -> None:
    with running() as client:
        assert client.get("/healthz").text == "ok"
        assert client.get("/readyz").json()["ready"] is True


def test_not_ready_names_the_part_that_is_not() -> None:
    with running(database=False) as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": False, "schema": True}


def test_metrics_are_read_on_this_machine_without_a_token() -> None:
    with running() as client:
        assert "pobot_events_total 1.0" in client.get("/metrics").text


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "203.0.113.5"},
        {"forwarded": "for=203.0.113.5"},
        {"host": "evil.example"},
    ],
    ids=["proxy", "standard proxy", "rebound name"],
)
def test_metrics_do_not_leak_through_this_machine(headers: dict[str, str]) -> None:
    with running() as client:
        assert client.get("/metrics", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("shown", "status"),
    [("Bearer right-token", 200), ("Bearer wrong", 403), ("right-token", 403), ("", 403)],
)
def test_metrics_with_a_token_ask_everybody_for_it(shown: str, status: int) -> None:
    with running(token="right-token") as client:  # noqa: S106  # the test's own
        answer = client.get("/metrics", headers={"authorization": shown} if shown else {})
    assert answer.status_code == status


def test_serving_for_real_there_is_one_plain_page_and_no_sandbox() -> None:
    with running() as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "PO 小幫手" in page.text
        assert client.get("/static/plain.css").status_code == 200
        for path in ("/sandbox/state", "/static/sandbox.js"):
            assert client.get(path).status_code == 404
        assert client.post("/sandbox/say", json={}).status_code == 404


def test_a_database_that_is_away_is_told_as_try_again() -> None:
    with running() as client:
        answer = client.post("/line/webhook")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_every_answer_has_a_strict_policy_and_the_page_obeys_it(
    served: Served, browser: httpx.Client
) -> None:
    page = browser.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "style=" not in page.text
    assert page.text.count("<script") == page.text.count('src="/static/') == 1
    assert "://" not in page.text  # nothing comes from elsewhere
    assert browser.get("/healthz").headers["content-security-policy"] == policy
    assert served.bot.heard == []
