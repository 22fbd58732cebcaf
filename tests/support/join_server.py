"""A Join of our own on the loopback address: real HTTP, pages like Join's, and every bad habit."""

import hashlib
import json
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread

from typing_extensions import override

PAGE = """<!DOCTYPE html><html><head><title>{title} - 公共政策網路參與平臺</title></head>
<body><div id="app"></div><script>
var csrf = "x"; var idea = {idea};
</script></body></html>"""
ENDORSERS = "/idea/export/endorse/suggestion/"
INDEX = "<html><script>var searchResult = {result};</script></html>"


@dataclass
class Answer:
    """What to answer once instead of the page."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    drip: bool = False  # a byte now and then, and no end


@dataclass
class Asked:
    """One request that came in."""

    path: str
    headers: dict[str, str]


def millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def idea(join_id: str, count: int, **fields: object) -> dict[str, object]:
    """A petition as Join shows it in the page's script."""
    usual: dict[str, object] = {
        "id": join_id,
        "title": f"提案 {join_id[:8]}",
        "outline": "大意",
        "status": "FirstSigned",
        "endorseCount": count,
        "endorseGoal": 5000,
        "approvalOrganization": {"master": "", "slave": ""},
        "proposer": {"nickname": "某人"},
        "secondSignedTime": "",
        "advisedTime": "",
        "govResponses": [],
    }
    return usual | fields


@dataclass
class JoinServer:
    """What Join shows, and what it was asked."""

    base: str = ""
    ideas: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    lists: dict[str, bytes] = field(default_factory=dict[str, bytes])  # who endorsed, as CSV
    open_data: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    instead: dict[str, list[Answer]] = field(default_factory=dict[str, list[Answer]])
    asked: list[Asked] = field(default_factory=list[Asked])
    lock: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)
    was_asked: Event = field(default_factory=Event)

    def shows(self, join_id: str, count: int, **fields: object) -> None:
        self.ideas[join_id] = idea(join_id, count, **fields)

    def answers(self, path: str, *answers: Answer) -> None:
        """Answer what begins with `path` so, once each; the last one from then on."""
        self.instead[path] = list(answers)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def answer(self, path: str) -> Answer:
        for beginning, answers in self.instead.items():
            if path.startswith(beginning) and answers:
                return answers.pop(0) if len(answers) > 1 else answers[0]
        if path.startswith("/idea/index/search/"):
            result = {"result": list(self.ideas.values())}
            return Answer(body=INDEX.format(result=json.dumps(result)).encode())
        if path.startswith("/toOpenData/v2/ey/idea"):
            return Answer(body=json.dumps(self.open_data, ensure_ascii=False).encode())
        if path.startswith(ENDORSERS):
            listed = self.lists.get(path.removeprefix(ENDORSERS))
            return Answer(status=404) if listed is None else Answer(body=listed)
        found = self.ideas.get(path.removeprefix("/idea/detail/"))
        if found is None:
            return Answer(status=404, body=b"<html>not found</html>")
        page = PAGE.format(title=found["title"], idea=json.dumps(found, ensure_ascii=False))
        return Answer(body=page.encode())


class _Handler(BaseHTTPRequestHandler):
    join: JoinServer  # set in a class of its own for each server

    def do_GET(self) -> None:  # http.server's name
        with self.join.lock:
            self.join.asked.append(Asked(self.path, dict(self.headers.items())))
            answer = self.join.answer(self.path)
        self.join.was_asked.set()
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
            while not self.join.over.wait(0.02):
                self.wfile.write(b"x")
                self.wfile.flush()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@contextmanager
def running_join() -> Generator[JoinServer]:
    """Run it while the block lasts."""
    join = JoinServer()
    handler = type("Handler", (_Handler,), {"join": join})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    join.base = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield join
    finally:
        join.over.set()
        server.shutdown()
        server.server_close()
