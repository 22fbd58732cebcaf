"""GET from a server outside: polite, within limits, and never from our own network.

The name is looked up here and the connection goes to the address that was judged, so a name
that changes its mind between the two cannot lead inside.
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from bot.sources.errors import SourceError, Trouble

AGENT = "pobot (assistant of Participation Officers)"
CONNECT_SECONDS = 10.0
REDIRECT_LIMIT = 3
CHUNK = 65_536  # bytes
LONGEST_WAIT = 86_400  # seconds that a server may ask for
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
LARGEST_PORT = 65_535

Resolve = Callable[[str, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer. `body` is empty for 304; the marks are what to ask with next time."""

    status: int
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    wait_seconds: int | None = None  # Retry-After


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to get and how much of it. `seconds` is for the whole answer."""

    url: str
    etag: str = ""
    last_modified: str = ""
    size_limit: int  # bytes
    seconds: float


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Look a name up. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def trusted_hosts(base: str, official: str) -> frozenset[str]:
    """Return the host of a source that the operator put elsewhere: it may lie inside."""
    own = urlsplit(base).hostname
    return frozenset({own}) if own and base != official else frozenset()


class Fetcher:
    """Gets pages from servers outside. Every failure is a SourceError.

    `trusted_hosts` are names whose addresses may lie inside: the operator configured them.
    `plain_chain` is for a server whose certificates lack what RFC 5280 asks for beside the
    signatures: chain and name are verified all the same, only Python 3.13's strictness is left out.
    `wanders`: redirects to other servers are followed too; each is judged like the first address.
    """

    def __init__(
        self,
        *,
        trusted_hosts: frozenset[str] = frozenset(),
        resolve: Resolve = resolve,
        plain_chain: bool = False,
        wanders: bool = False,
    ) -> None:
        self._trusted_hosts = trusted_hosts
        self._resolve = resolve
        self._tls = _plain_tls() if plain_chain else None
        self._wanders = wanders

    def get(self, wanted: Wanted) -> Fetched:
        """Get a page, following a few redirects. Raises SourceError."""
        ends_at = monotonic() + wanted.seconds
        url = wanted.url
        for _ in range(REDIRECT_LIMIT + 1):
            answer, location = self._ask(url, wanted, ends_at)
            if answer.status not in REDIRECTS or not location:
                return answer
            try:
                further = urljoin(url, location)
            except ValueError as error:
                raise SourceError(Trouble.FORBIDDEN, "a redirect to no address") from error
            self._judge_redirect(_split(url), _split(further))
            url = further
        raise SourceError(Trouble.UNREADABLE, "too many redirects")

    def _judge_redirect(self, here: SplitResult, there: SplitResult) -> None:
        """Raise SourceError for a redirect that is not followed."""
        if _server(there) == _server(here):
            return
        if not self._wanders:
            raise SourceError(Trouble.FORBIDDEN, "a redirect to another server")
        if here.scheme == "https" != there.scheme:
            raise SourceError(Trouble.FORBIDDEN, "a redirect out of encryption")
        if there.hostname in self._trusted_hosts and here.hostname not in self._trusted_hosts:
            raise SourceError(Trouble.FORBIDDEN, "a redirect into our own network")

    def _ask(self, url: str, wanted: Wanted, ends_at: float) -> tuple[Fetched, str]:
        parts = _split(url)
        host, port = parts.hostname or "", _port(parts)
        address = self._address(host, port)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with _pool(parts.scheme, host, address, port, self._tls) as pool:
            try:
                response = pool.urlopen(
                    "GET",
                    target,
                    headers=_headers(parts.netloc, wanted),
                    timeout=_timeout(ends_at),
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                with response:
                    body = _body(response, wanted.size_limit, ends_at)
            except (HTTPError, OSError, ValueError) as error:
                raise SourceError(Trouble.UNREACHABLE, type(error).__name__) from error
        headers = response.headers
        fetched = Fetched(
            status=response.status,
            body=body,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            wait_seconds=wait_seconds(headers.get("retry-after", ""), headers.get("date", "")),
        )
        return fetched, headers.get("location", "")

    def _address(self, host: str, port: int) -> str:
        """Look a name up and judge all of its addresses. Raises SourceError."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise SourceError(Trouble.UNREACHABLE, "the name is not known") from error
        if not addresses:
            raise SourceError(Trouble.UNREACHABLE, "the name has no address")
        if host not in self._trusted_hosts and not all(map(is_outside, addresses)):
            raise SourceError(Trouble.FORBIDDEN, "the name leads into our own network")
        return addresses[0]


def is_outside(address: str) -> bool:
    """Whether an address is on the public internet, whatever way of writing hides it."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None and not is_outside(str(inner)):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address carries."""
    translated = IPv4Address(int(ip) & 0xFFFF_FFFF) if ip.packed[:4] == b"\0d\xff\x9b" else None
    teredo = ip.teredo[1] if ip.teredo else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or translated


def wait_seconds(retry_after: str, date: str) -> int | None:
    """Read Retry-After: seconds, or a moment, which is measured from the server's own Date."""
    plain = retry_after.strip()
    if plain.isascii() and plain.isdigit():
        return min(int(plain[:9]), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(plain) - parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0, min(int(wait.total_seconds()), LONGEST_WAIT))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in PORTS and bool(parts.hostname) and parts.username is None
        usable = known and 0 < _port(parts) <= LARGEST_PORT
    except ValueError as error:
        raise SourceError(Trouble.FORBIDDEN, "no web address") from error
    if not usable:
        raise SourceError(Trouble.FORBIDDEN, "no web address")
    return parts


def _port(parts: SplitResult) -> int:
    return PORTS[parts.scheme] if parts.port is None else parts.port


def _server(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, parts.hostname or "", _port(parts)


def _plain_tls() -> ssl.SSLContext:
    tls = ssl.create_default_context()
    tls.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return tls


def _pool(
    scheme: str, host: str, address: str, port: int, tls: ssl.SSLContext | None
) -> urllib3.HTTPConnectionPool:
    if scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address,
            port,
            server_hostname=host,
            assert_hostname=host,
            cert_reqs="CERT_REQUIRED",
            ssl_context=tls,
        )
    return urllib3.HTTPConnectionPool(address, port)


def _headers(netloc: str, wanted: Wanted) -> dict[str, str]:
    headers = {"Host": netloc, "User-Agent": AGENT, "Accept-Encoding": "identity"}
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.last_modified:
        headers["If-Modified-Since"] = wanted.last_modified
    return headers


def _timeout(ends_at: float) -> urllib3.Timeout:
    left = max(0.001, ends_at - monotonic())
    return urllib3.Timeout(connect=min(CONNECT_SECONDS, left), read=left)


def _body(response: urllib3.BaseHTTPResponse, limit: int, ends_at: float) -> bytes:
    """Read within the limits; a server that drips is cut off."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(CHUNK, decode_content=True):
        size += len(piece)
        if size > limit:
            raise SourceError(Trouble.TOO_LARGE, f"more than {limit} bytes")
        if monotonic() > ends_at:
            raise SourceError(Trouble.UNREACHABLE, "too slow")
        pieces.append(piece)
    return b"".join(pieces)
