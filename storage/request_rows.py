"""Contact requests as rows, and rows as contact requests."""

from datetime import datetime

from sqlalchemy import RowMapping

from storage.cipher import Cipher
from storage.records.duties import Step
from storage.records.requests import ContactRequest, RequestKind, RequestState
from storage.tables.requests import WORDS

PLACES = tuple(f"contact_requests|{name}" for name in WORDS)


def read_request(row: RowMapping, cipher: Cipher) -> ContactRequest:
    """Make a request of a row. Raises TamperedDataError."""
    text, supplement, answer, reason, outcome = (
        cipher.open_text(row[name], place) for name, place in zip(WORDS, PLACES, strict=True)
    )
    return ContactRequest(
        id=row["id"],
        asker_id=row["asker_id"],
        asker_agency_id=row["asker_agency_id"],
        agency_id=row["agency_id"],
        kind=RequestKind(row["kind"]),
        text=text,
        created_at=row["created_at"],
        case_id=row["case_id"],
        state=RequestState(row["state"]),
        step=Step(row["step"]),
        holder_id=row["holder_id"],
        delivery_id=row["delivery_id"],
        hop_count=row["hop_count"],
        origin_id=row["origin_id"],
        suggested_agency_id=row["suggested_agency_id"],
        supplement=supplement,
        answer=answer,
        reason=reason,
        outcome=outcome,
        reply_on=row["reply_on"],
        slots=tuple(datetime.fromisoformat(slot) for slot in row["slots"]),
        meet_at=row["meet_at"],
        sent_at=row["sent_at"],
        next_at=row["next_at"],
        answered_at=row["answered_at"],
        accepted_at=row["accepted_at"],
        closed_at=row["closed_at"],
        hub_asked_at=row["hub_asked_at"],
        source_message=row["source_message"],
        version=row["version"],
    )


def request_values(request: ContactRequest, cipher: Cipher) -> dict[str, object]:
    """Return the columns of a request, without its id."""
    words = (
        request.text,
        request.supplement,
        request.answer,
        request.reason,
        request.outcome,
    )
    sealed = {
        name: cipher.seal_text(word, place)
        for name, place, word in zip(WORDS, PLACES, words, strict=True)
    }
    return {
        **sealed,
        "asker_id": request.asker_id,
        "asker_agency_id": request.asker_agency_id,
        "agency_id": request.agency_id,
        "kind": request.kind.value,
        "case_id": request.case_id,
        "state": request.state.value,
        "step": request.step.value,
        "holder_id": request.holder_id,
        "delivery_id": request.delivery_id,
        "hop_count": request.hop_count,
        "origin_id": request.origin_id,
        "suggested_agency_id": request.suggested_agency_id,
        "reply_on": request.reply_on,
        "slots": tuple(slot.isoformat() for slot in request.slots),
        "created_at": request.created_at,
        "meet_at": request.meet_at,
        "sent_at": request.sent_at,
        "next_at": request.next_at,
        "answered_at": request.answered_at,
        "accepted_at": request.accepted_at,
        "closed_at": request.closed_at,
        "hub_asked_at": request.hub_asked_at,
        "source_message": request.source_message,
        "version": request.version,
    }
