"""What the clock starts: new posts are looked at, hours taken in, and what is due is told.

Each step is one transaction, in which the turn is taken: however many processes there are, each
post, each hour and each card is had once.
"""

from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock
from bot.sources.tables import read_table
from handlers.shared.roc_date import taipei_date
from handlers.watch.commands.counting import GRACE, glance_at, observe_due
from handlers.watch.commands.counts_file import take_counts, taken_words
from handlers.watch.commands.finding import Finder
from handlers.watch.commands.indexing import index_some
from handlers.watch.commands.telling import tell_due
from handlers.watch.errors import NoSuchAgencyError
from handlers.watch.rules.tally_rows import read_tally_rows
from handlers.watch.rules.volume import hour_of
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

MOST_STEPS = 50  # in one beat; the next goes on


class Watching:
    """One process's share of the watching."""

    def __init__(self, unit_of_work: Callable[[], UnitOfWork], clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._finder = Finder()

    def look(self) -> bool:
        """Do what there is to do, a beat's worth; False: there was nothing."""
        done = False
        for step in (self._take_in_posts, self._take_in_hours, self._index):
            for _ in range(MOST_STEPS):
                if not step():
                    break
                done = True
        return self._tell() or done

    def _take_in_posts(self) -> bool:
        with self._unit_of_work() as uow:
            if not uow.posts.are_waiting():
                return False
        now = self._clock.now()
        with self._unit_of_work() as uow:
            if not uow.watching.take_turn():
                return False
            found = self._finder.take_in(uow, now=now)
            if found is None:
                return False
            glance_at(uow, found, now=now)
            uow.commit()
        return True

    def _take_in_hours(self) -> bool:
        now = self._clock.now()
        with self._unit_of_work() as uow:
            ended = hour_of(now - GRACE)
            if not uow.watching.unobserved(ended, 1) or not uow.watching.take_turn():
                return False
            observed = observe_due(uow, now=now)
            uow.commit()
        return observed > 0

    def _index(self) -> bool:
        return index_some(self._unit_of_work, now=self._clock.now())

    def _tell(self) -> bool:
        now = self._clock.now()
        with self._unit_of_work() as uow:
            if not uow.watching.due_alarms(now=now) or not uow.watching.take_turn():
                return False
            told = tell_due(uow, now=now)
            uow.commit()
        return told > 0


def import_counts(
    database: Database,
    whose: tuple[str, str],
    file: tuple[bytes, str],
    *,
    replace: bool,
    dry_run: bool,
    now: datetime,
) -> str:
    """Keep the counts of a file (CSV, XLSX, ODS; its bytes and name); returns what is read.

    `whose` is an agency, and the channel of rows that name none. With `dry_run` nothing is kept.
    Raises UnreadableTableError, MissingColumnsError,
    NoChannelError, NoSuchAgencyError.
    """
    (agency, channel), (data, name) = whose, file
    rows = read_table(data, name).rows
    handed = read_tally_rows(rows, channel, today=taipei_date(now))
    with database.unit_of_work() as uow:
        place = uow.agencies.by_name(agency.strip())
        if place is None:
            raise NoSuchAgencyError(agency)
        taken = take_counts(uow, place, handed.counts, replace=replace, now=now)
        told = taken_words(place, taken, handed.refused, replace=replace, now=now)
        if dry_run:
            return f"（只看，沒有存）{told}"
        uow.commit()
    return told
