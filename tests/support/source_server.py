"""A source of our own on the loopback address: real HTTP, and the bad habits of those outside."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TypeVar

from typing_extensions import override


@dataclass
class Answer:
    """What to answer; with status 200 also to whoever knows it already, then 304."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    drip: bool = False  # a byte now and then, and no end


@dataclass
class Asked:
    """One request that came in."""

    path: str
    headers: dict[str, str]


@dataclass
class SourceServer:
    """What a source was asked; each kind says what it answers."""

    base: str = ""
    asked: list[Asked] = field(default_factory=list[Asked])
    lock: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)
    was_asked: Event = field(default_factory=Event)

    def answer(self, path: str) -> Answer:
        """Return what a path is answered with."""
        raise NotImplementedError


S = TypeVar("S", bound=SourceServer)


class _Handler(BaseHTTPRequestHandler):
    source: SourceServer  # set in a class of its own for each server

    def do_GET(self) -> None:  # http.server's name
        with self.source.lock:
            self.source.asked.append(Asked(self.path, dict(self.headers.items())))
            answer = self.source.answer(self.path)
        self.source.was_asked.set()
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        known = answer.status == 200 and self.headers.get("if-none-match") == etag
        self.send_response(304 if known else answer.status)
        self.send_header("etag", etag)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if not answer.drip:
            self.send_header("content-length", "0" if known else str(len(answer.body)))
        self.end_headers()
        if answer.drip:
            self._drip()
        elif not known:
            self.wfile.write(answer.body)

    def _drip(self) -> None:
        with suppress(OSError):
            while not self.source.over.wait(0.02):
                self.wfile.write(b"x")
                self.wfile.flush()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@contextmanager
def running(source: S) -> Generator[S]:
    """Run it while the block lasts."""
    handler = type("Handler", (_Handler,), {"source": source})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    source.base = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield source
    finally:
        source.over.set()
        server.shutdown()
        server.server_close()
