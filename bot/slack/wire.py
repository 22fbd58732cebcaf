"""One call of Slack's Web API, with one kind of error.

Handlers and the courier are synchronous; the SDK's fast client is not. Only here do they meet.
"""
# The SDK's responses are declared as anything at all.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import asyncio
from collections.abc import Coroutine, Mapping
from typing import TypeVar, cast

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import get_logger
from bot.raw import Raw, text_of
from bot.slack.loop import GRACE, LoopThread

R = TypeVar("R")

OFFICIAL_BASE = "https://slack.com/api/"
TIMEOUT = 10.0  # seconds for one call; the SDK's own default is 30
CONNECTION_COUNT = 20  # at once; the courier has four threads
REASON_LIMIT = 200  # characters of Slack's explanation that are kept
SECONDS_DIGITS = 6  # of a wait; what is longer is no wait
REQUEST_ID_HEADER = "x-slack-req-id"
WAIT_HEADER = "retry-after"
NO_ANSWER = "no answer in time"
HTTP_OK = 200
WEB_PAGE = "text/html"
STRANGE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
# Slack's words for our token: it has to be made anew, or is not what Slack knows.
TOKEN_GONE = frozenset({"token_revoked", "account_inactive", "app_not_found"})
TOKEN_WRONG = frozenset({"invalid_auth", "not_authed", "token_expired"})

_log = get_logger(__name__)


class SlackRefusalError(Exception):
    """Slack did not accept a call, or did not answer.

    `word` is Slack's own (「channel_not_found」), "" when it said none. `status` is 0 when there
    was no answer; `never_sent` when not even a connection was made. `wait_seconds` is for how long
    Slack wants to be left alone, when it says so.
    """

    def __init__(
        self,
        status: int,
        word: str = "",
        *,
        detail: str = "",
        never_sent: bool = False,
        wait_seconds: int | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(f"{status} {word or detail}")
        self.status = status
        self.word = word
        self.detail = detail
        self.never_sent = never_sent
        self.wait_seconds = wait_seconds
        self.request_id = request_id

    @property
    def reason(self) -> str:
        """What the ledger keeps."""
        said = "; ".join(part for part in (self.word, self.detail) if part)
        return f"{self.status} {said}"[:REASON_LIMIT]


async def _within(work: Coroutine[object, object, R], seconds: float) -> R:
    async with asyncio.timeout(seconds):
        return await work


class Wire:
    """Slack's Web API over one shared session."""

    def __init__(self, *, token: str, api_base: str, timeout: float = TIMEOUT) -> None:
        self.loop = LoopThread("slack")
        self.api_base = api_base
        self.timeout = timeout
        self.trouble = ""  # Slack's word for what is wrong with the token
        self._token = token
        self._session: aiohttp.ClientSession | None = None
        self._web: AsyncWebClient | None = None

    def call(
        self,
        method: str,
        *,
        json: Mapping[str, object] | None = None,
        form: Mapping[str, object] | None = None,
        seconds: float | None = None,
        token: str = "",
    ) -> Raw:
        """Make one call and return Slack's answer. Raises SlackRefusalError.

        `json` posts JSON; `form` is for the methods that take no JSON: never in the address, which
        proxies write down. `token` is used instead of the bot's.
        """
        work = self.acall(method, json=json, form=form, token=token)
        return self.run(work, seconds=seconds or self.timeout)

    def run(self, work: Coroutine[object, object, R], *, seconds: float) -> R:
        """Wait for `work` on the loop, for so long. Raises SlackRefusalError."""
        try:
            return self.loop.run(_within(work, seconds), seconds=seconds + GRACE)
        except TimeoutError:
            raise SlackRefusalError(0, detail=NO_ANSWER) from None

    async def acall(
        self,
        method: str,
        *,
        json: Mapping[str, object] | None = None,
        form: Mapping[str, object] | None = None,
        token: str = "",
    ) -> Raw:
        """Make one call, on the loop. Raises SlackRefusalError."""
        web = self.web_client(token)
        try:
            answer = await web.api_call(
                method,
                json=None if json is None else dict(json),
                data=None if form is None else _as_form(form),
            )
            told = cast("dict[str, object]", answer.data)
            headers = cast("Mapping[str, str]", answer.headers)
            self._note("", token)
            return {**told, "headers": {name.lower(): text for name, text in headers.items()}}
        except SlackApiError as error:
            refusal = refusal_of(error)
            self._note(refusal.word, token)
            raise refusal from None
        except aiohttp.ClientError as error:
            raise _unanswered(error) from None
        except TimeoutError:  # the session's own
            raise SlackRefusalError(0, detail=NO_ANSWER) from None
        except STRANGE:  # no JSON object at all
            raise SlackRefusalError(0, detail="strange answer") from None

    def _note(self, word: str, token: str) -> None:
        if not token:
            self.trouble = word if word in TOKEN_GONE | TOKEN_WRONG else ""

    async def post(
        self, url: str, *, json: Mapping[str, object] | None = None, data: bytes | None = None
    ) -> None:
        """Post to an address that Slack gave us. Raises SlackRefusalError."""
        posting = self.session().post(url, json=json, data=data, allow_redirects=False)
        try:
            async with posting as answer:
                if answer.status != HTTP_OK:
                    wait = _seconds(answer.headers.get(WAIT_HEADER, ""))
                    raise SlackRefusalError(answer.status, wait_seconds=wait)
        except aiohttp.ClientError as error:
            raise _unanswered(error) from None
        except TimeoutError:
            raise SlackRefusalError(0, detail=NO_ANSWER) from None

    async def get(self, url: str, most: int) -> bytes | None:
        """Get a file, showing the bot's token; None when it is larger than `most` bytes.

        A page of the web in its place means that the token may not. Raises SlackRefusalError.
        """
        headers = {"Authorization": f"Bearer {self._token}"}
        getting = self.session().get(url, headers=headers, allow_redirects=False)
        try:
            async with getting as answer:
                if answer.status != HTTP_OK or answer.content_type == WEB_PAGE:
                    raise SlackRefusalError(answer.status, detail=answer.content_type)
                content = bytearray()
                async for piece in answer.content.iter_any():
                    content += piece
                    if len(content) > most:
                        return None
                return bytes(content)
        except aiohttp.ClientError as error:
            raise _unanswered(error) from None
        except TimeoutError:
            raise SlackRefusalError(0, detail=NO_ANSWER) from None

    def session(self) -> aiohttp.ClientSession:
        """The one session; made on the loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                trust_env=True,
                timeout=aiohttp.ClientTimeout(total=self.timeout),
                connector=aiohttp.TCPConnector(limit=CONNECTION_COUNT),
            )
        return self._session

    def web_client(self, token: str = "") -> AsyncWebClient:
        """The SDK's client on the shared session; `token` makes another one for that token."""
        if token:
            return self._make(token)
        if self._web is None:
            self._web = self._make(self._token)
        return self._web

    def web(self) -> AsyncWebClient:
        """The same client, for whoever is not on the loop."""
        return self.run(self._web_client(), seconds=GRACE)

    async def _web_client(self) -> AsyncWebClient:
        return self.web_client()

    def _make(self, token: str) -> AsyncWebClient:
        # The SDK repeats a call after a broken connection by itself: then a message comes twice.
        web = AsyncWebClient(
            token=token, base_url=self.api_base, session=self.session(), retry_handlers=[]
        )
        web.proxy = None  # the session knows the proxy, and for which hosts there is none
        return web

    def close(self) -> None:
        """Close the session and end the thread."""
        if self._session is not None:
            try:
                self.loop.run(self._session.close(), seconds=GRACE)
            except TimeoutError:
                _log.warning("slack_session_not_closed")
        self.loop.close()


def _as_form(fields: Mapping[str, object]) -> dict[str, str]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in fields.items()
    }


def _seconds(text: str) -> int | None:
    plain = text.strip()
    digits = plain.isascii() and plain.isdigit() and len(plain) <= SECONDS_DIGITS
    return int(plain) if digits else None


def _unanswered(error: aiohttp.ClientError) -> SlackRefusalError:
    never = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    return SlackRefusalError(0, detail=type(error).__name__, never_sent=never)


def refusal_of(error: SlackApiError) -> SlackRefusalError:
    """Read what the SDK makes of a refusal; its `response` is one of two classes."""
    response = cast("object", error.response)
    status = cast(
        "int", getattr(response, "status_code", None) or getattr(response, "status", 0) or 0
    )
    given = cast("object", getattr(response, "data", None))
    told: Raw = cast("Raw", given) if isinstance(given, dict) else {}
    headers = cast("Mapping[str, str]", getattr(response, "headers", None) or {})
    header = {name.lower(): text for name, text in headers.items()}
    return SlackRefusalError(
        status,
        text_of(told, "error")[:REASON_LIMIT],
        detail=_detail(told),
        wait_seconds=_seconds(header.get(WAIT_HEADER, "")),
        request_id=header.get(REQUEST_ID_HEADER, "")[:REASON_LIMIT],
    )


def _detail(told: Raw) -> str:
    """Slack's explanation: which scope is missing, which block is wrong."""
    needed = text_of(told, "needed")
    if needed:
        return f"needed: {needed}"
    more = told.get("response_metadata")
    said = cast("Mapping[str, object]", more).get("messages") if isinstance(more, dict) else None
    lines = cast("list[object]", said) if isinstance(said, list) else []
    return "; ".join(str(one) for one in lines[:2])
