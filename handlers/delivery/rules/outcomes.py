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
LAST_COURTESY_ATTEMPT = 8  # about 10 minutes: a courtesy is no use later
QUOTA_WAIT = timedelta(hours=1)  # until the quota is looked at again: a plan may be changed


class Next(StrEnum):
    """What the ledger says afterwards."""

    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    PUSH = "push"
    EXPIRED = "expired"
    RETRY = "retry"
    ANEW = "anew"  # sent again with any request
    ALONE = "alone"  # sent again with a request of its own
    HELD = "held"
    DETOUR = "detour"  # its person cannot be reached: another way is looked for
    FAILED = "failed"


TIRED = {  # what becomes of it when it was tried long enough
    DeliveryClass.REPLY: Next.FAILED,
    DeliveryClass.BINDING: Next.DETOUR,
    DeliveryClass.COURTESY: Next.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state, and when, if it is sent again."""

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
    """Decide what becomes of the delivery that led a request which ended in `result`."""
    if delivery.delivery_class is DeliveryClass.REPLY:
        return _judge_reply(delivery, result, now=now)
    binding = delivery.delivery_class is DeliveryClass.BINDING
    match result.outcome:
        case Outcome.DELIVERED:
            return Verdict(Next.DELIVERED)
        case Outcome.OVER_QUOTA:
            return Verdict(Next.HELD, now + QUOTA_WAIT) if binding else Verdict(Next.FAILED)
        case Outcome.REFUSED | Outcome.UNREACHABLE:
            return Verdict(Next.DETOUR if binding else Next.FAILED)
        case Outcome.UNKNOWN if not binding:  # at most once
            return Verdict(Next.UNKNOWN)
        case _:
            return _judge_again(delivery, result, now=now)


def _judge_reply(delivery: Delivery, result: SendResult, *, now: datetime) -> Verdict:
    match result.outcome:
        case Outcome.DELIVERED:
            return Verdict(Next.DELIVERED)
        case Outcome.UNKNOWN:
            return Verdict(Next.UNKNOWN)
        case Outcome.LATE:
            return Verdict(Next.PUSH if delivery.push_when_late else Next.EXPIRED)
        case Outcome.RETRY:
            return _judge_again(delivery, result, now=now)
        case _:
            return Verdict(Next.FAILED)


def _judge_again(delivery: Delivery, result: SendResult, *, now: datetime) -> Verdict:
    courtesy = delivery.delivery_class is DeliveryClass.COURTESY
    if delivery.attempts >= (LAST_COURTESY_ATTEMPT if courtesy else LAST_ATTEMPT):
        return Verdict(TIRED[delivery.delivery_class])
    wait = result.retry_after or wait_after(delivery.attempts)
    return Verdict(Next.RETRY, now + wait)


def judge_rider(rider: Delivery, result: SendResult, *, now: datetime) -> Verdict:
    """Decide what becomes of a message that rode on somebody's free answer.

    An answer has no retry key: what may have arrived is sent again only if it is binding.
    """
    match result.outcome:
        case Outcome.DELIVERED:
            return Verdict(Next.DELIVERED)
        case Outcome.UNKNOWN if rider.delivery_class is DeliveryClass.COURTESY:
            return Verdict(Next.UNKNOWN)
        case _:
            return Verdict(Next.ANEW, now)
