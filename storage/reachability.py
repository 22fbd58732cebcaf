"""Which accounts can be reached; kept as blind indexes, so nobody can be read out of it."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from storage.cipher import Cipher
from storage.records.messages import Reachability
from storage.tables.messages import reachability
from storage.upserts import insert_or_update

USER_ID = "reachability|user_id"


class ReachabilityStore:
    """Remembers whether messages to an account arrive."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def find(self, platform: str, user_id: str) -> Reachability | None:
        """Return what is known of an account, or None."""
        keys = self._cipher.blinds(user_id, USER_ID)
        chosen = (
            select(reachability.c.reachable, reachability.c.noted_at)
            .where(reachability.c.platform == platform, reachability.c.user_key.in_(keys))
            .order_by(reachability.c.noted_at.desc())
        )
        row = self._connection.execute(chosen).first()
        return None if row is None else Reachability(row.reachable, row.noted_at)

    def note(self, platform: str, user_id: str, *, reachable: bool, now: datetime) -> None:
        """Keep what was just learned of an account."""
        present, *older = self._cipher.blinds(user_id, USER_ID)
        if older:
            old = reachability.c.user_key.in_(older)
            self._connection.execute(
                delete(reachability).where(reachability.c.platform == platform, old)
            )
        row: dict[str, object] = {
            "platform": platform,
            "user_key": present,
            "reachable": reachable,
            "noted_at": now,
        }
        insert_or_update(self._connection, reachability, row)

    def unreachable_count(self) -> int:
        """Count the accounts that are known not to be reachable."""
        counted = select(func.count()).where(reachability.c.reachable.is_(False))
        return self._connection.execute(counted).scalar_one()
