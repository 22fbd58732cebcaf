"""Contact requests: kept, found, and claimed by the clock once however many processes look."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from storage.cipher import Cipher
from storage.errors import RecordNotFoundError, StaleRecordError
from storage.outbox_rows import WAITING, settled
from storage.records.messages import DeliveryState
from storage.records.requests import (
    OPEN_STATES,
    ContactRequest,
    RequestState,
    RequestStep,
)
from storage.request_rows import read_request, request_values
from storage.tables.messages import deliveries
from storage.tables.requests import WORDS, contact_request_steps, contact_requests

LARGEST_ID = 2**31 - 1
OPEN = sorted(state.value for state in OPEN_STATES)
requests = contact_requests
steps = contact_request_steps


class RequestStore:
    """Finds and keeps contact requests."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, request: ContactRequest) -> ContactRequest:
        """Keep a new request; its id is given here."""
        added = (
            insert(requests).values(request_values(request, self._cipher)).returning(requests.c.id)
        )
        return replace(request, id=self._connection.execute(added).scalar_one())

    def save(self, request: ContactRequest) -> ContactRequest:
        """Keep what changed, if nobody else changed it meanwhile; return it with its version.

        Raises StaleRecordError: of two who press at once, one must look again.
        """
        newer = replace(request, version=request.version + 1)
        changed = update(requests).where(
            requests.c.id == request.id, requests.c.version == request.version
        )
        if (
            self._connection.execute(changed.values(request_values(newer, self._cipher))).rowcount
            == 0
        ):
            kind = "contact request"
            raise StaleRecordError(kind, request.id)
        return newer

    def get(self, request_id: int) -> ContactRequest:
        """Return the request with that id.

        Raises RecordNotFoundError.
        """
        found = self.find(request_id)
        if found is None:
            kind = "contact request"
            raise RecordNotFoundError(kind, request_id)
        return found

    def find(self, request_id: int, *, to_move: bool = False) -> ContactRequest | None:
        """Return the request with that id, or None.

        `to_move`: nobody else moves it until the transaction ends, neither does the clock.
        """
        if request_id > LARGEST_ID:
            return None
        chosen = select(requests).where(requests.c.id == request_id)
        chosen = chosen.with_for_update() if to_move else chosen
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else read_request(row, self._cipher)

    def by_source_message(self, source_message: str) -> tuple[ContactRequest, ...]:
        """Return what a message asked for: 「platform:message id」."""
        return self._chosen(requests.c.source_message == source_message)

    def sent_by(self, agency_ids: Collection[int]) -> tuple[ContactRequest, ...]:
        """Return the open requests of agencies to others, newest first."""
        return self._chosen(
            requests.c.asker_agency_id.in_(sorted(agency_ids)), requests.c.state.in_(OPEN)
        )

    def asked_of(self, agency_ids: Collection[int]) -> tuple[ContactRequest, ...]:
        """Return the open requests to agencies, newest first."""
        return self._chosen(
            requests.c.agency_id.in_(sorted(agency_ids)), requests.c.state.in_(OPEN)
        )

    def held_by(self, officer_id: int) -> tuple[ContactRequest, ...]:
        """Return the open requests that last turned to an officer."""
        return self._chosen(requests.c.holder_id == officer_id, requests.c.state.in_(OPEN))

    def asked_by(self, officer_id: int) -> tuple[ContactRequest, ...]:
        """Return the open requests of an officer."""
        return self._chosen(requests.c.asker_id == officer_id, requests.c.state.in_(OPEN))

    def closed_lately(
        self, agency_ids: Collection[int], *, limit: int
    ) -> tuple[ContactRequest, ...]:
        """Return what ended last, of requests of agencies or to them, newest first."""
        ids = sorted(agency_ids)
        mine = or_(requests.c.asker_agency_id.in_(ids), requests.c.agency_id.in_(ids))
        chosen = (
            select(requests)
            .where(mine, requests.c.closed_at.is_not(None), requests.c.sent_at.is_not(None))
            .order_by(requests.c.closed_at.desc(), requests.c.id.desc())
            .limit(limit)
        )
        return tuple(
            read_request(row, self._cipher) for row in self._connection.execute(chosen).mappings()
        )

    def sent_since(self, moment: datetime) -> tuple[ContactRequest, ...]:
        """Return every request that was sent since a moment, for figures only."""
        return self._chosen(requests.c.sent_at >= moment)

    def open_people(self) -> frozenset[int]:
        """Return the officer ids of all who ask or hold an open request."""
        chosen = select(requests.c.asker_id, requests.c.holder_id).where(requests.c.state.in_(OPEN))
        rows = self._connection.execute(chosen).all()
        return frozenset(i for row in rows for i in row if i is not None)

    def count_made(self, officer_id: int, since: datetime) -> int:
        """Count what an officer asked for since a moment, drafts too."""
        counted = select(func.count()).where(
            requests.c.asker_id == officer_id, requests.c.created_at >= since
        )
        return self._connection.execute(counted).scalar_one()

    def count_unreached(self, since: datetime) -> dict[int, int]:
        """Count, by the agency that was asked, the requests since a moment that reached nobody."""
        nobody = requests.c.state == RequestState.NOBODY.value
        by_hand = requests.c.sent_at.is_not(None) & requests.c.holder_id.is_(None)
        waits = requests.c.next_at.is_not(None)
        counted = (
            select(requests.c.agency_id, func.count())
            .where(or_(nobody, by_hand & ~waits), requests.c.created_at >= since)
            .group_by(requests.c.agency_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def claim(self, *, now: datetime, limit: int) -> tuple[ContactRequest, ...]:
        """Take what the clock has to look at, the earliest first; nobody else is given it.

        Whoever takes it says when it is to be looked at again.
        """
        free = (
            select(requests.c.id)
            .where(requests.c.next_at <= now)
            .order_by(requests.c.next_at, requests.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("free")
        )
        taken = (
            update(requests)
            .where(requests.c.id.in_(select(free.c.id)), requests.c.next_at <= now)
            .values(next_at=None)
            .returning(*requests.c)
        )
        rows = self._connection.execute(taken).mappings().all()
        return tuple(
            read_request(row, self._cipher) for row in sorted(rows, key=lambda row: int(row["id"]))
        )

    def next_moment(self) -> datetime | None:
        """Return when the clock looks at a request next; None when none waits for it."""
        chosen = select(func.min(requests.c.next_at)).where(requests.c.next_at.is_not(None))
        moment: datetime | None = self._connection.execute(chosen).scalar_one()
        return moment

    def note(self, step: RequestStep) -> None:
        """Keep what was done with a request."""
        self._connection.execute(
            insert(steps).values(
                request_id=step.request_id,
                happened_at=step.at,
                action=step.action,
                officer_id=step.officer_id,
                target_id=step.target_id,
            )
        )

    def steps(self, request_id: int) -> tuple[RequestStep, ...]:
        """Return what was done with a request, oldest first."""
        chosen = select(steps).where(steps.c.request_id == request_id).order_by(steps.c.id)
        return tuple(
            RequestStep(
                id=row["id"],
                request_id=row["request_id"],
                at=row["happened_at"],
                action=row["action"],
                officer_id=row["officer_id"],
                target_id=row["target_id"],
            )
            for row in self._connection.execute(chosen).mappings()
        )

    def wipe(self, request_id: int) -> None:
        """Remove every word that people wrote in a request."""
        blank = update(requests).where(requests.c.id == request_id)
        self._connection.execute(blank.values(dict.fromkeys(WORDS, b"")))

    def wipe_of_case(self, case_id: int) -> None:
        """Remove every word that people wrote in the requests about a case."""
        blank = update(requests).where(requests.c.case_id == case_id)
        self._connection.execute(blank.values(dict.fromkeys(WORDS, b"")))

    def forget_words(self, *, before: datetime) -> int:
        """Remove the words of what ended, or was never sent, before a moment; return how many."""
        unsent = sorted(state.value for state in (RequestState.DRAFT, RequestState.NOBODY))
        drafts = and_(requests.c.state.in_(unsent), requests.c.created_at < before)
        blank = update(requests).where(
            or_(requests.c.closed_at < before, drafts),
            or_(*(requests.c[name] != b"" for name in WORDS)),
        )
        return self._connection.execute(blank.values(dict.fromkeys(WORDS, b""))).rowcount

    def delivery_state(self, delivery_id: str) -> DeliveryState | None:
        """Return what became of a card; None for what the ledger has forgotten."""
        chosen = select(deliveries.c.state).where(deliveries.c.id == delivery_id)
        state = self._connection.execute(chosen).scalar_one_or_none()
        return None if state is None else DeliveryState(state)

    def call_off(self, delivery_id: str) -> bool:
        """Let a card that nobody has got yet never go out; False when it is too late."""
        waits = update(deliveries).where(
            deliveries.c.id == delivery_id, deliveries.c.state.in_(WAITING)
        )
        gone = waits.values(settled(DeliveryState.EXPIRED, "called off"))
        return self._connection.execute(gone).rowcount == 1

    def _chosen(self, *wanted: ColumnElement[bool]) -> tuple[ContactRequest, ...]:
        chosen = select(requests).where(*wanted).order_by(requests.c.id.desc())
        return tuple(
            read_request(row, self._cipher) for row in self._connection.execute(chosen).mappings()
        )
