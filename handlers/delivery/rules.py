"""What becomes of a delivery after an attempt. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.outbound import Outcome, SendResult
from storage.records.messages import Delivery, DeliveryClass

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
# LINE forgets a retry key after 24 hours; a later repeat could arrive twice.
# https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
LAST_ATTEMPT = 52  # with the waits above about 22 hours


class Next(StrEnum):
    """What the ledger says afterwards."""

    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    PUSH = "push"
    EXPIRED = "expired"
    RETRY = "retry"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state, and for RETRY when."""

    next: Next
    due_at: datetime | None = None


def is_late(delivery: Delivery, *, now: datetime) -> bool:
    """Tell whether the free answer can no longer be used."""
    return (
        delivery.delivery_class is DeliveryClass.REPLY
        and delivery.reply_by is not None
        and now >= delivery.reply_by
    )


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after the n-th attempt: 5 s doubling up to half an hour."""
    doubled: int = 2 ** min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def judge_outcome(delivery: Delivery, result: SendResult, *, now: datetime) -> Verdict:
    """Decide what becomes of `delivery` after one attempt that ended in `result`."""
    match result.outcome:
        case Outcome.DELIVERED:
            return Verdict(Next.DELIVERED)
        case Outcome.UNKNOWN:
            return Verdict(Next.UNKNOWN)
        case Outcome.LATE:
            return Verdict(Next.PUSH if delivery.push_when_late else Next.EXPIRED)
        case Outcome.RETRY if delivery.delivery_class is DeliveryClass.COURTESY:
            return Verdict(Next.UNKNOWN)  # at most once
        case Outcome.RETRY if delivery.attempts < LAST_ATTEMPT:
            wait = result.retry_after or wait_after(delivery.attempts)
            return Verdict(Next.RETRY, now + wait)
        case _:
            return Verdict(Next.FAILED)
