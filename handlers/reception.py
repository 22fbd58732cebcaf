"""Takes one event out of the inbox, lets the dispatcher answer it, puts the answer in the outbox.

One event, one transaction: what a command changed, its answer and the end of the event are kept
together or not at all, so a crash loses nothing and a repeat changes nothing twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.dispatch import Dispatcher, Outcome
from bot.failpoint import NO_FAILPOINT, Failpoint, Step
from bot.logs import get_logger
from bot.message import Answer, EventKind, IncomingMessage
from handlers.services import Services
from handlers.shared.access import Speaker
from handlers.shared.outbox import plan_private, plan_reply
from storage.engine import Database, Transaction
from storage.errors import StaleRecordError
from storage.records.messages import InboxEvent
from storage.unit_of_work import UnitOfWork

# Longer than handling takes, even when it waits for another's transaction; short enough that the
# event of a process that crashed is still answered within its reply token's minute.
LEASE_SECONDS = 15
MOST_ATTEMPTS = 3  # an event that ends the process each time must not block its conversation

_log = get_logger(__name__)


class ReadStored(Protocol):
    """Reads what one platform stored in the inbox."""

    def __call__(self, payload: bytes, *, received_at: datetime) -> IncomingMessage | None:
        """Return the message, or None when it no longer concerns the bot."""
        ...


def meet_nobody(_message: IncomingMessage) -> None:
    """Ask no platform who somebody is: where none tells."""


def draw_nothing(_message: IncomingMessage) -> None:
    """Draw no page: where people have none."""


class _UndoneError(Exception):
    """Rolls a transaction back and carries out of it what is said instead."""

    def __init__(self, apology: Answer) -> None:
        super().__init__()
        self.apology = apology


def _undo_if_broken(outcome: Outcome) -> None:
    if not outcome.keeps_work:
        raise _UndoneError(outcome.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Handles the events of the inbox, those of one conversation in their order."""

    database: Database
    dispatcher: Dispatcher[Services, Speaker]
    services_for: Callable[[Transaction], Services]
    readers: Mapping[str, ReadStored]  # by platform
    clock: Clock
    failpoint: Failpoint = NO_FAILPOINT
    meet: Callable[[IncomingMessage], None] = meet_nobody  # before the transaction; may take long
    heard: Callable[[IncomingMessage], None] = draw_nothing  # after it; at most once

    def handle_waiting(self) -> int:
        """Handle every event that may be handled now; return how many there were.

        Raises DatabaseUnavailableError; the event at hand is then handled later.
        """
        count = 0
        while event := self._claim():
            self.failpoint.reach(Step.EVENT_CLAIMED)
            try:
                self._handle(event)
            except StaleRecordError:  # another process took it over and finished it
                _log.warning("event was finished elsewhere", event_id=event.event_id)
            self.failpoint.reach(Step.EVENT_HANDLED)
            count += 1
        return count

    def _claim(self) -> InboxEvent | None:
        with self.database.unit_of_work() as uow:
            event = uow.inbox.claim(now=self.clock.now(), lease_seconds=LEASE_SECONDS)
            uow.commit()
        return event

    def _handle(self, event: InboxEvent) -> None:
        reader = self.readers.get(event.platform)
        if reader is None or event.attempts > MOST_ATTEMPTS:
            self._give_up(event, "platform is off" if reader is None else "ended the process")
            return
        message = reader(event.payload, received_at=event.received_at)
        if message is None:
            self._keep_apology(event, None, Answer())
            return
        self.meet(message)
        if message.kind is EventKind.HOME_OPENED:  # a page is drawn, not answered
            self._keep_apology(event, None, Answer())
        elif (apology := self._answer(event, message)) is not None:
            self._keep_apology(event, message, apology)
        self.heard(message)

    def look(self, message: IncomingMessage) -> Answer:
        """Say what somebody sees on the bot's own page now. Raises DatabaseUnavailableError."""
        with self.database.transaction() as transaction:
            services, now = self.services_for(transaction), self.clock.now()
            outcome = self.dispatcher.handle_or_apologise(message, services, now=now)
        return outcome.answer

    def _answer(self, event: InboxEvent, message: IncomingMessage) -> Answer | None:
        """Handle in one transaction; return the apology when that was rolled back."""
        try:
            with self.database.transaction() as transaction:
                services = self.services_for(transaction)
                now = self.clock.now()
                outcome = self.dispatcher.handle_or_apologise(message, services, now=now)
                _undo_if_broken(outcome)
                with transaction.unit_of_work() as uow:
                    self._keep(uow, event, message, outcome.answer)
                    uow.commit()
        except _UndoneError as undone:
            return undone.apology
        return None

    def _keep_apology(
        self, event: InboxEvent, message: IncomingMessage | None, answer: Answer
    ) -> None:
        with self.database.unit_of_work() as uow:
            self._keep(uow, event, message, answer)
            uow.commit()

    def _keep(
        self, uow: UnitOfWork, event: InboxEvent, message: IncomingMessage | None, answer: Answer
    ) -> None:
        """Put the answer in the outbox and end the event."""
        now = self.clock.now()
        if message is not None and answer.here is not None:
            reply = plan_reply(answer.here, message, now=now, leave_chat=answer.leave_chat)
            uow.outbox.add(reply)
        if message is not None and answer.private is not None and message.sender_id:
            uow.outbox.add(plan_private(answer.private, message, message.sender_id, now=now))
        uow.inbox.finish(event.id, now=now)

    def _give_up(self, event: InboxEvent, reason: str) -> None:
        _log.error(
            "event given up", platform=event.platform, event_id=event.event_id, reason=reason
        )
        with self.database.unit_of_work() as uow:
            uow.inbox.fail(event.id, now=self.clock.now(), reason=reason)
            uow.commit()
