"""What a platform tells about sending, remembered for a while: nobody asks it before each push."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from bot.clock import Clock
from bot.message import ChatRef
from bot.outbound import Allowance, Reach

ALLOWANCE_AGE = timedelta(minutes=5)
MEMBERS_AGE = timedelta(hours=1)
UNKNOWN_GROUP_COUNT = 60  # members of a group whose size the platform does not tell


@dataclass(frozen=True, slots=True)
class _Counted:
    count: int
    at: datetime


class RememberedReach:
    """Asks one platform through its Reach. Safe to call from several threads."""

    def __init__(self, reach: Reach, clock: Clock) -> None:
        self._reach = reach
        self._clock = clock
        self._lock = Lock()
        self._allowance: Allowance | None = None
        self._asked_at: datetime | None = None
        self._spent_count = 0  # by this process, since the platform was asked
        self._members: dict[str, _Counted] = {}

    def allowance(self) -> Allowance | None:
        """Return the month's paid messages as last told, with what was sent since; None: unknown.

        Asks the platform when that is too old: no transaction may be open.
        """
        now = self._clock.now()
        with self._lock:
            fresh = self._asked_at is not None and now - self._asked_at < ALLOWANCE_AGE
            if not fresh:
                self._asked_at = now
        told = None if fresh else self._reach.allowance()
        with self._lock:
            if told is not None:
                self._allowance, self._spent_count = told, 0
            if self._allowance is None:
                return None
            return replace(self._allowance, used=self._allowance.used + self._spent_count)

    def spend(self, chat: ChatRef) -> None:
        """Note that a push went out."""
        with self._lock:
            known = self._members.get(chat.id)
            members = known.count if known else UNKNOWN_GROUP_COUNT
            self._spent_count += members if chat.is_group else 1

    def used_up(self) -> None:
        """Note that the platform took no more paid messages."""
        with self._lock:
            if self._allowance is not None and self._allowance.limit is not None:
                self._allowance = replace(self._allowance, used=self._allowance.limit)
                self._spent_count = 0

    def cost(self, chat: ChatRef) -> int:
        """Return how many paid messages one push is: one for each person who gets it.

        May ask the platform: no transaction may be open.
        """
        if not chat.is_group:
            return 1
        now = self._clock.now()
        with self._lock:
            known = self._members.get(chat.id)
        if known is not None and now - known.at < MEMBERS_AGE:
            return known.count
        told = self._reach.member_count(chat)
        if told is None:
            return known.count if known else UNKNOWN_GROUP_COUNT
        with self._lock:
            self._members[chat.id] = _Counted(told, now)
        return told

    def reaches(self, chat: ChatRef) -> bool | None:
        """Tell whether messages to a person arrive; None when the platform does not tell."""
        return self._reach.reaches(chat)
