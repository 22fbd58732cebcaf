"""From the outbox to the platforms: claim, send, record. No transaction spans a send."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.errors import DeliveryError
from bot.failpoint import NO_FAILPOINT, Failpoint, Step
from bot.logs import get_logger
from bot.message import Outgoing, Platform
from bot.outbound import Messenger, Outcome, SendResult
from handlers.delivery.rules import Next, Verdict, is_late, judge_outcome
from handlers.shared.outbox import Parcel, chat_of, unpack
from storage.engine import Database
from storage.records.messages import Delivery
from storage.unit_of_work import UnitOfWork

CLAIM_COUNT = 10  # deliveries at a time
LEASE_SECONDS = 45  # longer than any attempt: the LINE client gives up after 10

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Takes what is due out of the outbox to its platform."""

    database: Database
    messengers: Mapping[Platform, Messenger]
    clock: Clock
    failpoint: Failpoint = NO_FAILPOINT

    def deliver_due(self) -> int:
        """Send everything that is due; return how many were attempted.

        Raises DatabaseUnavailableError; what was claimed is then settled when its lease ends.
        """
        count = 0
        while batch := self._claim():
            for delivery in batch:
                self._deliver(delivery)
            count += len(batch)
        return count

    def _claim(self) -> tuple[Delivery, ...]:
        with self.database.unit_of_work() as uow:
            claimed = uow.outbox.claim(
                now=self.clock.now(), limit=CLAIM_COUNT, lease_seconds=LEASE_SECONDS
            )
            uow.commit()
        return claimed

    def _deliver(self, delivery: Delivery) -> None:
        self.failpoint.reach(Step.DELIVERY_CLAIMED)
        parcel = unpack(delivery.card)
        result = self._attempt(delivery, parcel)
        self.failpoint.reach(Step.DELIVERY_SENT)
        now = self.clock.now()
        verdict = judge_outcome(delivery, result, now=now)
        with self.database.unit_of_work() as uow:
            self._record(uow, delivery, verdict, result)
            uow.commit()
        _log.info(
            "delivery",
            delivery=delivery.id,
            platform=delivery.platform,
            outcome=verdict.next,
            reason=result.reason,
            attempt=delivery.attempts,
        )
        if parcel.leave_chat and verdict.next is not Next.RETRY:
            self._leave(delivery)

    def _attempt(self, delivery: Delivery, parcel: Parcel) -> SendResult:
        messenger = self.messengers.get(Platform(delivery.platform))
        if messenger is None:
            return SendResult(outcome=Outcome.REFUSED, reason="platform is switched off")
        if is_late(delivery, now=self.clock.now()):
            return SendResult(outcome=Outcome.LATE, reason="reply ticket expired")
        return messenger.send(
            Outgoing(
                delivery_id=delivery.id,
                chat=chat_of(delivery),
                card=parcel.card,
                reply_ticket=delivery.reply_ticket or None,
            )
        )

    def _record(
        self, uow: UnitOfWork, delivery: Delivery, verdict: Verdict, result: SendResult
    ) -> None:
        reason = result.reason
        match verdict.next:
            case Next.DELIVERED:
                uow.outbox.delivered(delivery.id, now=self.clock.now())
            case Next.UNKNOWN:
                uow.outbox.unknown(delivery.id, reason)
            case Next.EXPIRED:
                uow.outbox.expired(delivery.id)
            case Next.PUSH:
                uow.outbox.turn_into_push(delivery.id)
            case Next.RETRY:
                due_at = verdict.due_at or self.clock.now()
                uow.outbox.retry(delivery.id, due_at, reason)
            case Next.FAILED:
                uow.outbox.failed(delivery.id, reason)

    def _leave(self, delivery: Delivery) -> None:
        messenger = self.messengers.get(Platform(delivery.platform))
        if messenger is None:
            return
        try:
            messenger.leave(chat_of(delivery))
        except DeliveryError as error:
            _log.warning("cannot leave a group", reason=error.reason)
