"""The audit log: appended to, never changed; each entry holds the hash of the one before."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, insert, select, update

from storage.records.audit import AuditEntry
from storage.tables.ledger import audit_entries, audit_heads

BATCH = 1000  # rows read at a time when the chain is checked


def _entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(
        id=row["id"],
        at=row["happened_at"],
        actor=row["actor"],
        agency_id=row["agency_id"],
        action=row["action"],
        target=row["target"],
        detail=row["detail"],
        previous_hash=row["previous_hash"],
        hash=row["hash"],
    )


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256, hexadecimal, over all fields but the hash itself.

    The form is part of the format: a JSON array in UTF-8 without spaces, the moment in UTC.
    """
    fields = [
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.agency_id,
        entry.action,
        entry.target,
        entry.detail,
        entry.previous_hash,
    ]
    form = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return sha256(form.encode()).hexdigest()


class AuditStore:
    """Appends to the audit log, shows it, and checks it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        *,
        at: datetime,
        actor: str,
        agency_id: int | None,
        action: str,
        target: str,
        detail: str = "",
    ) -> AuditEntry:
        """Append an entry; others who append wait until this transaction ends."""
        head = self._connection.execute(select(audit_heads).with_for_update()).mappings().one()
        unsealed = AuditEntry(
            id=head["last_entry_id"] + 1,
            at=at,
            actor=actor,
            agency_id=agency_id,
            action=action,
            target=target,
            detail=detail,
            previous_hash=head["last_hash"],
            hash="",
        )
        values = {
            "id": unsealed.id,
            "happened_at": at,
            "actor": actor,
            "agency_id": agency_id,
            "action": action,
            "target": target,
            "detail": detail,
            "previous_hash": unsealed.previous_hash,
            "hash": entry_hash(unsealed),
        }
        added = insert(audit_entries).values(values).returning(*audit_entries.c)
        entry = _entry(self._connection.execute(added).mappings().one())
        self._connection.execute(
            update(audit_heads).values(last_entry_id=entry.id, last_hash=entry.hash)
        )
        return entry

    def of_agency(self, agency_id: int, limit: int) -> tuple[AuditEntry, ...]:
        """Return the newest entries that an agency's officers may read, newest first."""
        chosen = (
            select(audit_entries)
            .where(audit_entries.c.agency_id == agency_id)
            .order_by(audit_entries.c.id.desc())
            .limit(limit)
        )
        return tuple(_entry(row) for row in self._connection.execute(chosen).mappings())

    def verify(self) -> int | None:
        """Walk the whole chain; return the id of the first entry that is changed or missing."""
        expected_id, previous = 1, ""
        while True:
            chosen = (
                select(audit_entries)
                .where(audit_entries.c.id >= expected_id)
                .order_by(audit_entries.c.id)
                .limit(BATCH)
            )
            entries = [_entry(row) for row in self._connection.execute(chosen).mappings()]
            for entry in entries:
                sound = entry.hash == entry_hash(entry) and entry.previous_hash == previous
                if entry.id != expected_id or not sound:
                    return expected_id
                expected_id, previous = expected_id + 1, entry.hash
            if len(entries) < BATCH:
                return self._check_head(expected_id, previous)

    def _check_head(self, next_id: int, last_hash: str) -> int | None:
        head = self._connection.execute(select(audit_heads)).mappings().one()
        complete = head["last_entry_id"] == next_id - 1 and head["last_hash"] == last_hash
        return None if complete else next_id
