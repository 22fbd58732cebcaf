"""A process that has everything imported, and forks one `pobot serve` for each line it reads.

Starting anew costs seconds of work for imports alone; a run starts some sixty processes. What is
forked is the command itself, with an environment and a log of its own.
"""

import os
import select
import signal
import sys
from functools import partial
from importlib import import_module
from typing import cast

import orjson

import bot.main
from bot.cli import app
from bot.dispatch import Dispatcher
from handlers.assistant import open_dispatcher
from handlers.services import Services
from handlers.shared.access import Speaker
from tests.chaos.naive import become_naive

LOOK_SECONDS = 0.05
_Dispatcher = Dispatcher[Services, Speaker]
WARM = (
    "anyio._backends._asyncio",
    "apscheduler.triggers.interval",
    "bot.slack.wiring",
    "typer._adapters",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)


def main() -> None:
    """Serve until stdin ends; then nothing that was forked is left."""
    for name in WARM:
        import_module(name)  # so that no child does
    # What a dispatcher knows is made of the commands alone; its 500 patterns cost half a start.
    bot.main.__dict__["open_dispatcher"] = partial(_same, open_dispatcher())
    children: set[int] = set()
    left = b""
    while True:
        ready, _, _ = select.select([0], [], [], LOOK_SECONDS)
        while children and (ended := os.waitpid(-1, os.WNOHANG))[0]:
            children.discard(ended[0])
            _say({"gone": ended[0], "status": os.waitstatus_to_exitcode(ended[1])})
        if not ready:
            continue
        read = os.read(0, 65536)
        if not read:
            break
        *lines, left = (left + read).split(b"\n")
        for line in lines:
            children.add(_fork(cast("dict[str, object]", orjson.loads(line))))
    for child in children:
        os.kill(child, signal.SIGKILL)


def _fork(asked: dict[str, object]) -> int:
    child = os.fork()
    if child:
        _say({"pid": child})
        return child
    try:
        _serve(asked)
    finally:
        os._exit(1)


def _serve(asked: dict[str, object]) -> None:
    log = os.open(str(asked["log"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(cast("dict[str, str]", asked["env"]))
    if asked["naive"]:
        become_naive()
    app(["serve"])


def _same(dispatcher: _Dispatcher) -> _Dispatcher:
    return dispatcher


def _say(content: dict[str, int]) -> None:
    os.write(sys.stdout.fileno(), orjson.dumps(content) + b"\n")


if __name__ == "__main__":
    main()
