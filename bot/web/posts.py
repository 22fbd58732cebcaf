"""`POST /opinion/posts`: vendors hand posts over, with a bearer token.

A body that is no array of at most so many posts is refused as a whole. Within an array every post
stands for itself: what can be taken is taken, what cannot is named by its place, and the status is
207 in place of 200. A post is known by its source and id, so a call may be repeated.
"""

from collections.abc import Callable, Mapping, Sequence
from hmac import compare_digest
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PATH = "/opinion/posts"
SIZE_LIMIT = 5_000_000  # bytes of one call
TOLD_LIMIT = 100  # refused posts that are named in an answer


class Refusal(Protocol):
    """A post that was not taken."""

    @property
    def place(self) -> int:
        """Where it stood in the array, from 0."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...


class Taken(Protocol):
    """What became of a call."""

    @property
    def new_count(self) -> int:
        """Posts that are kept now."""
        ...

    @property
    def known_count(self) -> int:
        """Posts that were kept before."""
        ...

    @property
    def refused(self) -> Sequence[Refusal]:
        """Posts that were not taken."""
        ...

    @property
    def error(self) -> str:
        """Why the whole was refused; "" when it was not."""
        ...

    @property
    def too_large(self) -> bool:
        """Whether it was refused for its size."""
        ...


TakePosts = Callable[[bytes, str], Taken]  # the body, and whose posts they are that do not say


def posts_routes(token: str, take: TakePosts) -> tuple[Route, ...]:
    """Make the route; without a token there is none."""
    if not token:
        return ()

    async def posts(request: Request) -> Response:
        if not _shows(request, token):
            headers = {"www-authenticate": "Bearer"}
            return _answer(401, {"error": "not allowed"}, headers)
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            return _answer(415, {"error": "send the array as it is, not packed"})
        body = await _body(request)
        if body is None:
            return _answer(413, {"error": f"more than {SIZE_LIMIT} bytes"})
        source = request.query_params.get("source", "")
        return _told(await run_in_threadpool(take, body, source))

    return (Route(PATH, posts, methods=["POST"]),)


def _shows(request: Request, token: str) -> bool:
    shown = request.headers.get("authorization", "")
    return compare_digest(shown.encode(), f"Bearer {token}".encode())


async def _body(request: Request) -> bytes | None:
    """Read the body; None when it is too long, whatever its headers say."""
    pieces = bytearray()
    try:
        async for piece in request.stream():
            pieces += piece
            if len(pieces) > SIZE_LIMIT:
                return None
    except ClientDisconnect:
        return b""
    return bytes(pieces)


def _told(taken: Taken) -> Response:
    if taken.error:
        return _answer(413 if taken.too_large else 400, {"error": taken.error})
    errors = [{"index": one.place, "error": one.reason} for one in taken.refused[:TOLD_LIMIT]]
    content: dict[str, object] = {
        "new": taken.new_count,
        "known": taken.known_count,
        "refused": len(taken.refused),
        "errors": errors,
    }
    return _answer(207 if taken.refused else 200, content)


def _answer(
    status: int, content: Mapping[str, object], headers: dict[str, str] | None = None
) -> Response:
    return JSONResponse(content, status_code=status, headers=headers)
