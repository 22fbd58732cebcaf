"""Which groups asked for a case, and in which thread: there its news goes."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.records.cases import Secrecy
from storage.records.chats import CaseChat
from storage.tables.cases import case_chats, cases
from storage.upserts import insert_or_update


class CaseChatStore:
    """Remembers where a case was registered or looked up; only what is not secret.

    `CaseStore.save` forgets the chats of a case that becomes 敏感 or 密件.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, case_id: int, platform: str, chat_id: str, thread: str, now: datetime) -> None:
        """Remember that a case was asked for in a group; of a secret one nothing is kept."""
        kept = select(cases.c.id).where(
            cases.c.id == case_id, cases.c.secrecy == Secrecy.NORMAL.value
        )
        if self._connection.execute(kept).first() is None:
            return
        row: dict[str, object] = {
            "case_id": case_id,
            "platform": platform,
            "chat_id": chat_id,
            "thread": thread,
            "noted_at": now,
        }
        insert_or_update(self._connection, case_chats, row)

    def case_in(self, platform: str, chat_id: str, thread: str) -> int | None:
        """Return the one case that a thread is about; None when there are several, or none."""
        chosen = select(case_chats.c.case_id).where(
            case_chats.c.platform == platform,
            case_chats.c.chat_id == chat_id,
            case_chats.c.thread == thread,
        )
        found = self._connection.execute(chosen.limit(2)).scalars().all()
        return found[0] if len(found) == 1 else None

    def threads_of(self, case_id: int) -> tuple[CaseChat, ...]:
        """Return where a case was asked for, the last first."""
        chosen = (
            select(case_chats)
            .where(case_chats.c.case_id == case_id)
            .order_by(case_chats.c.noted_at.desc(), case_chats.c.chat_id, case_chats.c.thread)
        )
        return tuple(
            CaseChat(
                case_id=row.case_id,
                platform=row.platform,
                chat_id=row.chat_id,
                thread=row.thread,
                noted_at=row.noted_at,
            )
            for row in self._connection.execute(chosen)
        )

    def forget_chat(self, platform: str, chat_id: str) -> None:
        """Forget what was asked for in a group that the bot left."""
        gone = delete(case_chats).where(
            case_chats.c.platform == platform, case_chats.c.chat_id == chat_id
        )
        self._connection.execute(gone)
