"""Where a message goes that cannot reach its person, or was tried for long enough. No command."""

from collections.abc import Sequence
from datetime import datetime

from bot.logs import get_logger
from handlers.delivery import cards
from handlers.delivery.commands.looking import TOLD_ANEW
from handlers.delivery.rules.routes import Wording, choose_route, goes, instead
from handlers.services import Editor
from storage.records.messages import Delivery, DeliveryState
from storage.substitutes import find_substitutes
from storage.unit_of_work import UnitOfWork

PASSED_ON = DeliveryState.PASSED_ON
WORDING = Wording(cards.undelivered, cards.for_deputy)

_log = get_logger(__name__)


class Detours:
    """Finds other ways, in one unit of work; the caller commits."""

    def __init__(
        self, uow: UnitOfWork, editor: Editor, platforms: frozenset[str], *, now: datetime
    ) -> None:
        self._uow = uow
        self._editor = editor
        self._platforms = platforms
        self._now = now

    def not_told_anew(self, tired: Sequence[Delivery]) -> Sequence[Delivery]:
        """End what was tried long enough; return that of which nobody will tell again.

        What another taking has by now is left to that one.
        """
        outbox = self._uow.outbox
        mine = [one for one in tired if outbox.still_has(one)]
        left = [one for one in mine if not self._editor.take_back(self._uow, one)]
        for one in mine:
            if one not in left:
                outbox.settle(one, DeliveryState.UNKNOWN, now=self._now, reason=TOLD_ANEW)
        return left

    def find(self, lost: Sequence[Delivery], reason: str) -> None:
        """Find another way for what is lost, for each chat and agency one."""
        for whose in dict.fromkeys((one.platform, one.chat_id, one.agency_id) for one in lost):
            same = [d for d in lost if (d.platform, d.chat_id, d.agency_id) == whose]
            self.pass_on(same, reason)

    def pass_on(
        self, lost: Sequence[Delivery], reason: str, *, elsewhere: bool = False
    ) -> Sequence[Delivery]:
        """Find another way for what is lost of one person and agency; return what nobody gets.

        `elsewhere`: only on another platform, and what finds no way stays as it is.
        """
        uow, lead, now = self._uow, lost[0], self._now
        ways = find_substitutes(uow, lead.platform, lead.chat_id, lead.agency_id, now=now)
        platforms = self._platforms - ({lead.platform} if elsewhere else frozenset[str]())
        route = choose_route(lost, ways, platforms=platforms, now=now)
        words = f"{reason}: {route.way}"
        moved = [
            one
            for one in lost
            if goes(one, route) and uow.outbox.settle(one, PASSED_ON, now=now, reason=words)
        ]
        uow.outbox.add_all(instead(moved, route, WORDING, now=now))
        left = [one for one in lost if one not in moved]
        if not elsewhere:
            for one in left:
                uow.outbox.settle(one, DeliveryState.FAILED, now=now, reason=words)
        _log.error(
            "delivery refused for good",
            delivery=lead.id,
            platform=lead.platform,
            why=lead.why,
            reason=words,
            count=len(lost),
        )
        return left
