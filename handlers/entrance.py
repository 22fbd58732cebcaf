"""The way into the inbox: the worker is woken, and one bad event does not stop the others."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from bot.failpoint import NO_FAILPOINT, Failpoint, Step
from bot.logs import get_logger
from storage.errors import RefusedEventError
from storage.records.messages import NewEvent

_log = get_logger(__name__)


class Writer(Protocol):
    """Stores events durably; `storage.inbox_writer.InboxWriter` fits."""

    def submit(self, events: Sequence[NewEvent]) -> Future[int]:
        """Return a future with the number of new events; all are kept or none."""
        ...


class Entrance:
    """Hands events to the inbox's writer, and calls `wake` as soon as some are durable.

    An event that the database can never hold is dropped and logged, and counts as settled: were it
    refused, the platform would send the whole batch again for ever, and the others with it.
    """

    def __init__(
        self,
        writer: Writer,
        wake: Callable[[], None] | None = None,
        failpoint: Failpoint = NO_FAILPOINT,
    ) -> None:
        self._writer = writer
        self._wake = wake
        self._failpoint = failpoint

    def submit(self, events: Sequence[NewEvent]) -> Future[int]:
        """Store events; the future fails only when sending them again will help."""
        answer: Future[int] = Future()
        answer.set_running_or_notify_cancel()

        def settle(stored: Future[int]) -> None:
            error = stored.exception()
            if isinstance(error, RefusedEventError):
                self._one_by_one(events, answer)
            elif error is not None:
                answer.set_exception(error)
            else:
                self._settle(answer, stored.result())

        self._writer.submit(events).add_done_callback(settle)
        return answer

    def _one_by_one(self, events: Sequence[NewEvent], answer: Future[int]) -> None:
        if len(events) == 1:
            _log.error("event dropped: it cannot be stored", platform=events[0].platform)
            self._settle(answer, 0)
            return
        tally = _Tally(waiting_count=len(events))

        def count(alone: Future[int]) -> None:
            if tally.take(alone):
                if tally.error is not None:
                    answer.set_exception(tally.error)
                else:
                    self._settle(answer, tally.new_count)

        for event in events:
            self.submit([event]).add_done_callback(count)

    def _settle(self, answer: Future[int], new_count: int) -> None:
        self._failpoint.reach(Step.EVENT_STORED)
        answer.set_result(new_count)
        if self._wake is not None:
            self._wake()


@dataclass(slots=True)
class _Tally:
    """What became of the events of one submission, each stored by itself."""

    waiting_count: int
    new_count: int = 0
    error: BaseException | None = None  # the last one; it asks for a repeat
    lock: Lock = field(default_factory=Lock)

    def take(self, alone: Future[int]) -> bool:
        """Note one outcome; whether it was the last."""
        error = alone.exception()
        with self.lock:
            self.waiting_count -= 1
            if error is not None:
                self.error = error
            else:
                self.new_count += alone.result()
            return self.waiting_count == 0
