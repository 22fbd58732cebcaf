"""How the process ends: first it says so, so that nobody sends it anything more.

On SIGTERM readiness turns 503 and nothing new is taken up, while requests are still answered: a
load balancer asks every second or so. Then the doors close, and what runs is finished or given back
(`Assistant.stop`). All of it takes less than the ten seconds that are usual before SIGKILL.
"""

import signal
from threading import Timer
from types import FrameType
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

CLOSING_SECONDS = 1  # for requests that are being answered


class Leaves(Protocol):
    """What takes up nothing more once it is told."""

    def leave(self) -> None:
        """Take up nothing more. Safe in a signal handler."""
        ...


def is_leaving(web: Starlette) -> bool:
    """Whether the process is about to end."""
    return bool(getattr(web.state, "leaving", False))


def set_running(web: Starlette, running: Leaves) -> None:
    """Note what is told when the process is about to end."""
    web.state.running = running


def leave(web: Starlette) -> None:
    """Say that the process is about to end."""
    web.state.leaving = True
    running: Leaves | None = getattr(web.state, "running", None)
    if running is not None:
        running.leave()


class LeavingServer(uvicorn.Server):
    """Uvicorn, which gives notice before it closes."""

    def __init__(self, web: Starlette, *, host: str, port: int, notice_seconds: float = 0) -> None:
        """`notice_seconds`: from 「not ready」 to closed doors; longer than a balancer's looks."""
        self._web = web
        self._notice_seconds = notice_seconds
        super().__init__(
            uvicorn.Config(
                web,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=CLOSING_SECONDS,
            )
        )

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Give notice on SIGTERM, and close a moment later; at once when told again."""
        if sig != signal.SIGTERM or is_leaving(self._web):
            leave(self._web)
            super().handle_exit(sig, frame)
            return
        leave(self._web)
        closing = Timer(self._notice_seconds, super().handle_exit, (sig, frame))
        closing.daemon = True
        closing.start()
