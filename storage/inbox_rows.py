"""Inbox events as rows for the driver, past SQLAlchemy's work for each row."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from storage.cipher import Cipher
from storage.inbox import CONVERSATION, MESSAGE, PAYLOAD, message_place
from storage.records.messages import NewEvent
from storage.tables.types import NaiveDatetimeError

COLUMNS = (
    "platform, event_id, conversation, conversation_key, message_key,"
    " occurred_at, received_at, payload, attempt_count, fail_reason"
)
SQLITE_INSERT = (
    f"INSERT INTO inbox_events ({COLUMNS})"  # noqa: S608  # only the constant above
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '') ON CONFLICT (platform, event_id) DO NOTHING"
)
# One statement for the batch; ids follow the order in which the events were handed in.
POSTGRESQL_INSERT = (
    f"INSERT INTO inbox_events ({COLUMNS})"  # noqa: S608  # only the constant above
    " SELECT platform, event_id, conversation, conversation_key, message_key,"
    " occurred_at, received_at, payload, 0, ''"
    " FROM unnest(%s::text[], %s::text[], %s::bytea[], %s::text[], %s::text[],"
    " %s::timestamptz[], %s::timestamptz[], %s::bytea[]) WITH ORDINALITY AS fresh"
    " (platform, event_id, conversation, conversation_key, message_key,"
    " occurred_at, received_at, payload, place) ORDER BY place"
    " ON CONFLICT (platform, event_id) DO NOTHING RETURNING platform, event_id"
)


class InboxRow(NamedTuple):
    """One event as it is stored, in the order of the columns."""

    platform: str
    event_id: str
    conversation: bytes
    conversation_key: str
    message_key: str | None
    occurred_at: datetime
    received_at: datetime
    payload: bytes


def make_row(event: NewEvent, cipher: Cipher) -> InboxRow:
    """Encrypt an event. Raises ValueError for a naive moment or a text that is not Unicode."""
    place = message_place(event.platform, event.chat_id, event.message_id)
    return InboxRow(
        platform=str(event.platform),
        event_id=event.event_id,
        conversation=cipher.seal_text(event.conversation, CONVERSATION),
        conversation_key=cipher.blind(event.conversation, CONVERSATION),
        message_key=cipher.blind(place, MESSAGE) if event.message_id else None,
        occurred_at=_utc(event.occurred_at),
        received_at=_utc(event.received_at),
        payload=cipher.seal(event.payload, PAYLOAD),
    )


def insert_rows(connection: Connection, submissions: Sequence[Sequence[InboxRow]]) -> list[int]:
    """Insert the rows that are new; return how many were, for each submission."""
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name == "postgresql":
            return _insert_postgresql(cursor, submissions)
        return [_insert_sqlite(cursor, rows) for rows in submissions]
    finally:
        cursor.close()


def _insert_sqlite(cursor: DBAPICursor, rows: Sequence[InboxRow]) -> int:
    if not rows:
        return 0
    cursor.executemany(SQLITE_INSERT, [_for_sqlite(row) for row in rows])
    return cursor.rowcount


def _for_sqlite(row: InboxRow) -> tuple[object, ...]:
    return (*row[:5], _as_sqlalchemy(row.occurred_at), _as_sqlalchemy(row.received_at), row.payload)


def _as_sqlalchemy(moment: datetime) -> str:
    """Write a UTC moment as SQLAlchemy writes a DateTime in SQLite."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _insert_postgresql(cursor: DBAPICursor, submissions: Sequence[Sequence[InboxRow]]) -> list[int]:
    rows = [row for submission in submissions for row in submission]
    if not rows:
        return [0 for _ in submissions]
    columns = [list(column) for column in zip(*rows, strict=True)]
    cursor.execute(POSTGRESQL_INSERT, columns)
    fresh = {(str(platform), str(event_id)) for platform, event_id in cursor.fetchall()}
    counts: list[int] = []
    for submission in submissions:
        keys = {(row.platform, row.event_id) for row in submission}
        counts.append(len(keys & fresh))
        fresh -= keys  # a repeat within the batch was new only once
    return counts


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        message = f"{moment!r} has no time zone"
        raise NaiveDatetimeError(message)
    return moment.astimezone(UTC)
