"""The HTTP app, put together from the parts that `bot/main.py` brings."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Lifespan

from bot.errors import UnavailableError
from bot.web.guard import SecurityHeaders
from bot.web.health import health_routes
from bot.web.leaving import set_running
from bot.web.loop_lag import LoopLag
from bot.web.pages import SandboxPages
from bot.web.render import TEMPLATES

PLAIN_STYLE = Path(__file__).parent / "static" / "plain.css"
RETRY_AFTER = "5"  # seconds; how soon a sender may try again when the database is away


@dataclass(frozen=True, slots=True, kw_only=True)
class WebParts:
    """What the app is made of.

    `checks` name what must work before the process is ready. `sandbox` is None when serving for
    real: then `/` is one plain page.
    """

    checks: Mapping[str, Callable[[], bool]]
    registry: CollectorRegistry
    metrics_token: str = ""
    routes: tuple[BaseRoute, ...] = ()  # the platforms' webhooks
    lifespan: Lifespan[Starlette] | None = None
    sandbox: SandboxPages | None = None


def build_app(parts: WebParts) -> Starlette:
    """Put the HTTP app together."""
    front = [parts.sandbox.mount()] if parts.sandbox else _plain_routes()
    web = Starlette(
        routes=[
            *health_routes(parts.checks, parts.registry, parts.metrics_token),
            *parts.routes,
            *front,
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={UnavailableError: _unavailable},
        lifespan=parts.lifespan,
    )
    # To send 「/healthz/」 elsewhere, Starlette reads a query that may be no UTF-8: a 500 for junk.
    web.router.redirect_slashes = False
    return web


class Running(Protocol):
    """What works while the web app is up."""

    def start(self) -> None:
        """Begin."""
        ...

    def leave(self) -> None:
        """Take up nothing more; `stop` follows. Safe in a signal handler."""
        ...

    def stop(self) -> None:
        """Finish what is running."""
        ...


def lifespan_of(
    running: Running, lag: LoopLag
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Make the web app start the assistant when it starts, and stop it when it ends."""

    @asynccontextmanager
    async def lifespan(web: Starlette) -> AsyncGenerator[None]:
        running.start()
        set_running(web, running)
        watching = asyncio.create_task(lag.watch())
        # What is loaded by now stays: without this, full collections hold requests up for 30 ms.
        gc.collect()
        gc.freeze()
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        running.stop()

    return lifespan


def _plain_routes() -> list[BaseRoute]:
    async def page(_: Request) -> Response:
        return HTMLResponse(TEMPLATES.get_template("plain.html").render())

    async def style(_: Request) -> Response:
        return FileResponse(PLAIN_STYLE)

    return [Route("/", page), Route("/static/plain.css", style)]


async def _unavailable(_: Request, __: Exception) -> Response:
    headers = {"retry-after": RETRY_AFTER}
    return PlainTextResponse("try again soon", status_code=503, headers=headers)
