"""Another way for a binding message whose person cannot be reached. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.delivery.rules.waiting import PERSONAL
from handlers.shared.outbox import Why, plan_push, unpack
from handlers.shared.topics import Topic, ids_of
from storage.records.chats import ChatScope, LinkedChat
from storage.records.messages import Delivery, DeliveryClass, NewDelivery
from storage.records.officers import Binding


class Way(StrEnum):
    """Where it goes instead; the ledger's word."""

    OWN = "the person's other account"
    DEPUTY = "deputy"
    GROUP = "count in the agency's group"
    NONE = "nobody else"


@dataclass(frozen=True, slots=True)
class Route:
    """Where it goes instead; `chat` is None when there is nowhere."""

    way: Way
    chat: ChatRef | None = None
    name: str = ""  # of the person who could not be reached


NOWHERE = Route(Way.NONE)


class Ways(Protocol):
    """Who can be told instead; `storage.substitutes.Substitutes` fits."""

    @property
    def name(self) -> str:
        """What the person is called."""
        ...

    @property
    def own(self) -> Sequence[Binding]:
        """The person's other accounts."""
        ...

    @property
    def deputies(self) -> Sequence[Binding]:
        """Accounts of the deputies."""
        ...

    @property
    def groups(self) -> Sequence[LinkedChat]:
        """The agency's groups."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """The cards that go out instead; `handlers.delivery.cards` has them."""

    undelivered: Callable[[int, str], Card]  # how many, and on which platform it is said
    for_deputy: Callable[[Card, str], Card]


def goes(delivery: Delivery, route: Route) -> bool:
    """Whether a message takes the route: it is a duty, and no answer to a question."""
    return (
        route.chat is not None
        and delivery.delivery_class is DeliveryClass.BINDING
        and delivery.why not in PERSONAL
    )


def choose_route(
    lost: Sequence[Delivery], ways: Ways | None, *, platforms: Collection[str], now: datetime
) -> Route:
    """Choose the person's other account, else a deputy, else a count in the agency's group.

    What was passed on once reaches nobody in person any more.
    """
    if ways is None:
        return NOWHERE
    if all(one.instead_of is None for one in lost):
        for way, bindings in ((Way.OWN, ways.own), (Way.DEPUTY, ways.deputies)):
            for binding in bindings:
                if binding.platform in platforms:
                    return Route(way, _direct(binding), ways.name)
    for group in ways.groups:
        if group.platform in platforms and takes_counts(group, now=now):
            chat = ChatRef(Platform(group.platform), ChatKind.GROUP, group.chat_id)
            return Route(Way.GROUP, chat, ways.name)
    return NOWHERE


def takes_counts(group: LinkedChat, *, now: datetime) -> bool:
    """Whether an agency's group may be told that something did not arrive."""
    muted = group.muted_until is not None and group.muted_until > now
    return group.enabled and group.scope is ChatScope.AGENCY and not muted


def _direct(binding: Binding) -> ChatRef:
    return ChatRef(Platform(binding.platform), ChatKind.DIRECT, binding.user_id)


def instead(
    lost: Sequence[Delivery], route: Route, wording: Wording, *, now: datetime
) -> tuple[NewDelivery, ...]:
    """Make what goes out in place of `lost`, which could not reach its person."""
    chat = route.chat
    if chat is None or not lost:
        return ()
    first = lost[0]
    if route.way is Way.GROUP:
        card = wording.undelivered(len(lost), chat.platform)
        planned = plan_push(card, chat, now=now, why=Why.COUNT)
        return (replace(planned, instead_of=first.id, agency_id=first.agency_id),)
    return tuple(
        replace(
            plan_push(_card(one, route, wording), chat, now=now, why=Why(one.why)),
            instead_of=one.id,
            agency_id=one.agency_id,
            topics=tuple(t for t in one.topics if not ids_of(Topic.MORNING, [t])),
        )
        for one in lost
    )


def _card(delivery: Delivery, route: Route, wording: Wording) -> Card:
    card = unpack(delivery.card).card
    return card if route.way is Way.OWN else wording.for_deputy(card, route.name)
