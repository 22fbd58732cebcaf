"""Takes one event out of the inbox, lets the dispatcher answer it, puts the answer in the outbox.

One event, one transaction: what a command changed, its answer and the end of the event are kept
together or not at all, so a crash loses nothing and a repeat changes nothing twice.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event
from typing import Protocol

from bot.clock import Clock
from bot.dispatch import Dispatcher, Outcome
from bot.failpoint import NO_FAILPOINT, Failpoint, Step
from bot.limit import LIMIT, TooSlowError
from bot.logs import get_logger
from bot.message import Answer, EventKind, IncomingMessage
from bot.outage import DATABASE_AWAY, OUTAGE
from bot.patience import Patience
from handlers.services import Services
from handlers.shared.access import Speaker
from handlers.shared.handed import Handed
from handlers.shared.outbox import plan_private, plan_reply
from storage.engine import Database, Transaction
from storage.errors import DatabaseUnavailableError, StaleRecordError
from storage.records.messages import InboxEvent
from storage.unit_of_work import UnitOfWork

# An event that ends the process each time must not block its conversation. But where processes are
# killed, stand still or starve, the lease of a good one ends a few times as well.
MOST_ATTEMPTS = 10
BROKEN_ATTEMPTS = 3  # it broke by itself, no process was killed over it
SLOW_ATTEMPTS = 3  # then it is the command that is slow, not the machine

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


def bring_nothing(_message: IncomingMessage) -> None:
    """Fetch no file: where nobody hands one over."""


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
    patience: Patience = field(default_factory=Patience)
    meet: Callable[[IncomingMessage], None] = meet_nobody  # before the transaction; may take long
    bring: Callable[[IncomingMessage], Handed | None] = bring_nothing  # before it, as well
    heard: Callable[[IncomingMessage], None] = draw_nothing  # after it; at most once
    leaving: Event = field(default_factory=Event)  # set when nothing more is taken
    in_hand: dict[int, InboxEvent] = field(default_factory=dict[int, InboxEvent])  # by id

    def handle_waiting(self) -> int:
        """Handle every event that may be handled now; return how many there were.

        Raises DatabaseUnavailableError; the event at hand is then handled later.
        """
        count = 0
        while not self.leaving.is_set() and (event := self._claim()):
            self.failpoint.reach(Step.EVENT_CLAIMED)
            self.in_hand[event.id] = event
            try:
                self._handle(event)
            except StaleRecordError:  # another process took it over and finished it
                _log.warning("event was finished elsewhere", event_id=event.event_id)
            except DatabaseUnavailableError:
                self._put_back(event, tried=False)  # it is no fault of the event's
                raise
            except TooSlowError:  # the machine may have been slow, or somebody held a row
                # Its lease ends before it is tried again: meanwhile the others are answered.
                _log.warning("event was too slow", event_id=event.event_id, tries=event.attempts)
            except Exception as error:  # noqa: BLE001  # the others go on; it is tried again
                _log.error("event failed", event_id=event.event_id, exc_info=error)
                if event.attempts >= BROKEN_ATTEMPTS:
                    self._give_up(event, "failed each time")
            finally:
                self.in_hand.pop(event.id, None)
            self.failpoint.reach(Step.EVENT_HANDLED)
            count += 1
        return count

    def let_go(self) -> None:
        """Give back what is in hand: the process ends before it is handled."""
        for event in tuple(self.in_hand.values()):
            self._put_back(event, tried=True)

    def _put_back(self, event: InboxEvent, *, tried: bool) -> None:
        """Let somebody take it again; while the database is away its lease must end first."""
        with suppress(DatabaseUnavailableError), self.database.unit_of_work() as uow:
            uow.inbox.put_back(event, tried=tried)
            uow.commit()

    def _claim(self) -> InboxEvent | None:
        with self.database.unit_of_work() as uow:
            lease_seconds = self.patience.event_seconds
            event = uow.inbox.claim(now=self.clock.now(), lease_seconds=lease_seconds)
            uow.commit()
        OUTAGE.is_over(DATABASE_AWAY)
        return event

    def _handle(self, event: InboxEvent) -> None:
        reader = self.readers.get(event.platform)
        if reader is None or event.attempts > MOST_ATTEMPTS:
            self._give_up(event, "platform is off" if reader is None else "failed each time")
            return
        message = reader(event.payload, received_at=event.received_at)
        if message is None:
            self._keep_apology(event, None, Answer())
            return
        self.meet(message)
        if message.kind is EventKind.HOME_OPENED:  # a page is drawn, not answered
            self._keep_apology(event, None, Answer())
        elif (apology := self._answer(event, message, self.bring(message))) is not None:
            self._keep_apology(event, message, apology)
        self.heard(message)

    def look(self, message: IncomingMessage) -> Answer:
        """Say what somebody sees on the bot's own page now. Raises DatabaseUnavailableError."""
        with self.database.transaction() as transaction:
            services, now = self.services_for(transaction), self.clock.now()
            outcome = self.dispatcher.handle_or_apologise(message, services, now=now)
        return outcome.answer

    def _answer(
        self, event: InboxEvent, message: IncomingMessage, handed: Handed | None
    ) -> Answer | None:
        """Handle in one transaction; return the apology when that was rolled back.

        Raises TooSlowError when it was broken off and is to be tried again.
        """
        try:
            with self.database.transaction() as transaction:
                services = replace(self.services_for(transaction), handed=handed)
                now = self.clock.now()
                with LIMIT.holds(self.patience.handling_seconds):
                    outcome = self.dispatcher.handle_or_apologise(message, services, now=now)
                if outcome.too_slow and event.attempts < SLOW_ATTEMPTS:
                    raise TooSlowError
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
