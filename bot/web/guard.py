"""Who may talk to the web app: headers for every answer, and the sandbox's own doorkeeper."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Everything comes from the app itself; no inline script or style, no frame around the page.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
MAX_BODY = 64 * 1024  # bytes of a sandbox request; the longest LINE text is 5,000 characters
NAMES_OF_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str | None) -> bool:
    """Whether `host` is an address of this very machine."""
    try:
        return host is not None and ip_address(host).is_loopback
    except ValueError:
        return False


def names_this_machine(host: str) -> bool:
    """Whether a `Host` header (with or without a port) is this machine's own name."""
    try:
        return urlsplit(f"//{host}").hostname in NAMES_OF_THIS_MACHINE
    except ValueError:  # unbalanced brackets
        return False


def judge_request(method: str, headers: Headers) -> tuple[int, str] | None:
    """Decide whether the sandbox may answer; None, or the status and the reason why not.

    A page elsewhere must not reach the sandbox through the officer's browser: not by a name that
    it made point here (DNS rebinding: `Host`), and not by a form or a script of its own (`Origin`,
    `Sec-Fetch-Site`, and JSON, which no form can send).
    """
    if not names_this_machine(headers.get("host", "")):
        return 421, "This sandbox answers only to localhost."
    return _judge_post(headers) if method == "POST" else None


def _judge_post(headers: Headers) -> tuple[int, str] | None:
    here = f"http://{headers['host']}"
    same_page = headers.get("sec-fetch-site", "same-origin") == "same-origin"
    if headers.get("origin", here) != here or not same_page:
        return 403, "Not from this page."
    if headers.get("content-type", "").split(";")[0].strip() != "application/json":
        return 415, "JSON only."
    if not headers.get("content-length", "").isdecimal():
        return 411, "How long is it?"
    if int(headers["content-length"]) > MAX_BODY:
        return 413, "Too long."
    return None


class SecurityHeaders:
    """Puts the security headers on every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, with more headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SandboxGuard:
    """Lets only this machine's own browser in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with one plain sentence."""
        if scope["type"] == "http":
            client = scope.get("client")
            refusal = judge_request(scope["method"], Headers(scope=scope))
            if refusal is None and client is not None and not is_loopback(client[0]):
                refusal = (403, "This sandbox answers only to this machine.")
            if refusal is not None:
                status, reason = refusal
                await PlainTextResponse(reason, status_code=status)(scope, receive, send)
                return
        await self._app(scope, receive, send)
