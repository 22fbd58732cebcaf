"""Cards about requests that waited in the outbox: whether anybody still has to do something."""

from collections.abc import Callable
from datetime import datetime

from bot.message import Card
from handlers.shared.review import Review
from handlers.shared.topics import Topic, ids_of
from storage.records.duties import Step
from storage.records.messages import Delivery
from storage.records.requests import ContactRequest, RequestState
from storage.unit_of_work import UnitOfWork

OVER = "superseded: the request was answered, moved on or taken back"
TAKEN_UP = frozenset({RequestState.RECEIVED, RequestState.CONSULTING})


def _should_be_answered(request: ContactRequest, delivery: Delivery) -> bool:
    """Whether the reader may be the one to answer: anybody before the first answer."""
    if request.state is RequestState.ASKED:
        return True
    own = delivery.instead_of is not None or delivery.officer_id == request.holder_id
    return request.state in TAKEN_UP and own


def _is_stuck(request: ContactRequest, delivery: Delivery) -> bool:
    del delivery
    return request.is_open and request.step is Step.NOBODY


def _has_a_choice(request: ContactRequest, delivery: Delivery) -> bool:
    del delivery
    return request.state is RequestState.MEETING


HOLDS: dict[Topic, Callable[[ContactRequest, Delivery], bool]] = {
    Topic.REQUEST: _should_be_answered,
    Topic.STUCK: _is_stuck,
    Topic.CHOICE: _has_a_choice,
}


class RequestEditor:
    """Keeps back a card that asks for something which is over."""

    def review(self, uow: UnitOfWork, delivery: Delivery, card: Card, *, now: datetime) -> Review:
        """Let a card leave as long as what it asks for is to be done."""
        del now
        for kind, holds in HOLDS.items():
            for request_id in ids_of(kind, delivery.topics):
                request = uow.requests.find(request_id)
                if request is None or not holds(request, delivery):
                    return Review(None, OVER)
        return Review(card)

    def take_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Nothing is told anew: what is lost finds another way."""
        del uow, delivery
        return False
