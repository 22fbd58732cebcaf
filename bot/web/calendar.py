"""`GET /calendar/<token>.ics`: what calendar programs read; the address is the only key."""

from collections.abc import Callable
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

HEADERS = {
    "content-type": "text/calendar; charset=utf-8",
    "content-disposition": 'inline; filename="po.ics"',
    "cache-control": "private, no-cache",  # to be asked again each time; 304 when nothing changed
    "x-robots-tag": "noindex",
}
LONGEST_TOKEN = 100  # characters; ours have 43

ReadCalendar = Callable[[str], bytes | None]


def calendar_route(read: ReadCalendar) -> Route:
    """Make the route; `read` returns the file behind a token, or None when there is none."""

    async def calendar(request: Request) -> Response:
        token = str(request.path_params["token"])
        found = await run_in_threadpool(read, token) if len(token) <= LONGEST_TOKEN else None
        if found is None:
            return PlainTextResponse("no such calendar", status_code=404)
        tag = f'"{sha256(found).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={**HEADERS, "etag": tag})
        return Response(found, headers={**HEADERS, "etag": tag})

    return Route("/calendar/{token}.ics", calendar, methods=["GET"])
