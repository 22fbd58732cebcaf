"""A code from the command line; and the looking for accounts by e-mail."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.message import ChatKind, ChatRef, IncomingMessage, Platform
from bot.outbound import Directory
from handlers.bindings.commands.codes import OPERATOR, make_invitation
from handlers.bindings.commands.introducing import bind_by_email, may_be_bound
from handlers.bindings.errors import NoSuchEmailError
from handlers.bindings.rules import (
    AT_ONCE,
    go_on,
)
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

ASKED_AGAIN = timedelta(minutes=10)  # until a platform is asked again who a stranger is
MOST_STRANGERS = 300  # in that time: 30 a minute, of the 50 that Slack allows


def invite(uow: UnitOfWork, email: str, *, now: datetime, created_by: str = OPERATOR) -> str:
    """Make a code for the officer with that e-mail; the caller commits and hands the code on.

    Raises NoSuchEmailError, TooManyInvitationsError.
    """
    officer = uow.officers.by_email(email)
    if officer is None or officer.erased_at is not None:
        raise NoSuchEmailError(email)
    return make_invitation(uow, officer, agency_id=None, now=now, created_by=created_by)


class Introducer:
    """Finds out whose account is whose, by the roster's e-mail addresses.

    The platforms are asked outside of every transaction.
    """

    def __init__(
        self,
        unit_of_work: Callable[[], UnitOfWork],
        directories: Mapping[Platform, Directory],
        clock: Clock,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._directories = directories
        self._clock = clock
        self._asked: dict[tuple[str, str], datetime] = {}

    def meet(self, message: IncomingMessage) -> None:
        """Bind a stranger who writes, before the first sentence is answered."""
        chat, sender_id = message.chat, message.sender_id
        directory = self._directories.get(chat.platform)
        if directory is None or sender_id is None or not self._is_stranger(chat, sender_id):
            return
        email = directory.email_of(sender_id)
        if not email:
            return
        with self._unit_of_work() as uow:
            officer = uow.officers.by_email(email)
            if officer is not None:
                account = ChatRef(chat.platform, ChatKind.DIRECT, sender_id)
                bind_by_email(uow, officer, account, now=self._clock.now(), here=True)
            uow.commit()

    def look(self) -> int:
        """Look for a few more of the roster on each platform; return how many were bound."""
        return sum(self._look(*one) for one in self._directories.items())

    def _is_stranger(self, chat: ChatRef, sender_id: str) -> bool:
        """Whether an account is nobody's; of each the platform is asked once in a while."""
        now = self._clock.now()
        self._asked = {one: at for one, at in self._asked.items() if now - at < ASKED_AGAIN}
        known = (chat.platform, sender_id)
        if known in self._asked or len(self._asked) >= MOST_STRANGERS:
            return False
        with self._unit_of_work() as uow:
            if uow.bindings.find(chat.platform, sender_id) is not None:
                return False
        self._asked[known] = now
        return True

    def _look(self, platform: Platform, directory: Directory) -> int:
        count = 0
        for officer in self._next(platform):
            user_id = directory.user_of(officer.email)
            if user_id is None:
                continue
            with self._unit_of_work() as uow:
                present = uow.officers.get(officer.id)  # may have changed meanwhile
                account = ChatRef(platform, ChatKind.DIRECT, user_id)
                if present.email.lower() == officer.email.lower():
                    now = self._clock.now()
                    count += bind_by_email(uow, present, account, now=now, here=False)
                uow.commit()
        return count

    def _next(self, platform: Platform) -> tuple[Officer, ...]:
        """Take the next few of the round who may be bound; another process takes the others."""
        now, name = self._clock.now(), f"introductions/{platform}"
        with self._unit_of_work() as uow:
            if not uow.reminders.take_turn():
                return ()
            here = go_on(uow.settings.get(name), now=now)
            some = uow.officers.with_email_after(here.last_id, limit=AT_ONCE)
            last_id = some[-1].id if some else here.last_id
            uow.settings.set(name, replace(here, last_id=last_id).text, now=now)
            wanted = tuple(one for one in some if may_be_bound(uow, one, platform, now=now))
            uow.commit()
        return wanted
