"""The sandbox's routes: its page, and the small JSON interface that the page's script uses."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web.guard import SandboxGuard
from bot.web.render import TEMPLATES
from bot.web.sandbox import Sandbox, Step, UnknownNameError

STATIC = Path(__file__).parent / "static"
NOT_FIELDS = "not an object of texts"

Fields = dict[str, str]
Act = Callable[[Fields], Awaitable[dict[str, object]]]


async def read_fields(request: Request) -> Fields:
    """Read the body's JSON object; everything in it must be text.

    Raises ValueError.
    """
    body: object = orjson.loads(await request.body())
    if not isinstance(body, dict):
        raise ValueError(NOT_FIELDS)  # noqa: TRY004  # the caller answers 400 to a ValueError
    fields: Fields = {}
    for name, value in cast("dict[str, object]", body).items():  # JSON's keys are texts
        if not isinstance(value, str):
            raise ValueError(NOT_FIELDS)  # noqa: TRY004
        fields[name] = value
    return fields


def _post(path: str, act: Act) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            fields = await read_fields(request)
            return JSONResponse(await act(fields))
        except UnknownNameError:
            return JSONResponse({"error": "沒有這個人、群組或訊息"}, status_code=404)
        except (KeyError, ValueError):
            return JSONResponse({"error": "看不懂這個要求"}, status_code=400)

    return Route(path, endpoint, methods=["POST"])


class SandboxPages:
    """What the browser may ask the sandbox for."""

    def __init__(
        self, sandbox: Sandbox, *, group_examples: tuple[str, ...], direct_examples: tuple[str, ...]
    ) -> None:
        self._sandbox = sandbox
        self._examples = {"group": group_examples, "direct": direct_examples}

    def mount(self) -> Mount:
        """Make everything under `/`, behind the sandbox's guard."""
        routes = [
            Route("/", self.page),
            Route("/sandbox/state", self.state),
            _post("/sandbox/say", self.say),
            _post("/sandbox/unsend", self.unsend),
            _post("/sandbox/invite-bot", self.invite_bot),
            _post("/sandbox/clock", self.move),
            _post("/sandbox/reset", self.reset),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]
        return Mount("/", routes=routes, middleware=[Middleware(SandboxGuard)])

    async def page(self, _: Request) -> Response:
        """Show the two chats."""
        html = TEMPLATES.get_template("sandbox.html").render(
            people=self._sandbox.people.values(),
            groups=self._sandbox.groups.values(),
            examples=self._examples,
        )
        return HTMLResponse(html, headers={"cache-control": "no-store"})

    async def state(self, request: Request) -> Response:
        """Tell what is new."""
        asked = request.query_params
        try:
            state = self._sandbox.state(
                asked["as"], asked.get("group", ""), int(asked.get("after", "0"))
            )
        except (KeyError, ValueError):
            return JSONResponse({"error": "看不懂這個要求"}, status_code=400)
        except UnknownNameError:
            return JSONResponse({"error": "沒有這個人或群組"}, status_code=404)
        return JSONResponse(state, headers={"cache-control": "no-store"})

    async def say(self, fields: Fields) -> dict[str, object]:
        """Type a line."""
        heard = await self._sandbox.say(fields["as"], fields["group"], fields["text"])
        return {"heard": heard}

    async def unsend(self, fields: Fields) -> dict[str, object]:
        """Take a line back."""
        await self._sandbox.unsend(fields["as"], fields["group"], fields["messageId"])
        return {}

    async def invite_bot(self, fields: Fields) -> dict[str, object]:
        """Add the bot to a group."""
        await self._sandbox.invite_bot(fields["as"], fields["group"])
        return {}

    async def move(self, fields: Fields) -> dict[str, object]:
        """Move the clock forward."""
        told = await run_in_threadpool(self._sandbox.move, Step(fields["step"]))
        return {"told": told}

    async def reset(self, fields: Fields) -> dict[str, object]:
        """Begin again."""
        del fields
        await run_in_threadpool(self._sandbox.reset)
        return {}
