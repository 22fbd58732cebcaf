"""Cards of calls for help that waited in the outbox: whether the call is still to be taken."""

from datetime import datetime

from bot.message import Card
from handlers.shared.review import Review
from handlers.shared.topics import Topic, ids_of
from storage.records.messages import Delivery
from storage.unit_of_work import UnitOfWork

OVER = "superseded: somebody took the call"


class RescueEditor:
    """Keeps back a call for help that a colleague took meanwhile."""

    def review(self, uow: UnitOfWork, delivery: Delivery, card: Card, *, now: datetime) -> Review:
        """Let a call leave as long as nobody took it."""
        del now
        calls = [uow.rescues.find(i) for i in ids_of(Topic.RESCUE, delivery.topics)]
        over = any(call is None or call.taken_at is not None for call in calls)
        return Review(None, OVER) if over else Review(card)

    def take_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Nothing is told anew: what is lost finds another way."""
        del uow, delivery
        return False
