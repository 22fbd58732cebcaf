"""Something slow that runs beside everything else: one run at a time, and nobody waits for it.

A request to a server outside may take minutes; the process must be able to end meanwhile.
"""

from collections.abc import Callable
from threading import Lock, Thread

from bot.errors import UnavailableError
from bot.logs import get_logger
from bot.outage import DATABASE_AWAY, OUTAGE

_log = get_logger(__name__)


class Aside:
    """Runs a function in a thread that ends with the process."""

    def __init__(self, name: str, run: Callable[[], object]) -> None:
        self._name = name
        self._run = run
        self._lock = Lock()
        self._thread: Thread | None = None

    def start(self) -> bool:
        """Begin a run; False while the run before is not over."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return False
            self._thread = Thread(target=self._once, name=self._name, daemon=True)
            self._thread.start()
            return True

    def wait(self, seconds: float) -> bool:
        """Wait for the present run; whether it is over."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _once(self) -> None:
        try:
            self._run()
        except UnavailableError:
            OUTAGE.goes_on(DATABASE_AWAY)
        except Exception as error:  # noqa: BLE001  # as the others' failures are told, masked
            _log.error("job failed", job=self._name, exc_info=error)
