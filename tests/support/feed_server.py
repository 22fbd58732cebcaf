"""Feeds of our own on the loopback address: real HTTP and SYNTHETIC news."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from xml.sax.saxutils import escape

from typing_extensions import override

from tests.support.join_server import Answer, Asked


def item(number: int, title: str, said_at: datetime | None = None, text: str = "") -> str:
    """One <item>; its id is its number."""
    day = f"<pubDate>{format_datetime(said_at)}</pubDate>" if said_at else ""
    return (
        f"<item><guid>n{number}</guid><link>https://news.example/{number}</link>"
        f"<title>{escape(title)}</title><description>{escape(text)}</description>{day}</item>"
    )


def rss(*items: str, title: str = "測試新聞") -> bytes:
    """A feed of items, the newest first."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title>{''.join(items)}</channel></rss>"
    ).encode()


@dataclass
class FeedServer:
    """What each path answers, and what was asked."""

    base: str = ""
    pages: dict[str, Answer] = field(default_factory=dict[str, Answer])
    asked: list[Asked] = field(default_factory=list[Asked])
    lock: Lock = field(default_factory=Lock)

    def shows(self, path: str, *items: str) -> None:
        """A feed at a path holds these items from now on."""
        self.pages[path] = Answer(body=rss(*items))

    def answers(self, path: str, answer: Answer) -> None:
        self.pages[path] = answer


class _Handler(BaseHTTPRequestHandler):
    feeds: FeedServer  # set in a class of its own for each server

    def do_GET(self) -> None:  # http.server's name
        with self.feeds.lock:
            self.feeds.asked.append(Asked(self.path, dict(self.headers.items())))
            answer = self.feeds.pages.get(self.path, Answer(status=404))
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        known = answer.status == 200 and self.headers.get("if-none-match") == etag
        self.send_response(304 if known else answer.status)
        self.send_header("etag", etag)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", "0" if known else str(len(answer.body)))
        self.end_headers()
        if not known:
            self.wfile.write(answer.body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@contextmanager
def running_feeds() -> Generator[FeedServer]:
    """Run it while the block lasts."""
    feeds = FeedServer()
    handler = type("Handler", (_Handler,), {"feeds": feeds})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    feeds.base = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield feeds
    finally:
        server.shutdown()
        server.server_close()
