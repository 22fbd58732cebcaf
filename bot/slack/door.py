"""What happens to a request of Slack's, however it came: stored first, then acknowledged."""

from collections.abc import Callable, Sequence
from functools import partial

import orjson

from bot.gate import Admits, Arrival
from bot.lobby import Lobby
from bot.logs import get_logger
from bot.slack.interactions import no_objection
from bot.slack.modals import Objection
from bot.slack.receive import take
from bot.slack.requests import Call, RawRequest

_log = get_logger(__name__)


def call_nobody(_: Call, instead: Callable[[], None]) -> None:
    """Make no call: where no client is."""
    instead()


class SlackDoor:
    """Takes requests that are known to be Slack's."""

    def __init__(
        self,
        gate: Admits,
        call: Callable[[Call, Callable[[], None]], None] = call_nobody,
        objection: Objection = no_objection,
    ) -> None:
        """`call` makes a call, or does what comes instead; `objection` is what forms are told."""
        self._gate = gate
        self._lobby = Lobby(gate)
        self._call = call
        self._objection = objection

    async def admit(self, request: RawRequest) -> tuple[bool, bytes]:
        """Store what concerns the bot; tell whether to acknowledge, and with which body."""
        taken = take(request, objection=self._objection)
        if taken.warning:
            _log.warning("slack_told_of_trouble", what=taken.warning)
        if taken.arrivals and not await self._lobby.admit(taken.arrivals):
            return False, b""
        if taken.call is not None:
            self._call(taken.call, partial(self._store, taken.call.otherwise))
        return True, b"" if taken.answer is None else orjson.dumps(taken.answer)

    def _store(self, arrivals: Sequence[Arrival]) -> None:
        """Store what a call was to make unnecessary; nobody waits for it any more."""
        self._gate.admit(arrivals)
