"""Whether the process is alive, ready, and what it counts."""

from collections.abc import Callable, Mapping
from hmac import compare_digest

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.web.guard import is_loopback, names_this_machine
from bot.web.leaving import is_leaving

FORWARDING_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip")


def may_read_metrics(request: Request, token: str) -> bool:
    """With a token: whoever shows it. Without: only this machine, and no proxy in between."""
    if token:
        shown = request.headers.get("authorization", "")
        return compare_digest(shown.encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDING_HEADERS):
        return False  # a proxy on this machine asks for somebody else
    if not names_this_machine(request.headers.get("host", "")):
        return False  # a page elsewhere made its name point here (DNS rebinding)
    return request.client is not None and is_loopback(request.client.host)


def health_routes(
    checks: Mapping[str, Callable[[], bool]], registry: CollectorRegistry, metrics_token: str
) -> list[Route]:
    """Make /healthz, /readyz and /metrics; a check says whether its part is ready."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:
        if is_leaving(request.app):  # at once, however slow the database is
            return JSONResponse({"ready": False, "parts": {"staying": False}}, status_code=503)
        parts = {name: await run_in_threadpool(check) for name, check in checks.items()}
        ready = all(parts.values())
        return JSONResponse({"ready": ready, "parts": parts}, status_code=200 if ready else 503)

    async def metrics(request: Request) -> Response:
        if not may_read_metrics(request, metrics_token):
            return PlainTextResponse("not allowed", status_code=403)
        text = await run_in_threadpool(generate_latest, registry)
        return Response(text, headers={"content-type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
