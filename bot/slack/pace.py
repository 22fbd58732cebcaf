"""One message a second in each channel, as Slack asks.

https://docs.slack.dev/apis/web-api/rate-limits/
"""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Lock

SPACING = 1.0  # seconds between two messages in one channel
LONGEST_WAIT = 1.0  # seconds a sender waits here; for longer it comes back later
KEPT = 1000  # channels or messages; beyond, those whose time is over are forgotten
AWAY = 3600.0  # seconds; who was sent away and did not come back by then comes no more


class Pace:
    """Gives each message of a channel its moment. Safe to call from several threads."""

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._lock = Lock()
        self._free_at: dict[str, float] = {}
        self._kept_for: dict[str, float] = {}  # moments of those that were sent away, by key

    def wait(self, channel: str, key: str) -> timedelta | None:
        """Wait for the moment of the message `key`; when that is far, return how far it is.

        The moment is then kept for it: whoever comes later comes after it.
        """
        with self._lock:
            now = self._monotonic()
            self._forget(now)
            moment = self._kept_for.pop(key, None)
            if moment is None:
                moment = max(now, self._free_at.get(channel, now))
                self._free_at[channel] = moment + SPACING
            if moment - now > LONGEST_WAIT:
                self._kept_for[key] = moment
                return timedelta(seconds=moment - now)
        if moment > now:
            self._sleep(moment - now)
        return None

    def sent_away(self, key: str) -> bool:
        """Whether a message was told to come back, and has not come yet."""
        with self._lock:
            return key in self._kept_for

    def _forget(self, now: float) -> None:
        if len(self._free_at) > KEPT:
            self._free_at = {one: at for one, at in self._free_at.items() if at > now}
        if len(self._kept_for) > KEPT:
            self._kept_for = {one: at for one, at in self._kept_for.items() if at + AWAY > now}
