"""What became of a try is noted: in the ledger, and of who can be reached."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.message import ChatKind
from bot.outbound import Outcome
from handlers.delivery.rules.outcomes import Next, Verdict
from handlers.delivery.rules.requests import Bundle
from storage.records.messages import Delivery, DeliveryState
from storage.unit_of_work import UnitOfWork

SHOWS_REACH = {Outcome.DELIVERED, Outcome.UNREACHABLE}
IS_OVER = {
    Next.DELIVERED: DeliveryState.DELIVERED,
    Next.UNKNOWN: DeliveryState.UNKNOWN,
    Next.EXPIRED: DeliveryState.EXPIRED,
    Next.FAILED: DeliveryState.FAILED,
}


def with_key(uow: UnitOfWork, one: Bundle) -> Bundle:
    """Give a request its UUID, durable before the first try; an answer needs none."""
    if one.is_reply:
        return replace(one, key=one.lead.id)
    if one.lead.request_id is not None:  # some of it may have been settled since, the lead too
        uow.outbox.put_together(one.deliveries, one.lead.request_id)
        return replace(one, key=one.lead.request_id)
    key = str(uuid4())
    uow.outbox.put_together(one.deliveries, key)
    return replace(one, key=key)


def record(
    uow: UnitOfWork, delivery: Delivery, verdict: Verdict, reason: str, *, now: datetime
) -> bool:
    """Note one verdict; False when another taking of the delivery began meanwhile."""
    due_at, outbox = verdict.due_at or now, uow.outbox
    match verdict.next:
        case Next.RETRY:
            kept = outbox.retry(delivery, due_at, reason)
        case Next.ANEW:
            kept = outbox.send_anew(delivery, due_at, reason)
        case Next.ALONE:
            kept = outbox.send_alone(delivery, due_at, reason, key=str(uuid4()))
        case Next.HELD:
            kept = outbox.hold(delivery, due_at, reason)
        case Next.PUSH:
            kept = outbox.turn_into_push(delivery)
        case Next.DETOUR:
            kept = True  # all that is lost of one person goes another way together
        case over:
            words = "" if over is Next.DELIVERED else reason
            kept = outbox.settle(delivery, IS_OVER[over], now=now, reason=words)
    return kept


def note_reach(uow: UnitOfWork, lead: Delivery, outcome: Outcome, *, now: datetime) -> None:
    """Whoever got an answer one to one can be reached again.

    Where the platform does not tell who can be reached, every message shows it.
    """
    if lead.chat_kind != ChatKind.DIRECT or outcome not in SHOWS_REACH:
        return
    reachable = outcome is Outcome.DELIVERED
    known = uow.reachability.find(lead.platform, lead.chat_id)
    if reachable != (known is None or known.reachable):
        uow.reachability.note(lead.platform, lead.chat_id, reachable=reachable, now=now)
