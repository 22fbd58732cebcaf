"""What the clock starts: reading the gazette's latest issue, and what follows from the days.

The look is claimed in one transaction, the issue is got with none open, and what it says is kept
in another.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.logs import get_logger
from bot.sources.errors import SourceError
from bot.sources.gazette.records import Gazette
from bot.sources.join.records import Mark
from handlers.hands import Hands
from handlers.notices.commands.desk import CaseChanged
from handlers.notices.commands.ending import end_notices
from handlers.notices.commands.recording import record_issue
from handlers.notices.commands.telling import tell_the_week
from handlers.notices.rules.looking import next_look_at, retry_in
from handlers.shared.roc_date import taipei_date
from handlers.shared.work_calendar import work_calendar
from storage.records.notices import GazetteState
from storage.unit_of_work import UnitOfWork

LEASE_SECONDS = 300.0  # longer than any look takes
KEPT = timedelta(days=120)  # which issues were read; a list looks 60 days back

_log = get_logger(__name__)


def sweep(
    unit_of_work: Callable[[], UnitOfWork], case_changed: CaseChanged, *, now: datetime
) -> None:
    """End what is over, and tell the week's news; to be started hourly."""
    end_notices(unit_of_work, case_changed, now=now)
    tell_the_week(unit_of_work, now=now)


class Reader:
    """Reads the gazette, one process at a time."""

    def __init__(
        self,
        unit_of_work: Callable[[], UnitOfWork],
        gazette: Gazette,
        clock: Clock,
        case_changed: CaseChanged,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._gazette = gazette
        self._clock = clock
        self._case_changed = case_changed
        self.hands = Hands(unit_of_work)

    def look(self) -> bool:
        """Look at the latest issue, if a look is due; False: none was."""
        now = self._clock.now()
        with self._unit_of_work() as uow:
            state = uow.notices.state()  # only read, most of the time
            if state is not None and state.next_look_at > now:
                return False
            state = uow.notices.claim_look(now=now, lease_seconds=LEASE_SECONDS)
            uow.commit()
        if state is None:
            return False
        with self.hands.holding(lambda uow: uow.notices.give_back(state, now=now)):
            self._read(state)
        return True

    def _read(self, state: GazetteState) -> None:
        try:
            look = self._gazette.latest(Mark(state.etag, state.last_modified))
        except SourceError as error:
            self._failed(state, error)
            return
        now = self._clock.now()
        with self._unit_of_work() as uow:
            issue_on = state.issue_on
            if look.issue is not None:
                record_issue(uow, look.issue, self._case_changed, now=now)
                issue_on = look.issue.published_on or issue_on
            uow.notices.forget_issues(taipei_date(now) - KEPT)
            calendar = work_calendar(uow.calendar.entries())
            seen = replace(
                state,
                looked_at=now,
                seen_at=now,
                issue_on=issue_on,
                trouble="",
                trouble_count=0,
                etag=look.mark.etag,
                last_modified=look.mark.last_modified,
                next_look_at=next_look_at(issue_on, calendar, now=now),
            )
            uow.notices.save_state(seen)
            uow.commit()

    def _failed(self, state: GazetteState, error: SourceError) -> None:
        _log.warning("gazette: no look", trouble=error.trouble.value)
        now = self._clock.now()
        tried = replace(
            state,
            looked_at=now,
            trouble=error.trouble.value,
            trouble_count=state.trouble_count + 1,
            next_look_at=now + retry_in(state.trouble_count + 1, error.wait_seconds),
        )
        with self._unit_of_work() as uow:
            uow.notices.save_state(tried)
            uow.commit()
