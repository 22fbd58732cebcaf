"""The durable inbox's edge: what concerns the bot is stored before it is acknowledged.

The gate knows no SQL: `Inbox` is the port, `make_event` builds what that inbox stores.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.clock import Clock
from bot.message import Platform

E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)
E_contra = TypeVar("E_contra", contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One event as it came in, on any platform."""

    platform: Platform
    event_id: str  # the platform's own; repeats are dropped by it
    conversation: str  # events of one conversation are handled in order
    occurred_at: datetime | None  # UTC, by the platform's clock; None: it did not say
    payload: bytes  # the raw event, JSON
    concerns_bot: bool  # it is addressed to the bot, or changes where the bot is
    chat_id: str = ""  # with message_id: what somebody may take back later
    message_id: str = ""


class MakeEvent(Protocol[E_co]):
    """Builds what the inbox stores; storage's event class fits as it is."""

    def __call__(  # noqa: D102, PLR0913  # the fields of an event
        self,
        *,
        platform: str,
        event_id: str,
        conversation: str,
        occurred_at: datetime,
        received_at: datetime,
        payload: bytes,
        chat_id: str,
        message_id: str,
    ) -> E_co: ...


class Inbox(Protocol[E_contra]):
    """Stores events durably and drops repeats."""

    def submit(self, events: Sequence[E_contra]) -> Future[int]:
        """Return a future that is done when the events are durable: the number of new ones.

        It fails when the database is away; then nothing was stored.
        """
        ...


class Admits(Protocol):
    """What a platform's edge sees of the gate."""

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        """Store what concerns the bot; None when there was nothing to store."""
        ...


class Gate(Generic[E]):
    """Lets in what concerns the bot and forgets the rest on the spot."""

    def __init__(self, *, inbox: Inbox[E], make_event: MakeEvent[E], clock: Clock) -> None:
        self._inbox = inbox
        self._make_event = make_event
        self._clock = clock

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        """Store what concerns the bot; None when there was nothing to store.

        The event may be acknowledged when the future is done without an exception.
        """
        received_at = self._clock.now()
        events = [
            self._make_event(
                platform=arrival.platform,
                event_id=arrival.event_id,
                conversation=arrival.conversation,
                occurred_at=arrival.occurred_at or received_at,
                received_at=received_at,
                payload=arrival.payload,
                chat_id=arrival.chat_id,
                message_id=arrival.message_id,
            )
            for arrival in arrivals
            if arrival.concerns_bot
        ]
        return self._inbox.submit(events) if events else None
