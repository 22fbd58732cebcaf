"""Where requests wait together until their events are durable.

One hand-over to the gate serves all requests that came in meanwhile: at 64 requests in flight that
is half of what an acknowledgement costs.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field

from bot.gate import Admits, Arrival
from bot.outage import OUTAGE

PATIENCE = 0.85  # seconds; twice this and a request's own work stay below LINE's two seconds
PARTIES = 2  # while one is written, the next is on its way


@dataclass(slots=True)
class _Party:
    """Requests that go through the gate together."""

    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    guests: list[tuple[Sequence[Arrival], "asyncio.Future[bool]"]] = field(
        default_factory=list[tuple[Sequence[Arrival], "asyncio.Future[bool]"]]
    )
    timer: asyncio.TimerHandle | None = None


class Lobby:
    """The gate's front for one event loop; every method is called on that loop."""

    def __init__(self, gate: Admits, *, patience: float = PATIENCE) -> None:
        self._gate = gate
        self._patience = patience
        self._waiting = _Party()
        self._at_gate = 0  # parties on their way; beyond PARTIES the next one gathers
        self._called = False  # a hand-over is due at the end of this round of the loop

    async def admit(self, arrivals: Sequence[Arrival]) -> bool:
        """Wait until what concerns the bot is durable; False when it may not be: ask again."""
        loop = asyncio.get_running_loop()
        durable: asyncio.Future[bool] = loop.create_future()
        party = self._waiting
        if not self._called and self._at_gate < PARTIES:
            self._called = True
            loop.call_soon(self._hand_over)
        party.arrivals.extend(arrivals)
        party.guests.append((arrivals, durable))
        return await durable

    def _hand_over(self) -> None:
        self._called = False
        party = self._waiting
        if self._at_gate >= PARTIES or not party.guests:
            return
        self._waiting = _Party()
        self._at_gate += 1
        self._send(party, last=True)

    def _send(self, party: _Party, *, last: bool) -> None:
        loop = asyncio.get_running_loop()
        stored = self._gate.admit(party.arrivals)
        if stored is None:
            self._settle(party, durable=True)
            self._next(last=last)
            return
        party.timer = loop.call_later(self._patience, self._lose_patience, party, last)

        def back(done: Future[int]) -> None:
            with suppress(RuntimeError):  # the loop has ended, and with it whoever asked
                loop.call_soon_threadsafe(self._back, party, done, last)

        stored.add_done_callback(back)

    def _back(self, party: _Party, done: Future[int], last: bool) -> None:  # noqa: FBT001  # a loop's callback
        if party.timer is None:
            return  # patience was lost before
        party.timer.cancel()
        error = done.exception()
        if error is not None and len(party.guests) > 1:
            self._one_by_one(party)  # perhaps one spoilt it for all
        else:
            if error is not None:
                OUTAGE.goes_on("events_not_stored", error=type(error).__name__)
            else:
                OUTAGE.is_over("events_not_stored")
            self._settle(party, durable=error is None)
        self._next(last=last)

    def _one_by_one(self, party: _Party) -> None:
        for arrivals, durable in party.guests:
            alone = _Party(arrivals=list(arrivals), guests=[(arrivals, durable)])
            self._send(alone, last=False)

    def _lose_patience(self, party: _Party, last: bool) -> None:  # noqa: FBT001  # a loop's callback
        party.timer = None
        OUTAGE.goes_on("events_stored_too_slowly")
        self._settle(party, durable=False)
        self._next(last=last)

    def _settle(self, party: _Party, *, durable: bool) -> None:
        for _, waiting in party.guests:
            if not waiting.done():
                waiting.set_result(durable)

    def _next(self, *, last: bool) -> None:
        if last:
            self._at_gate -= 1
            self._hand_over()
