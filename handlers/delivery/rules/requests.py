"""Which deliveries go out together: several cards for one chat cost one push, or nothing. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.message import Card
from bot.outbound import Outcome, SendResult
from handlers.delivery.rules.outcomes import (
    Next,
    Verdict,
    is_late,
    judge_outcome,
    judge_rider,
)
from handlers.shared.outbox import Parcel, Why
from storage.records.messages import Delivery, DeliveryClass, DeliveryState

CARD_LIMIT = 5  # messages of one LINE request
LIGHT_BODY = (
    700  # characters, so at most 1,400 UTF-16 units; such a card is one message on every platform
)


@dataclass(frozen=True, slots=True)
class Item:
    """One delivery, unpacked."""

    delivery: Delivery
    parcel: Parcel
    not_before: datetime | None = None  # it comes late, and does not wake anybody

    @property
    def is_reply(self) -> bool:
        """Whether it goes out on a reply ticket."""
        return self.delivery.delivery_class is DeliveryClass.REPLY


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes out in one request, in this order; never empty."""

    items: tuple[Item, ...]
    key: str = ""  # UUID of the request, the same at every try

    @property
    def lead(self) -> Delivery:
        """The delivery whose rules hold for the request: the answer, else a binding one."""
        found = sorted(self.items, key=lambda item: RANK[item.delivery.delivery_class])
        return found[0].delivery

    @property
    def riders(self) -> tuple[Delivery, ...]:
        """What goes along."""
        lead = self.lead
        return tuple(one.delivery for one in self.items if one.delivery.id != lead.id)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """The lead first, then the riders."""
        return (self.lead, *self.riders)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards in the order they are read."""
        return tuple(item.parcel.card for item in self.items)

    @property
    def is_reply(self) -> bool:
        """Whether it is free."""
        return self.lead.delivery_class is DeliveryClass.REPLY

    @property
    def is_fresh(self) -> bool:
        """Whether none of it was tried with a retry key."""
        return self.lead.request_id is None

    @property
    def is_courtesy(self) -> bool:
        """Whether nothing in it is binding."""
        return self.lead.delivery_class is DeliveryClass.COURTESY


RANK = {DeliveryClass.REPLY: 0, DeliveryClass.BINDING: 1, DeliveryClass.COURTESY: 2}


def is_light(parcel: Parcel) -> bool:
    """Whether a card may share a request: one message long, and the bot stays after it."""
    card = parcel.card
    return not parcel.leave_chat and not card.copy_text and len(card.body) <= LIGHT_BODY


def may_ride(item: Item) -> bool:
    """Whether a card may go along with an answer.

    An answer has no retry key: if nobody knows whether it arrived, what rode on it and binds would
    come twice. So that rides only where a push of its own must wait for the quota.
    """
    binding = item.delivery.delivery_class is DeliveryClass.BINDING
    held = item.delivery.state is DeliveryState.HELD
    return is_light(item.parcel) and (held or not binding)


def bundle(items: Sequence[Item], *, now: datetime) -> tuple[Bundle, ...]:
    """Put together what goes to one chat, thread and reader in one request.

    What was tried together goes together again. What waits for a chat and may ride goes with the
    chat's own answer for nothing; else it shares pushes of up to CARD_LIMIT cards.
    """
    tried: dict[str, list[Item]] = {}
    fresh: dict[tuple[str, str, str, str], list[Item]] = {}
    for item in items:
        delivery = item.delivery
        if delivery.request_id is not None:
            tried.setdefault(delivery.request_id, []).append(item)
        else:
            place = (delivery.platform, delivery.chat_id, delivery.thread, delivery.only_for)
            fresh.setdefault(place, []).append(item)
    again = [Bundle(tuple(together)) for together in tried.values()]
    anew = [one for chat in fresh.values() for one in _of_chat(chat, now=now)]
    return tuple(sorted([*again, *anew], key=lambda one: items.index(one.items[0])))


def _of_chat(items: Iterable[Item], *, now: datetime) -> list[Bundle]:
    """Bundle what was never tried with a key and goes to one chat."""
    answers: list[Item] = []
    waiting: list[Item] = []
    for item in items:
        (answers if item.is_reply else waiting).append(item)
    found: list[Bundle] = []
    for answer in answers:
        carries = is_light(answer.parcel) and not is_late(answer.delivery, now=now)
        room = CARD_LIMIT - 1 if carries else 0
        riders = [item for item in waiting if may_ride(item)][:room]
        waiting = [item for item in waiting if item not in riders]
        found.append(Bundle((answer, *riders)))
    asked = [item for item in waiting if item.delivery.why == Why.REPLY]
    others = [item for item in waiting if item.delivery.why != Why.REPLY]
    light = [item for item in others if is_light(item.parcel)]
    heavy = [item for item in others if not is_light(item.parcel)]
    # Who asked reads that first, each answer in its turn; of the others the fewest requests.
    runs = [list(run) for _, run in groupby([*asked, *light], lambda one: is_light(one.parcel))]
    for run in (*runs, heavy):
        size = CARD_LIMIT if run and is_light(run[0].parcel) else 1
        found += [Bundle(tuple(run[at : at + size])) for at in range(0, len(run), size)]
    return found


def judge_bundle(
    bundle: Bundle, result: SendResult, *, now: datetime
) -> tuple[tuple[Delivery, Verdict], ...]:
    """Decide for each delivery what becomes of it: they went out together, or none did.

    What is refused together is tried one by one: one bad card must not take the others along.
    """
    lead = bundle.lead
    first = judge_outcome(lead, result, now=now)
    if bundle.is_reply:
        riders = ((one, judge_rider(one, result, now=now)) for one in bundle.riders)
        return ((lead, first), *riders)
    if result.outcome is Outcome.REFUSED and bundle.riders:
        return tuple((one, _judge_alone(bundle, one, now=now)) for one in bundle.deliveries)
    if first.next in {Next.DETOUR, Next.HELD}:  # binding and courtesy part here
        return tuple((one, judge_outcome(one, result, now=now)) for one in bundle.deliveries)
    return tuple((one, first) for one in bundle.deliveries)


def _judge_alone(bundle: Bundle, delivery: Delivery, *, now: datetime) -> Verdict:
    """An earlier try may have been accepted: then a courtesy is not sent again."""
    if delivery.delivery_class is DeliveryClass.COURTESY and not bundle.is_fresh:
        return Verdict(Next.UNKNOWN)
    return Verdict(Next.ALONE, now)
