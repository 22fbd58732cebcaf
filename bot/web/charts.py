"""`GET /charts/<signed>.png`: a picture for LINE; the signed address is the only key."""

from collections.abc import Callable
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

HEADERS = {
    # What an address shows never changes; it is for who got the message, not for caches between.
    "cache-control": "private, max-age=86400, immutable",
    "cross-origin-resource-policy": "cross-origin",  # LINE shows it
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
}
REFUSED = {"cache-control": "no-store", "x-robots-tag": "noindex"}

ReadKey = Callable[[str], str | None]
Paint = Callable[[str], bytes | None]


def charts_route(read_key: ReadKey, paint: Paint) -> Route:
    """Make the route; `read_key` reads a signed address, `paint` makes the PNG of a key.

    Both may take their time and run beside the loop. `paint` may raise UnavailableError.
    """

    def find(token: str) -> bytes | None:
        key = read_key(token)
        return None if key is None else paint(key)

    async def charts(request: Request) -> Response:
        png = await run_in_threadpool(find, str(request.path_params["token"]))
        if png is None:
            return PlainTextResponse("no such picture", status_code=404, headers=REFUSED)
        headers = {**HEADERS, "etag": f'"{sha256(png).hexdigest()[:32]}"'}
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(png, media_type="image/png", headers=headers)

    return Route("/charts/{token}.png", charts, methods=["GET"])
