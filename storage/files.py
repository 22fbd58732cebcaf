"""Addresses of files: kept as a hash, until they end."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.records.files import FileAddress, FileKind
from storage.tables.files import file_addresses


class FileStore:
    """Finds and keeps the addresses of files."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, token_hash: str, file: FileAddress, *, expires_at: datetime) -> None:
        """Keep a secret address; the token itself is never kept."""
        values = {
            **asdict(file),
            "kind": file.kind.value,
            "token_hash": token_hash,
            "expires_at": expires_at,
        }
        self._connection.execute(insert(file_addresses).values(values))

    def find(self, token_hash: str, *, now: datetime) -> FileAddress | None:
        """Return what an address leads to; None when it never did, or does no longer."""
        c = file_addresses.c
        chosen = select(c.kind, c.case_id, c.part_id, c.officer_id)
        chosen = chosen.where(c.token_hash == token_hash, c.expires_at > now)
        row = self._connection.execute(chosen).mappings().one_or_none()
        if row is None:
            return None
        plain = {name: value for name, value in row.items() if name != "kind"}
        return FileAddress(**plain, kind=FileKind(row["kind"]))

    def forget(self, *, now: datetime) -> None:
        """Forget addresses that lead nowhere any more."""
        ended = file_addresses.c.expires_at <= now
        self._connection.execute(delete(file_addresses).where(ended))

    def wipe(self, case_id: int) -> None:
        """Remove the addresses of a case: it became a 密件."""
        mine = file_addresses.c.case_id == case_id
        self._connection.execute(delete(file_addresses).where(mine))
