"""Cards to deputies that waited in the outbox: whether they still stand in. No command."""

from datetime import datetime

from bot.message import Card
from handlers.shared.review import Review
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, ids_of
from storage.records.messages import Delivery
from storage.unit_of_work import UnitOfWork

OVER = "superseded: nobody stands in any more"


class LeaveEditor:
    """Keeps back a wish to stand in for leave that is taken back or has another deputy."""

    def review(self, uow: UnitOfWork, delivery: Delivery, card: Card, *, now: datetime) -> Review:
        """Let a wish leave as long as whoever reads it stands in."""
        wanted = ids_of(Topic.STAND_IN, delivery.topics)
        if not wanted or delivery.officer_id is None or delivery.instead_of is not None:
            return Review(card)
        served = uow.absences.of_deputy(delivery.officer_id, since=taipei_date(now))
        over = not {a.officer_id for a in served} & set(wanted)
        return Review(None, OVER) if over else Review(card)

    def take_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Nothing is told anew: it was a courtesy."""
        del uow, delivery
        return False
