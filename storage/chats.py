"""Groups that the bot is in."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from storage.cipher import Cipher
from storage.errors import RecordNotFoundError
from storage.records.chats import ChatScope, LinkedChat
from storage.tables.chats import chat_hints, linked_chats
from storage.upserts import insert_unless_there

USER_ID = "chat_hints|user_id"


def _chat(row: RowMapping, hinted: Iterable[str]) -> LinkedChat:
    return LinkedChat(
        id=row["id"],
        platform=row["platform"],
        chat_id=row["chat_id"],
        joined_at=row["joined_at"],
        scope=None if row["scope"] is None else ChatScope(row["scope"]),
        agency_id=row["agency_id"],
        case_id=row["case_id"],
        muted_until=row["muted_until_at"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        left_at=row["left_at"],
        hinted=frozenset(hinted),
    )


def _values(chat: LinkedChat) -> dict[str, object]:
    return {
        "platform": chat.platform,
        "chat_id": chat.chat_id,
        "joined_at": chat.joined_at,
        "scope": None if chat.scope is None else chat.scope.value,
        "agency_id": chat.agency_id,
        "case_id": chat.case_id,
        "muted_until_at": chat.muted_until,
        "opens_at": chat.opens_at,
        "closes_at": chat.closes_at,
        "left_at": chat.left_at,
    }


class ChatStore:
    """Finds and keeps linked groups."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def _hinted(self, chat_id: int) -> Iterable[str]:
        chosen = select(chat_hints.c.user_key).where(chat_hints.c.chat_id == chat_id)
        return self._connection.execute(chosen).scalars()

    def find(self, platform: str, chat_id: str) -> LinkedChat | None:
        """Return a group, left and not enabled ones too."""
        chosen = select(linked_chats).where(
            linked_chats.c.platform == platform, linked_chats.c.chat_id == chat_id
        )
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else _chat(row, self._hinted(row["id"]))

    def get(self, chat_id: int) -> LinkedChat:
        """Return the group with that id.

        Raises RecordNotFoundError.
        """
        chosen = select(linked_chats).where(linked_chats.c.id == chat_id)
        row = self._connection.execute(chosen).mappings().one_or_none()
        if row is None:
            kind = "chat"
            raise RecordNotFoundError(kind, chat_id)
        return _chat(row, self._hinted(row["id"]))

    def add(self, platform: str, chat_id: str, *, now: datetime) -> LinkedChat:
        """Keep a group the bot was added to; one it had left starts anew, not enabled."""
        known = self.find(platform, chat_id)
        fresh = LinkedChat(
            id=0 if known is None else known.id, platform=platform, chat_id=chat_id, joined_at=now
        )
        if known is None:
            added = insert(linked_chats).values(_values(fresh)).returning(*linked_chats.c)
            return _chat(self._connection.execute(added).mappings().one(), ())
        self.save(fresh)
        self._connection.execute(delete(chat_hints).where(chat_hints.c.chat_id == known.id))
        return fresh

    def save(self, chat: LinkedChat) -> None:
        """Keep what changed, except who was hinted.

        Raises RecordNotFoundError.
        """
        changed = update(linked_chats).where(linked_chats.c.id == chat.id).values(_values(chat))
        if self._connection.execute(changed).rowcount == 0:
            kind = "chat"
            raise RecordNotFoundError(kind, chat.id)

    def of_agency(self, agency_id: int) -> tuple[LinkedChat, ...]:
        """Return the groups an agency enabled and the bot is still in, oldest first."""
        chosen = (
            select(linked_chats)
            .where(linked_chats.c.agency_id == agency_id, linked_chats.c.left_at.is_(None))
            .order_by(linked_chats.c.id)
        )
        rows = self._connection.execute(chosen).mappings().all()
        return tuple(_chat(row, self._hinted(row["id"])) for row in rows)

    def enabled(self) -> tuple[LinkedChat, ...]:
        """Return the groups that are open and where the bot still is."""
        chosen = (
            select(linked_chats)
            .where(linked_chats.c.scope.is_not(None), linked_chats.c.left_at.is_(None))
            .order_by(linked_chats.c.id)
        )
        return tuple(_chat(row, ()) for row in self._connection.execute(chosen).mappings())

    def hint_once(self, chat_id: int, user_id: str) -> bool:
        """Note that a member was told how to bind: True the first time in that group."""
        keys = self._cipher.blinds(user_id, USER_ID)
        if not frozenset(keys).isdisjoint(self._hinted(chat_id)):
            return False
        hint: dict[str, object] = {"chat_id": chat_id, "user_key": keys[0]}
        return insert_unless_there(self._connection, chat_hints, hint)
