"""A gazette of our own on the loopback address: real HTTP and SYNTHETIC issues.

The names of the fields and the ways of writing a day are those that public code reads; titles,
numbers and texts are invented. The real server redirects, and so does this one.
"""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from xml.sax.saxutils import escape

from typing_extensions import override

from tests.support.join_server import Answer, Asked

LATEST = "/egFront/OpenData/downloadXML.jsp"
MOVED = "/old/egFront/OpenData/downloadXML.jsp"


def written(day: date) -> str:
    """「中華民國115年12月4日」."""
    return f"中華民國{day.year - 1911}年{day.month}月{day.day}日"


def record(meta_id: str, title: str, published_on: date, **fields: str) -> dict[str, str]:
    """A record as the gazette has it; a draft unless told otherwise."""
    usual = {
        "MetaId": meta_id,
        "Doc_Style_LName": "公告及送達",
        "Doc_Style_SName": "法規命令草案預告",
        "Chapter": "衛生勞動篇",
        "PubGovName": "衛生福利部",
        "UndertakeGov": "",
        "Date_Created": written(published_on),
        "GazetteId": f"衛授字第{meta_id}號",
        "Date_Published": written(published_on),
        "Comment_Deadline": "",
        "Comment_Days": "",
        "Title": f"衛生福利部公告：預告{title}",
        "ThemeSubject": "",
        "Keyword": "",
        "Explain": "",
        "GazetteHTML": "",
    }
    return usual | fields


def issue_xml(records: list[dict[str, str]]) -> bytes:
    """An issue as XML."""
    rows = "".join(
        f"<Record>{''.join(f'<{k}><![CDATA[{v}]]></{k}>' for k, v in one.items())}</Record>"
        for one in records
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Gazette>{rows}</Gazette>'.encode()


def plain_xml(records: list[dict[str, str]]) -> bytes:
    """The same without CDATA."""
    rows = "".join(
        f"<Record>{''.join(f'<{k}>{escape(v)}</{k}>' for k, v in one.items())}</Record>"
        for one in records
    )
    return f"<Gazette>{rows}</Gazette>".encode()


@dataclass
class GazetteServer:
    """What the latest issue holds, and what was asked."""

    base: str = ""
    records: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    instead: list[Answer] = field(default_factory=list[Answer])  # the last one from then on
    asked: list[Asked] = field(default_factory=list[Asked])
    lock: Lock = field(default_factory=Lock)
    was_asked: Event = field(default_factory=Event)

    def issue(self, *records: dict[str, str]) -> None:
        """A new issue comes out in place of the one before."""
        self.records = list(records)

    def answer(self, path: str) -> Answer:
        if self.instead:
            return self.instead.pop(0) if len(self.instead) > 1 else self.instead[0]
        if path == LATEST:
            return Answer(status=302, headers={"location": MOVED})
        if path == MOVED:
            return Answer(body=issue_xml(self.records))
        return Answer(status=404)


class _Handler(BaseHTTPRequestHandler):
    gazette: GazetteServer  # set in a class of its own for each server

    def do_GET(self) -> None:  # http.server's name
        with self.gazette.lock:
            self.gazette.asked.append(Asked(self.path, dict(self.headers.items())))
            answer = self.gazette.answer(self.path)
        self.gazette.was_asked.set()
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
def running_gazette() -> Generator[GazetteServer]:
    """Run it while the block lasts."""
    gazette = GazetteServer()
    handler = type("Handler", (_Handler,), {"gazette": gazette})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    gazette.base = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield gazette
    finally:
        server.shutdown()
        server.server_close()
