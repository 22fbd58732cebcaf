"""The way into the inbox: one thread writes what many requests hand in, one commit for a batch.

A commit waits for the disk; waiting once for forty events instead of forty times is what makes
「stored before the 200」 affordable. Rows go to the driver directly: the hot path of the program.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from storage.cipher import Cipher
from storage.connections import is_about_the_data
from storage.engine import Database, connect
from storage.errors import DatabaseUnavailableError, RefusedEventError, StorageError
from storage.inbox_rows import InboxRow, insert_rows, make_row
from storage.records.messages import NewEvent

MAX_BATCH = 400  # events; a few milliseconds of work
Outcome = int | StorageError  # how many events were new, or why none was kept


@dataclass(frozen=True, slots=True)
class _Submission:
    """What one request handed in."""

    events: Sequence[NewEvent]
    future: Future[int]


class InboxWriter:
    """Writes events durably. One in each process; safe to call from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: SimpleQueue[_Submission | None] = SimpleQueue()  # None: close
        self._lock = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, name="inbox-writer", daemon=True)
        self._thread.start()

    def submit(self, events: Sequence[NewEvent]) -> Future[int]:
        """Hand events in; returns at once.

        The result is how many were new (repeats are dropped), and comes when they are on disk.
        All are kept or none: the future then raises DatabaseUnavailableError, for the platform
        to send them again, or RefusedEventError, when sending again will not help.
        """
        future: Future[int] = Future()
        future.set_running_or_notify_cancel()  # a client that goes away does not undo it
        with self._lock:
            if not self._closed:
                self._queue.put(_Submission(events, future))
                return future
        future.set_exception(DatabaseUnavailableError("the inbox is closing"))
        return future

    def close(self) -> None:
        """Write what was handed in, then stop."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going_on = True
        while going_on:
            batch, going_on = self._next_batch()
            if batch:
                _settle(batch, self._write(batch))

    def _next_batch(self) -> tuple[list[_Submission], bool]:
        """Wait for a submission and take all that wait beside it; False: it was the last."""
        batch: list[_Submission] = []
        event_count = 0
        item = self._queue.get()
        while item is not None:
            batch.append(item)
            event_count += len(item.events)
            if event_count >= MAX_BATCH:
                return batch, True
            try:
                item = self._queue.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _write(self, batch: Sequence[_Submission]) -> list[Outcome]:
        """Write a batch in one transaction; if one event spoils it, each by itself."""
        rows = [_make_rows(submission.events, self._database.cipher) for submission in batch]
        good = [made for made in rows if not isinstance(made, StorageError)]
        counts = self._try(good)
        if isinstance(counts, RefusedEventError) and len(good) > 1:
            alone = [self._try([made]) for made in good]
            written: list[Outcome] = [
                one if isinstance(one, StorageError) else one[0] for one in alone
            ]
        elif isinstance(counts, StorageError):
            written = [counts for _ in good]
        else:
            written = list(counts)
        left = iter(written)
        return [made if isinstance(made, StorageError) else next(left) for made in rows]

    def _try(self, rows: Sequence[Sequence[InboxRow]]) -> list[int] | StorageError:
        try:
            with (
                self._database.turns.turn(),
                connect(self._database.engine) as connection,
                connection.begin(),
            ):
                return insert_rows(connection, rows)
        except StorageError as error:
            return error
        except Exception as error:  # noqa: BLE001  # the thread must live; the caller is told
            reason = f"{type(error).__name__}: {error}"
            if is_about_the_data(error):
                return RefusedEventError(reason)
            return DatabaseUnavailableError(reason)  # the platform shall send it again


def _make_rows(events: Sequence[NewEvent], cipher: Cipher) -> list[InboxRow] | StorageError:
    try:
        return [make_row(event, cipher) for event in events]
    except ValueError as error:  # a naive moment, a lone surrogate
        return RefusedEventError(str(error))


def _settle(batch: Sequence[_Submission], outcomes: Sequence[Outcome]) -> None:
    for submission, outcome in zip(batch, outcomes, strict=True):
        if isinstance(outcome, StorageError):
            submission.future.set_exception(outcome)
        else:
            submission.future.set_result(outcome)
