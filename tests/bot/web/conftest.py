"""The sandbox around the small bot, served over HTTP on a free port."""

from collections.abc import Iterator

import httpx
import pytest

from tests.bot.web.served import Served, make_sandbox, serving


@pytest.fixture
def served() -> Iterator[Served]:
    app, sandbox = make_sandbox()
    with serving(app) as base:
        sandbox.base = base
        yield sandbox


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    """A client that behaves as the page's script does."""
    with httpx.Client(base_url=served.base, headers={"origin": served.base}) as client:
        yield client
