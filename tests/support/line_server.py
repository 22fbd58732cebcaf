"""A LINE of our own on the loopback address: remembers what it was asked, accepts all of it."""

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import cast

from typing_extensions import override

CONTENT = re.compile(r"/v2/bot/message/([^/]+)/content")
PATIENCE = 30  # seconds until a test that waits in vain fails


@dataclass
class LineServer:
    """What LINE heard: (path, body) in order."""

    base: str = ""
    heard: list[tuple[str, dict[str, object]]] = field(
        default_factory=list[tuple[str, dict[str, object]]]
    )
    changed: Condition = field(default_factory=Condition)
    contents: dict[str, bytes] = field(default_factory=dict[str, bytes])  # of messages, by id

    def hear(self, path: str, body: dict[str, object]) -> None:
        with self.changed:
            self.heard.append((path, body))
            self.changed.notify_all()

    def messages(self) -> list[tuple[str, dict[str, object]]]:
        return [(path, body) for path, body in self.heard if "/message/" in path]

    def wait_for_messages(self, number: int) -> list[tuple[str, dict[str, object]]]:
        """Wait until LINE was asked to send `number` times."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.messages()) >= number, PATIENCE)
        return self.messages()


@contextmanager
def running_line() -> Generator[LineServer]:
    """Run it while the block lasts."""
    line = LineServer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, content: dict[str, object]) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:  # http.server's name
            if found := CONTENT.fullmatch(self.path):
                self._give(line.contents.get(found[1]))
                return
            self._answer({"userId": "U" + "f" * 32, "basicId": "@example", "displayName": "小幫手"})

        def _give(self, content: bytes | None) -> None:
            self.send_response(200 if content is not None else 404)
            self.send_header("content-type", "application/octet-stream")
            body = content if content is not None else b'{"message": "Not found"}'
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            body = cast("dict[str, object]", json.loads(self.rfile.read(length) or b"{}"))
            line.hear(self.path, body)
            self._answer({"sentMessages": [{"id": "1"}]})

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    line.base = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
