"""What was said in the sandbox's chats, in memory: the browser's counterpart of LINE's servers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from bot.message import ChatRef

MAX_ENTRIES = 2_000  # entries; the oldest are forgotten, a browser tab needs no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a chat shows. `html` is escaped already."""

    id: int  # counts upwards; browsers ask for what is after the last one they know
    chat: ChatRef
    sender_id: str  # "" for the bot and for what the room itself says
    html: str
    at: datetime  # UTC
    message_id: str = ""  # a person's message, or the delivery that a card came with
    unsent: str = ""  # message id that was taken back; such an entry shows nothing itself


class Transcript:
    """Entries of all chats in one order, and the groups where the bot is; safe among threads."""

    def __init__(self, groups_with_bot: Collection[str] = ()) -> None:
        self._lock = Lock()
        self._at_start = frozenset(groups_with_bot)
        self._entries: list[Entry] = []
        self._present = set(self._at_start)
        self._last_id = 0
        self._epoch = 1

    @property
    def epoch(self) -> int:
        """Changes when everything was cleared: what a browser still shows is void then."""
        with self._lock:
            return self._epoch

    def add(
        self, chat: ChatRef, html: str, *, at: datetime, sender_id: str = "", message_id: str = ""
    ) -> Entry:
        """Put an entry at the end; one with a message id that is there already comes once."""
        with self._lock:
            for old in self._entries if message_id else ():
                if old.message_id == message_id and old.chat == chat:
                    return old
            entry = Entry(
                id=self._last_id + 1,
                chat=chat,
                sender_id=sender_id,
                html=html,
                at=at,
                message_id=message_id,
            )
            self._append(entry)
            return entry

    def unsend(self, chat: ChatRef, message_id: str, *, sender_id: str, at: datetime) -> bool:
        """Take back what `sender_id` said; True if there was such a message."""
        with self._lock:
            kept = [e for e in self._entries if e.message_id != message_id or e.chat != chat]
            gone = [e for e in self._entries if e.message_id == message_id and e.chat == chat]
            if not gone or gone[0].sender_id != sender_id:
                return False
            self._entries = kept
            self._append(
                Entry(
                    id=self._last_id + 1,
                    chat=chat,
                    sender_id=sender_id,
                    html="",
                    at=at,
                    unsent=message_id,
                )
            )
            return True

    def after(self, cursor: int, chats: Collection[ChatRef]) -> tuple[Entry, ...]:
        """Return what `chats` show after entry `cursor`, oldest first."""
        with self._lock:
            return tuple(e for e in self._entries if e.id > cursor and e.chat in chats)

    @property
    def last_id(self) -> int:
        """The newest entry's id; 0 when nothing was said yet."""
        with self._lock:
            return self._last_id

    def is_present(self, group_id: str) -> bool:
        """Whether the bot is in the group."""
        with self._lock:
            return group_id in self._present

    def enter(self, group_id: str) -> bool:
        """Let the bot into a group; False if it was there already."""
        with self._lock:
            if group_id in self._present:
                return False
            self._present.add(group_id)
            return True

    def leave(self, group_id: str) -> None:
        """Let the bot out of a group."""
        with self._lock:
            self._present.discard(group_id)

    def clear(self) -> None:
        """Forget everything and begin a new epoch."""
        with self._lock:
            self._entries.clear()
            self._present = set(self._at_start)
            self._last_id = 0
            self._epoch += 1

    def _append(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._last_id = entry.id
        del self._entries[:-MAX_ENTRIES]
