"""Which chat account belongs to which officer; the account's id is encrypted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select

from storage.cipher import Cipher
from storage.errors import DuplicateRecordError
from storage.records.officers import Binding
from storage.tables.directory import bindings

USER_ID = "bindings|user_id"


class BindingStore:
    """Finds and keeps bindings."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def _binding(self, row: RowMapping) -> Binding:
        return Binding(
            id=row["id"],
            platform=row["platform"],
            user_id=self._cipher.open_text(row["user_id"], USER_ID),
            officer_id=row["officer_id"],
            bound_at=row["bound_at"],
        )

    def find(self, platform: str, user_id: str) -> Binding | None:
        """Return the binding of a chat account."""
        keys = self._cipher.blinds(user_id, USER_ID)
        chosen = select(bindings).where(
            bindings.c.platform == platform, bindings.c.user_key.in_(keys)
        )
        row = self._connection.execute(chosen).mappings().first()
        return None if row is None else self._binding(row)

    def of_officer(self, officer_id: int) -> tuple[Binding, ...]:
        """Return an officer's chat accounts, oldest first."""
        chosen = select(bindings).where(bindings.c.officer_id == officer_id).order_by(bindings.c.id)
        return tuple(self._binding(row) for row in self._connection.execute(chosen).mappings())

    def of_officers(self, officer_ids: Collection[int]) -> dict[int, tuple[Binding, ...]]:
        """Return the chat accounts of several officers, oldest first; who has none is left out."""
        chosen = select(bindings).where(bindings.c.officer_id.in_(sorted(officer_ids)))
        found: dict[int, tuple[Binding, ...]] = {}
        for row in self._connection.execute(chosen.order_by(bindings.c.id)).mappings():
            found[row["officer_id"]] = (*found.get(row["officer_id"], ()), self._binding(row))
        return found

    def add(self, platform: str, user_id: str, officer_id: int, *, now: datetime) -> Binding:
        """Bind an account to an officer; binding it again to the same officer changes nothing.

        Raises DuplicateRecordError when it is bound to somebody else.
        """
        present = self.find(platform, user_id)
        if present is not None:
            if present.officer_id == officer_id:
                return present
            message = f"the account is bound to officer {present.officer_id}"
            raise DuplicateRecordError(message)
        added = (
            insert(bindings)
            .values(
                platform=platform,
                user_id=self._cipher.seal_text(user_id, USER_ID),
                user_key=self._cipher.blind(user_id, USER_ID),
                officer_id=officer_id,
                bound_at=now,
            )
            .returning(*bindings.c)
        )
        return self._binding(self._connection.execute(added).mappings().one())

    def remove(self, binding_id: int) -> None:
        """Unbind an account; nothing happens when it is not bound any more."""
        self._connection.execute(delete(bindings).where(bindings.c.id == binding_id))
