"""The load of the inbox benchmark: signed webhook requests over real loopback HTTP."""

import asyncio
import itertools
import json
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hmac import digest
from typing import cast

import uvloop
from typing_extensions import override

HOST = "127.0.0.1"
PATH = "/line/webhook"
SECRET = "benchmark-channel-secret"  # noqa: S105  # of no channel
CONNECTIONS = 64
ROUND_LIMIT = 20.0  # seconds; a round that takes longer is broken off
OK = b"HTTP/1.1 200"


@dataclass(frozen=True, slots=True)
class Measured:
    """One round against one server."""

    rate: float  # requests a second
    p99_ms: float
    bad_count: int  # answers other than 200


def _body(number: int) -> bytes:
    event = {
        "type": "message",
        "message": {
            "type": "text",
            "id": f"{461230000000 + number}",
            "quoteToken": "q3Plxr4AgKd" * 5,
            "text": "#登記 公園夜間噪音 主辦 環境部 期限 115/12/16",
        },
        "webhookEventId": f"01HBENCH{number:018d}",
        "deliveryContext": {"isRedelivery": False},
        "timestamp": 1796000000000 + number,
        "source": {
            "type": "group",
            "groupId": f"C{number % 50:032x}",
            "userId": f"U{number % 500:032x}",
        },
        "replyToken": f"{number:032x}",
        "mode": "active",
    }
    return json.dumps({"destination": "U" + "d" * 32, "events": [event]}).encode()


def request(number: int) -> bytes:
    """Return one whole signed HTTP request, different for each number."""
    return signed(_body(number))


def signed(body: bytes) -> bytes:
    """Return one whole HTTP request, signed as LINE signs."""
    signature = b64encode(digest(SECRET.encode(), body, "sha256"))
    head = (
        f"POST {PATH} HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nx-line-signature: "
    )
    return head.encode() + signature + b"\r\n\r\n" + body


class _Client(asyncio.Protocol):
    """One connection: sends, waits for the answer, sends the next."""

    def __init__(self, left: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self._left = left
        self._done = done
        self._transport: asyncio.WriteTransport | None = None
        self._sent_at = 0.0
        self.latencies: list[float] = []
        self.bad_count = 0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is one, unregistered
        self._send()

    def _send(self) -> None:
        following = next(self._left, None)
        if following is None or self._transport is None:
            self._finish()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(following)

    @override
    def data_received(self, data: bytes) -> None:
        self.latencies.append(time.perf_counter() - self._sent_at)
        self.bad_count += not data.startswith(OK)
        self._send()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.bad_count += exc is not None
        self._finish()

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(None)


async def _run(ports: Sequence[int], requests: Iterable[bytes]) -> Measured:
    loop = asyncio.get_running_loop()
    left = iter(requests)
    waits: list[asyncio.Future[None]] = []
    clients: list[_Client] = []
    begun = time.perf_counter()
    for number in range(CONNECTIONS):
        port = ports[number % len(ports)]
        done: asyncio.Future[None] = loop.create_future()
        _, client = await loop.create_connection(partial(_Client, left, done), HOST, port)
        waits.append(done)
        clients.append(client)
    await asyncio.wait(waits, timeout=ROUND_LIMIT)
    seconds = time.perf_counter() - begun
    latencies = sorted(itertools.chain.from_iterable(client.latencies for client in clients))
    return Measured(
        rate=len(latencies) / seconds,
        p99_ms=latencies[len(latencies) * 99 // 100] * 1000,
        bad_count=sum(client.bad_count for client in clients),
    )


def measure(port: int, *, first: int, count: int) -> Measured:
    """Send `count` requests, numbered from `first`, over CONNECTIONS connections."""
    requests = [request(number) for number in range(first, first + count)]
    return uvloop.run(_run([port], requests))


def measure_all(ports: Sequence[int], requests: Iterable[bytes]) -> Measured:
    """Send them to all ports in turn: as many connections to each."""
    return uvloop.run(_run(ports, requests))
