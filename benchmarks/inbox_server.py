"""One server of the inbox benchmark: `python -m benchmarks.inbox_server KIND PORT URL`."""

import gc
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.inbox_load import HOST, PATH, SECRET
from bot.clock import SystemClock
from bot.gate import Gate
from bot.line.receive import signature_is_valid
from bot.line.webhook import line_webhook_route
from storage.cipher import Cipher
from storage.engine import Database, connect, open_database
from storage.inbox_rows import insert_rows, make_row
from storage.inbox_writer import InboxWriter
from storage.migrate import migrate
from storage.records.messages import NewEvent

GROUPED, SINGLE, FORGETFUL = "grouped", "single", "forgetful"
VERBS = ("登記", "找", "查詢", "說明")


class SingleWriter:
    """What we compare with: the same rows, one commit for each request."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(max_workers=1)

    def submit(self, events: Sequence[NewEvent]) -> Future[int]:
        """Write each event alone: the benchmark's requests hold one each."""
        return self._thread.submit(lambda: sum(self._write(event) for event in events))

    def _write(self, event: NewEvent) -> int:
        row = make_row(event, self._database.cipher)
        database = self._database
        with database.turns.turn(), connect(database.engine) as connection, connection.begin():
            return insert_rows(connection, [[row]])[0]


def _forgetful_route() -> Route:
    """What we compare with: the same signature check and the event ids, nothing stored."""

    async def receive(request: Request) -> Response:
        body = await request.body()
        if not signature_is_valid(SECRET, body, request.headers.get("x-line-signature")):
            return Response(status_code=400)
        ids = [event["webhookEventId"] for event in orjson.loads(body)["events"]]
        return Response(status_code=200 if ids else 400)

    return Route(PATH, receive, methods=["POST"])


def _durable_route(kind: str, url: str) -> Route:
    database = open_database(url, Cipher("the benchmark's own secret key, of no use"))
    inbox = InboxWriter(database) if kind == GROUPED else SingleWriter(database)
    gate = Gate(inbox=inbox, make_event=NewEvent, clock=SystemClock())
    return line_webhook_route(secret=SECRET, gate=gate, verbs=VERBS)


def main() -> None:
    """Serve one kind until the benchmark ends this process."""
    kind, port, url = sys.argv[1:4]
    if kind == FORGETFUL:
        route = _forgetful_route()
    else:
        migrate(url)
        route = _durable_route(kind, url)
    gc.collect()
    gc.freeze()  # what was loaded stays; walking it again and again took up to 30 ms each time
    uvicorn.run(
        Starlette(routes=[route]),
        host=HOST,
        port=int(port),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
