"""`GET /answers/<token>.csv` and `.ods`: a table that somebody asked for, by secret address."""

from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.files import NamedFile

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
HEADERS = {
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
}
LONGEST_TOKEN = 100  # characters; ours have 43

ReadAnswers = Callable[[str, str], NamedFile | None]


def answers_route(read: ReadAnswers) -> Route:
    """Make the route; `read` returns the file behind a token in a form, or None for none."""

    async def answers(request: Request) -> Response:
        token, form = str(request.path_params["token"]), str(request.path_params["form"])
        known = form in KINDS and len(token) <= LONGEST_TOKEN
        found = await run_in_threadpool(read, token, form) if known else None
        if found is None:
            return PlainTextResponse("no such file", status_code=404, headers=HEADERS)
        # RFC 6266, RFC 8187: how the file is called where it is saved.
        named = f"filename*=UTF-8''{quote(found.name)}.{form}"
        saved = f'attachment; filename="answers.{form}"; {named}'
        headers = {**HEADERS, "content-type": KINDS[form], "content-disposition": saved}
        return Response(found.content, headers=headers)

    return Route("/answers/{token}.{form}", answers, methods=["GET"])
