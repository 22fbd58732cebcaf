"""Addresses of officers' calendars, and what was last shown there."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from storage.records.feeds import FeedEntry
from storage.tables.directory import officers
from storage.tables.feeds import calendar_addresses, feed_entries
from storage.upserts import insert_or_update


class FeedStore:
    """Finds and keeps calendar addresses (by hash only), and each calendar's entries."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, officer_id: int, token_hash: str, *, now: datetime) -> None:
        """Keep a new address; the token itself is never kept."""
        values = {"officer_id": officer_id, "token_hash": token_hash, "created_at": now}
        self._connection.execute(insert(calendar_addresses).values(values))

    def count_of(self, officer_id: int) -> int:
        """Count a person's addresses."""
        counted = select(func.count()).where(calendar_addresses.c.officer_id == officer_id)
        return self._connection.execute(counted).scalar_one()

    def officer_of(self, token_hash: str) -> int | None:
        """Return whose calendar an address shows; None when there is none, or none any more."""
        chosen = select(calendar_addresses.c.officer_id).where(
            calendar_addresses.c.token_hash == token_hash
        )
        return self._connection.execute(chosen).scalar_one_or_none()

    def revoke(self, officer_id: int) -> int:
        """Take all of a person's addresses back; returns how many there were."""
        gone = delete(calendar_addresses).where(calendar_addresses.c.officer_id == officer_id)
        return self._connection.execute(gone).rowcount

    def take_turn(self, officer_id: int) -> None:
        """Let nobody else change this calendar's entries until the transaction ends."""
        person = select(officers.c.id).where(officers.c.id == officer_id).with_for_update()
        self._connection.execute(person)

    def entries(self, officer_id: int) -> tuple[FeedEntry, ...]:
        """Return what a person's calendar last showed, the earliest first."""
        chosen = (
            select(feed_entries)
            .where(feed_entries.c.officer_id == officer_id)
            .order_by(feed_entries.c.due_at, feed_entries.c.uid)
        )
        return tuple(
            FeedEntry(**{name: value for name, value in row.items() if name != "officer_id"})
            for row in self._connection.execute(chosen).mappings()
        )

    def save(self, officer_id: int, entries: Iterable[FeedEntry]) -> None:
        """Keep new and changed entries."""
        for entry in entries:
            values: dict[str, object] = {
                "officer_id": officer_id,
                "uid": entry.uid,
                "title": entry.title,
                "due_at": entry.due_at,
                "fingerprint": entry.fingerprint,
                "sequence": entry.sequence,
                "changed_at": entry.changed_at,
                "cancelled": entry.cancelled,
            }
            insert_or_update(self._connection, feed_entries, values)

    def forget(self, officer_id: int, uids: Iterable[str]) -> None:
        """Remove entries that have been off for long enough."""
        mine = feed_entries.c.officer_id == officer_id
        gone = delete(feed_entries).where(mine, feed_entries.c.uid.in_(list(uids)))
        self._connection.execute(gone)
