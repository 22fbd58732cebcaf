"""One-time codes, and failed tries to use one."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from storage.cipher import Cipher
from storage.records.officers import Invitation
from storage.tables.directory import binding_attempts, invitations

USER_ID = "binding_attempts|user_id"


def _invitation(row: RowMapping) -> Invitation:
    return Invitation(
        id=row["id"],
        officer_id=row["officer_id"],
        code_hash=row["code_hash"],
        expires_at=row["expires_at"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        used_at=row["used_at"],
    )


class InvitationStore:
    """Finds and keeps invitations, and counts tries."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(
        self,
        officer_id: int,
        code_hash: str,
        *,
        expires_at: datetime,
        now: datetime,
        created_by: str,
    ) -> Invitation:
        """Keep a new invitation; the code itself is never kept."""
        added = (
            insert(invitations)
            .values(
                officer_id=officer_id,
                code_hash=code_hash,
                expires_at=expires_at,
                created_at=now,
                created_by=created_by,
            )
            .returning(*invitations.c)
        )
        return _invitation(self._connection.execute(added).mappings().one())

    def by_hash(self, code_hash: str) -> Invitation | None:
        """Return the invitation of a code, used and expired ones too."""
        chosen = select(invitations).where(invitations.c.code_hash == code_hash)
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else _invitation(row)

    def use(self, invitation_id: int, *, now: datetime) -> bool:
        """Take the invitation: True exactly once, and only before it expires."""
        taken = (
            update(invitations)
            .where(
                invitations.c.id == invitation_id,
                invitations.c.used_at.is_(None),
                invitations.c.expires_at > now,
            )
            .values(used_at=now)
        )
        return self._connection.execute(taken).rowcount == 1

    def count_since(self, created_by: str, since: datetime) -> int:
        """Count the invitations that somebody made at or after `since`."""
        counted = select(func.count()).where(
            invitations.c.created_by == created_by, invitations.c.created_at >= since
        )
        return self._connection.execute(counted).scalar_one()

    def record_attempt(self, platform: str, user_id: str, *, now: datetime) -> None:
        """Note a failed try of an account; its id is kept as a blind index only."""
        tried = insert(binding_attempts).values(
            platform=platform, user_key=self._cipher.blind(user_id, USER_ID), tried_at=now
        )
        self._connection.execute(tried)

    def attempts_since(self, platform: str, user_id: str, since: datetime) -> int:
        """Count an account's failed tries at or after `since`."""
        counted = select(func.count()).where(
            binding_attempts.c.platform == platform,
            binding_attempts.c.user_key.in_(self._cipher.blinds(user_id, USER_ID)),
            binding_attempts.c.tried_at >= since,
        )
        return self._connection.execute(counted).scalar_one()

    def forget_before(self, moment: datetime) -> None:
        """Remove tries, and invitations that expired, before `moment`."""
        self._connection.execute(
            delete(binding_attempts).where(binding_attempts.c.tried_at < moment)
        )
        self._connection.execute(delete(invitations).where(invitations.c.expires_at < moment))
