"""Deliveries as rows: what is written, what is read back, what each state means for the row."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import RowMapping

from storage.cipher import Cipher
from storage.errors import TamperedDataError
from storage.records.messages import Delivery, DeliveryClass, DeliveryState, NewDelivery

CARD = "deliveries|card"
CHAT_ID = "deliveries|chat_id"
ONLY_FOR = "deliveries|only_for"
UNREADABLE = (TamperedDataError, TypeError, ValueError)  # no key opens it, or a word is unknown
WAITING = (DeliveryState.CREATED.value, DeliveryState.HELD.value)
IN_HAND = (*WAITING, DeliveryState.SENDING.value)
SETTLED = tuple(state.value for state in DeliveryState if state.value not in IN_HAND)
# A card that was not sent stays for the operator; of every other only the ledger's words stay.
KEEPS_CARD = frozenset({DeliveryState.FAILED})


def new_row(delivery: NewDelivery, cipher: Cipher) -> dict[str, object]:
    """Write a message that was not tried yet; its UUID is made here."""
    return {
        "id": str(uuid4()),
        "platform": str(delivery.platform),
        "chat_kind": str(delivery.chat_kind),
        "chat_id": cipher.seal_text(delivery.chat_id, CHAT_ID),
        "chat_key": cipher.blind(delivery.chat_id, CHAT_ID),
        "card": cipher.seal(delivery.card, CARD),
        "delivery_class": delivery.delivery_class.value,
        "state": DeliveryState.CREATED.value,
        "due_at": delivery.due_at,
        "enqueued_at": delivery.due_at,
        "expires_at": delivery.expires_at,
        "attempt_count": 0,
        "fence": 0,
        "leads": True,
        "reply_ticket": delivery.reply_ticket,
        "reply_by_at": delivery.reply_by,
        "push_when_late": delivery.push_when_late,
        "why": str(delivery.why),
        "instead_of": delivery.instead_of,
        "agency_id": delivery.agency_id,
        "officer_id": None,
        "thread": delivery.thread,
        "only_for": cipher.seal_text(delivery.only_for, ONLY_FOR) if delivery.only_for else None,
        "reason": "",
    }


def read_row(row: RowMapping, state: DeliveryState, cipher: Cipher) -> Delivery:
    """Read a message that was in `state` before it was taken. Raises one of UNREADABLE."""
    return Delivery(
        id=row["id"],
        platform=row["platform"],
        chat_kind=row["chat_kind"],
        chat_id=cipher.open_text(row["chat_id"], CHAT_ID),
        card=cipher.open(row["card"], CARD),
        delivery_class=DeliveryClass(row["delivery_class"]),
        due_at=row["due_at"],
        attempts=row["attempt_count"],
        reply_ticket=row["reply_ticket"],
        reply_by=row["reply_by_at"],
        push_when_late=row["push_when_late"],
        why=row["why"],
        state=state,
        instead_of=row["instead_of"],
        agency_id=row["agency_id"],
        request_id=row["request_id"],
        fence=row["fence"],
        lease_until=row["lease_until_at"],
        officer_id=row["officer_id"],
        enqueued_at=row["enqueued_at"],
        keyed_at=row["keyed_at"],
        thread=row["thread"],
        only_for=cipher.open_text(row["only_for"], ONLY_FOR) if row["only_for"] else "",
    )


def settled(state: DeliveryState, reason: str = "") -> dict[str, object]:
    """Return what changes in a row that is never sent again."""
    values: dict[str, object] = {
        "state": state.value,
        "lease_until_at": None,
        "reply_ticket": "",
        "reason": reason,
    }
    return values if state in KEEPS_CARD else {**values, "card": None}


def waiting(due_at: datetime, reason: str, state: DeliveryState) -> dict[str, object]:
    """Return what changes in a row that is sent later."""
    return {"state": state.value, "due_at": due_at, "lease_until_at": None, "reason": reason}


FREE = {"request_id": None, "leads": True, "keyed_at": None}  # of no request any more
AS_PUSH: dict[str, object] = {
    "state": DeliveryState.CREATED.value,
    "delivery_class": DeliveryClass.BINDING.value,
    "lease_until_at": None,
    "reply_ticket": "",
    "reply_by_at": None,
}
