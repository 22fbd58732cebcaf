"""The bot's own page for one person (Slack's App Home): drawn when they look, and while they act.

A courtesy: sent at most once, not through the outbox, and in no ledger; the latest one counts. One
that is lost is drawn the next time the person looks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from uuid import uuid4

from bot.clock import Clock
from bot.logs import get_logger
from bot.message import Answer, ChatKind, ChatRef, EventKind, IncomingMessage, Outgoing, Platform
from bot.outbound import Messenger, Outcome

LOOKS_FOR = timedelta(minutes=30)  # after that a page that was opened is taken for closed
OPEN_LIMIT = 5000  # people whose page is remembered as open

_log = get_logger(__name__)

Page = tuple[Platform, str]  # the platform's user id


@dataclass(slots=True)
class Homes:
    """Remembers whose page is to be drawn, and draws it. Safe to share between threads."""

    messengers: Mapping[Platform, Messenger]
    clock: Clock
    open_limit: int = OPEN_LIMIT
    _opened: dict[Page, datetime] = field(default_factory=dict[Page, datetime])
    _wanted: dict[Page, None] = field(default_factory=dict[Page, None])
    _lock: Lock = field(default_factory=Lock)
    _drawing: Lock = field(default_factory=Lock)

    def heard(self, message: IncomingMessage) -> None:
        """Want a page drawn: its person opened it, or did something while it is open."""
        if message.sender_id is None:
            return
        page = (message.chat.platform, message.sender_id)
        now = self.clock.now()
        with self._lock:
            if message.kind is EventKind.HOME_OPENED or message.at_home:
                self._opened.pop(page, None)
                self._opened[page] = now  # the latest at the end
                while len(self._opened) > self.open_limit:
                    self._opened.pop(next(iter(self._opened)))
            opened_at = self._opened.get(page)
            if opened_at is not None and now - opened_at <= LOOKS_FOR:
                self._wanted[page] = None

    def draw_wanted(self, look: Callable[[IncomingMessage], Answer]) -> None:
        """Send every page that is wanted, one after the other, as `look` answers for it."""
        if not self._wanted or not self._drawing.acquire(blocking=False):
            return  # whoever draws now draws these too, or the next beat does
        try:
            while (page := self._next()) is not None:
                self._draw(page, look)
        finally:
            self._drawing.release()

    def _next(self) -> Page | None:
        with self._lock:
            page = next(iter(self._wanted), None)
            if page is not None:
                del self._wanted[page]
            return page

    def _draw(self, page: Page, look: Callable[[IncomingMessage], Answer]) -> None:
        platform, user_id = page
        messenger = self.messengers.get(platform)
        if messenger is None:
            return
        chat = ChatRef(platform, ChatKind.HOME, user_id)
        event = IncomingMessage(
            event_id=f"home:{uuid4()}",
            kind=EventKind.HOME_OPENED,
            chat=chat,
            sender_id=user_id,
            text="",
            received_at=self.clock.now(),
        )
        answer = look(event)
        if answer.here is None:
            return
        result = messenger.send(
            Outgoing(delivery_id=str(uuid4()), chat=chat, card=answer.here, more=answer.more)
        )
        if result.outcome is not Outcome.DELIVERED:
            _log.warning("home_not_drawn", platform=platform, reason=result.reason)
