"""What the clock starts: looking at Join, one page a beat, one process at a time.

What is due is claimed in one transaction, the page is got with none open, and what it says is
kept in another. The pace (a page every two seconds) is kept in the database, for all processes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.logs import get_logger
from bot.sources.errors import SourceError, Trouble
from bot.sources.join.records import Join, JoinPetition, Listing, Mark, Origin
from handlers.hands import Hands
from handlers.petitions.commands.backfilling import claim_past, keep_past
from handlers.petitions.commands.looking import (
    PAUSE,
    STRANGE,
    leave_alone,
    note_pages,
    only_lists,
    planned,
    waiting_of,
)
from handlers.petitions.rules.looking import (
    LONGEST,
    RECENT,
    SHORTEST,
    failed,
    lists_of,
    retry_in,
    sooner,
    succeeded,
)
from handlers.petitions.rules.recording import NEARNESS, Recorded, record, unchanged
from storage.records.petitions import Petition, PetitionSource
from storage.unit_of_work import UnitOfWork

LEASE_SECONDS = 300.0  # longer than any look takes
TOGETHER = 200  # petitions of a list in one transaction
UNREADABLE_WAIT = timedelta(hours=1)
LIST_SHORTEST = timedelta(minutes=30)
LEAVE_ALONE = frozenset({Trouble.UNREACHABLE, Trouble.BUSY, Trouble.REFUSED})
EXACT = NEARNESS[Origin.PAGE.value]

_log = get_logger(__name__)
Tell = Callable[[UnitOfWork, Recorded, datetime], None]


def tell_nobody(_uow: UnitOfWork, _recorded: Recorded, _now: datetime) -> None:
    """Only keep what was seen."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What was claimed: a petition's page, or a list by its name."""

    petition: Petition | None = None
    source: PetitionSource | None = None
    year: int | None = None  # of the open data; None: the index
    past: Petition | None = None  # whose counts before the first look are asked for

    def give_back(self, uow: UnitOfWork, *, now: datetime) -> None:
        if self.petition is not None:
            uow.petitions.give_back(self.petition)
        elif self.source is not None:
            uow.petitions.give_back_source(self.source, now=now)
        elif self.past is not None:
            uow.petitions.ask_past_again(self.past.join_id)


class Watcher:
    """Looks at Join. `tell` is called for each petition, in the transaction that keeps the look."""

    def __init__(
        self,
        unit_of_work: Callable[[], UnitOfWork],
        join: Join,
        clock: Clock,
        tell: Tell = tell_nobody,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._join = join
        self._clock = clock
        self._tell = tell
        self.hands = Hands(unit_of_work)

    def look(self) -> bool:
        """Look at one page, if one is due and it is our turn; False: there was none."""
        now = self._clock.now()
        with self._unit_of_work() as uow:
            page = self._claim(uow, now=now)
            if page is None:
                uow.commit()
            if page is None or not uow.petitions.take_turn(now=now, pause=PAUSE):
                return False
            uow.commit()
        with self.hands.holding(partial(page.give_back, now=now)):
            self._look_at(page)
        return True

    def _look_at(self, page: _Page) -> None:
        if page.petition is not None:
            self._look_at_petition(page.petition)
        elif page.source is not None:
            self._look_at_list(page.source, page.year)
        elif page.past is not None:
            self._look_back(page.past)

    def _claim(self, uow: UnitOfWork, *, now: datetime) -> _Page | None:
        for join_id in uow.petitions.unfollowed_case_ids():
            uow.petitions.add(Petition(join_id=join_id, added_at=now, next_look_at=now))
        due_at = uow.petitions.earliest_look_at(now=now)
        for name, year in lists_of(now):  # whatever waits longest comes first: nothing starves
            known = uow.petitions.source(name)
            later = known is not None and due_at is not None and due_at < known.next_look_at
            if not later and uow.petitions.claim_source(name, now=now, lease_seconds=LEASE_SECONDS):
                return _Page(source=_to_ask(uow, name), year=year)
        claimed = uow.petitions.claim(now=now, limit=1, lease_seconds=LEASE_SECONDS)
        if claimed:
            return _Page(petition=claimed[0])
        past = claim_past(uow, now=now)  # when nothing else is due
        return _Page(past=past) if past is not None else None

    def _look_back(self, petition: Petition) -> None:
        try:
            counts = self._join.endorsements(petition.join_id)
        except SourceError as error:
            _log.warning("join: no list of endorsements", trouble=error.trouble.value)
            return
        with self._unit_of_work() as uow:
            keep_past(uow, petition.join_id, counts, now=self._clock.now())
            uow.commit()

    # One petition

    def _look_at_petition(self, claimed: Petition) -> None:
        # Unchanged since the last look says nothing of a count that came from elsewhere.
        exact = NEARNESS.get(claimed.count_source, 0) >= EXACT
        mark = Mark(claimed.etag, claimed.last_modified) if exact else Mark()
        try:
            look = self._join.petition(claimed.join_id, mark)
        except SourceError as error:
            self._petition_failed(claimed, error)
            return
        now = self._clock.now()
        with self._unit_of_work() as uow:
            stored = _still_ours(uow, claimed)
            if stored is None:
                return
            recorded = (
                unchanged(stored, now=now)
                if look.petition is None
                else record(stored, look.petition, now=now)
            )
            petition = replace(
                recorded.petition,
                looked_at=now,
                seen_at=now,
                vanished_at=None,
                trouble="",
                trouble_count=0,
                etag=look.mark.etag,
                last_modified=look.mark.last_modified,
            )
            petition = planned(uow, petition, now=now)
            uow.petitions.save(petition)
            if look.petition is not None:
                uow.sources.note_replies({petition.join_id: look.petition.comment_count or 0})
            self._tell(uow, replace(recorded, petition=petition), now)
            note_pages(uow, None, now=now)
            uow.commit()

    def _petition_failed(self, claimed: Petition, error: SourceError) -> None:
        _log.warning("join: no look at a petition", trouble=error.trouble.value)
        now = self._clock.now()
        with self._unit_of_work() as uow:
            pages = note_pages(uow, error, now=now)
            stored = _still_ours(uow, claimed)
            if stored is None:
                uow.commit()
                return
            tried = replace(
                stored,
                looked_at=now,
                trouble=error.trouble.value,
                trouble_count=stored.trouble_count + 1,
                lease_until_at=None,
                next_look_at=now + UNREADABLE_WAIT,
            )
            if error.trouble is Trouble.GONE and pages.trouble_count <= STRANGE:
                gone = replace(tried, vanished_at=stored.vanished_at or now)
                tried = planned(uow, gone, now=now)
            if error.trouble in LEAVE_ALONE:
                wait = leave_alone(uow, pages, error, now=now)
                tried = replace(tried, next_look_at=now + max(wait, SHORTEST))
            uow.petitions.save(tried)
            uow.commit()

    # Lists

    def _look_at_list(self, source: PetitionSource, year: int | None) -> None:
        mark = Mark(source.etag, source.last_modified)
        try:
            look = self._join.endorsing(mark) if year is None else self._join.open_data(year, mark)
        except SourceError as error:
            self._list_failed(source, error)
            return
        wait = LONGEST
        if look.listing is not None:
            wait = self._record_list(look.listing)
        now = self._clock.now()
        looked = replace(
            succeeded(source, now=now),
            changed_at=source.changed_at if look.listing is None else now,
            etag=look.mark.etag,
            last_modified=look.mark.last_modified,
            next_look_at=now + wait,
        )
        with self._unit_of_work() as uow:
            uow.petitions.save_source(looked)
            uow.commit()

    def _list_failed(self, source: PetitionSource, error: SourceError) -> None:
        _log.warning("join: no look at a list", list=source.name, trouble=error.trouble.value)
        now = self._clock.now()
        with self._unit_of_work() as uow:
            tried = failed(source, error.trouble, now=now)
            wait = UNREADABLE_WAIT
            if error.trouble in LEAVE_ALONE:
                wait = max(SHORTEST, retry_in(tried.trouble_count))
            if error.wait_seconds is not None:  # else only the list is out of order, not Join
                wait = max(wait, leave_alone(uow, tried, error, now=now))
            uow.petitions.save_source(replace(tried, next_look_at=now + wait))
            uow.commit()

    def _record_list(self, listing: Listing) -> timedelta:
        """Keep what a list says; return how long its next look may wait."""
        shortest = LONGEST
        for start in range(0, len(listing.petitions), TOGETHER):
            some = listing.petitions[start : start + TOGETHER]
            with self._unit_of_work() as uow:
                waits = self._record_some(uow, some, now=self._clock.now())
                if only_lists(uow):
                    shortest = min((shortest, *waits))
                uow.commit()
        return max(shortest, LIST_SHORTEST)

    def _record_some(
        self, uow: UnitOfWork, several: Sequence[JoinPetition], *, now: datetime
    ) -> list[timedelta]:
        stored = uow.petitions.by_ids([one.join_id for one in several], to_change=True)
        spans = uow.petitions.spans(list(stored))
        waiting = waiting_of(uow, now=now)
        waits: list[timedelta] = []
        same: list[str] = []
        for seen in several:
            known = stored.get(seen.join_id)
            if known is None:
                self._add(uow, seen, now=now)
                continue
            recorded = record(known, seen, now=now)
            wait = waiting.of_petition(recorded.petition, spans.get(seen.join_id, ()))
            waits.append(wait)
            petition = sooner(recorded.petition, now + wait)
            if petition == replace(known, counted_at=now):
                same.append(seen.join_id)
            elif petition != known:
                uow.petitions.save(petition)
                self._tell(uow, replace(recorded, petition=petition), now)
        uow.petitions.confirm(same, now=now)
        uow.sources.note_replies({one.join_id: one.comment_count or 0 for one in several})
        return waits

    def _add(self, uow: UnitOfWork, seen: JoinPetition, *, now: datetime) -> None:
        """Keep a petition that a list shows for the first time; its page is looked at soon."""
        if seen.origin is Origin.OPEN_DATA and (
            seen.submitted_at is None or now - seen.submitted_at > RECENT
        ):
            return
        fresh = Petition(join_id=seen.join_id, added_at=now, next_look_at=now)
        recorded = record(fresh, seen, now=now)
        if uow.petitions.add(recorded.petition):
            self._tell(uow, recorded, now)


def _to_ask(uow: UnitOfWork, name: str) -> PetitionSource | None:
    """Return a list with its marks; without them when its counts are needed in any case."""
    known = uow.petitions.source(name)
    return replace(known, etag="", last_modified="") if known and only_lists(uow) else known


def _still_ours(uow: UnitOfWork, claimed: Petition) -> Petition | None:
    """Return the petition as it is now; None when another process was given it meanwhile."""
    stored = uow.petitions.find(claimed.join_id, to_change=True)
    return stored if stored is not None and stored.fence == claimed.fence else None
