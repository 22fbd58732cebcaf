"""An event loop on a thread of its own."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as NoResultError
from threading import Lock, Thread
from typing import TypeVar

R = TypeVar("R")

GRACE = 2.0  # seconds more for the thread to bring the result back


async def _cancel_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class LoopThread:
    """An event loop on a daemon thread, started when it is first needed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    def submit(self, work: Coroutine[object, object, R]) -> Future[R]:
        """Run `work` on the loop; returns at once."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = Thread(target=self._loop.run_forever, name=self._name, daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[object, object, R], *, seconds: float) -> R:
        """Wait for `work`. Raises TimeoutError, and whatever it raises."""
        future = self.submit(work)
        try:
            return future.result(seconds)
        except (NoResultError, CancelledError):  # too slow, or the thread is being ended
            future.cancel()
            raise TimeoutError from None

    def close(self) -> None:
        """Stop the loop; what still runs on it is cancelled."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(GRACE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(GRACE)
        loop.close()
