"""Events that came in: handled once each, those of one conversation in order."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, exists, func, or_, select, update

from storage.cipher import Cipher
from storage.errors import StaleRecordError, TamperedDataError
from storage.records.messages import InboxEvent
from storage.tables.messages import inbox_events

PAYLOAD = "inbox_events|payload"
CONVERSATION = "inbox_events|conversation"
MESSAGE = "inbox_events|message"
UNREADABLE = (TamperedDataError, TypeError, ValueError)  # no key opens it, or it is not there


class InboxStore:
    """Gives out events and notes what became of them. Events enter by the InboxWriter."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def _event(self, row: RowMapping) -> InboxEvent:
        return InboxEvent(
            id=row["id"],
            platform=row["platform"],
            event_id=row["event_id"],
            conversation=self._cipher.open_text(row["conversation"], CONVERSATION),
            received_at=row["received_at"],
            payload=self._cipher.open(row["payload"], PAYLOAD),
            attempts=row["attempt_count"],
        )

    def claim(self, *, now: datetime, lease_seconds: float) -> InboxEvent | None:
        """Take the oldest event whose conversation has no earlier unfinished one.

        Nobody else gets it until the lease ends; after that it is given again. An event that no
        key opens is failed and passed over, or it would stop all that follow.
        """
        while row := self._take(now=now, lease_seconds=lease_seconds):
            try:
                return self._event(row)
            except UNREADABLE as error:
                self.fail(row["id"], now=now, reason=str(error))
        return None

    def _take(self, *, now: datetime, lease_seconds: float) -> RowMapping | None:
        earlier = inbox_events.alias("earlier")
        due = (
            select(inbox_events.c.id)
            .where(
                inbox_events.c.finished_at.is_(None),
                or_(inbox_events.c.lease_until_at.is_(None), inbox_events.c.lease_until_at <= now),
                ~exists().where(
                    earlier.c.conversation_key == inbox_events.c.conversation_key,
                    earlier.c.id < inbox_events.c.id,
                    earlier.c.finished_at.is_(None),
                ),
            )
            .order_by(inbox_events.c.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=inbox_events)
            .cte("due")
        )
        taken = (
            update(inbox_events)
            .where(inbox_events.c.id.in_(select(due.c.id)))
            .values(
                lease_until_at=now + timedelta(seconds=lease_seconds),
                attempt_count=inbox_events.c.attempt_count + 1,
            )
            .returning(*inbox_events.c)
        )
        return self._connection.execute(taken).mappings().one_or_none()

    def finish(self, event_id: int, *, now: datetime) -> None:
        """Note that the event was handled, and wipe its payload.

        Raises StaleRecordError when somebody else finished it meanwhile: then this transaction
        must not commit, or the event would have been handled twice.
        """
        handled = (
            update(inbox_events)
            .where(inbox_events.c.id == event_id, inbox_events.c.finished_at.is_(None))
            .values(finished_at=now, lease_until_at=None, payload=None, conversation=None)
        )
        if self._connection.execute(handled).rowcount == 0:
            kind = "event"
            raise StaleRecordError(kind, event_id)

    def put_back(self, event: InboxEvent, *, tried: bool) -> bool:
        """Let somebody take it again at once; False when it was taken again or finished meanwhile.

        `tried`: the taking counts towards those after which an event is given up.
        """
        freed = (
            update(inbox_events)
            .where(
                inbox_events.c.id == event.id,
                inbox_events.c.finished_at.is_(None),
                inbox_events.c.attempt_count == event.attempts,  # each taking has its number
            )
            .values(lease_until_at=None, attempt_count=event.attempts - (0 if tried else 1))
        )
        return self._connection.execute(freed).rowcount == 1

    def fail(self, event_id: int, *, now: datetime, reason: str) -> None:
        """Give the event up; its payload stays for the operator until it is forgotten.

        Raises StaleRecordError when somebody else finished it meanwhile.
        """
        given_up = (
            update(inbox_events)
            .where(inbox_events.c.id == event_id, inbox_events.c.finished_at.is_(None))
            .values(finished_at=now, lease_until_at=None, fail_reason=reason or "unknown")
        )
        if self._connection.execute(given_up).rowcount == 0:
            kind = "event"
            raise StaleRecordError(kind, event_id)

    def pending_count(self) -> int:
        """Count the events that are not finished."""
        counted = select(func.count()).where(inbox_events.c.finished_at.is_(None))
        return self._connection.execute(counted).scalar_one()

    def forget_before(self, moment: datetime) -> int:
        """Remove events that were finished before `moment`; a repeat would then be new again."""
        gone = delete(inbox_events).where(inbox_events.c.finished_at < moment)
        return self._connection.execute(gone).rowcount

    def wipe_message(self, platform: str, chat_id: str, message_id: str) -> int:
        """Wipe what is kept of a message that was taken back; return how many events held it.

        An event that waits is wiped and counts as handled.
        """
        keys = self._cipher.blinds(message_place(platform, chat_id, message_id), MESSAGE)
        wiped = (
            update(inbox_events)
            .where(inbox_events.c.message_key.in_(keys), inbox_events.c.payload.is_not(None))
            .values(
                payload=None,
                conversation=None,
                finished_at=func.coalesce(inbox_events.c.finished_at, inbox_events.c.received_at),
            )
        )
        return self._connection.execute(wiped).rowcount


def message_place(platform: str, chat_id: str, message_id: str) -> str:
    """Name a message across platforms and chats."""
    return f"{platform}|{chat_id}|{message_id}"
