"""Counts (件數): keeping them, and how the series about a topic stand. No command."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.shared.roc_date import taipei_date
from handlers.telling import calendar_of
from handlers.watch.rules.folding import fold
from handlers.watch.rules.tallies import PLAYED, Played, is_about, play
from handlers.watch.rules.tally_words import Counted
from storage.records.tallies import Tally, TallySeries
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Standing:
    """A series and how it stands."""

    series: TallySeries
    played: Played
    last: Tally  # the count of the latest days


@dataclass(frozen=True, slots=True)
class Met:
    """A count that was typed or brought, and those that are kept of the same days."""

    counted: Counted
    tally: Tally
    known: tuple[Tally, ...]

    @property
    def is_new(self) -> bool:
        """Whether nothing is kept of its days."""
        return not self.known

    @property
    def is_same(self) -> bool:
        """Whether just this is kept already."""
        days = [(one.first_on, one.last_on, one.count) for one in self.known]
        return days == [(self.tally.first_on, self.tally.last_on, self.tally.count)]


def meet(
    uow: UnitOfWork, agency_id: int, counted: Counted, officer_id: int | None, *, now: datetime
) -> Met:
    """Lay a count beside what an agency keeps; nobody else changes its series meanwhile."""
    series = uow.tallies.open_series(
        TallySeries(
            agency_id=agency_id,
            channel=counted.channel,
            topic=counted.topic,
            topic_key=fold(counted.topic),
        )
    )
    tally = Tally(
        series_id=series.id,
        first_on=counted.first_on,
        last_on=counted.last_on,
        count=counted.count,
        kept_at=now,
        kept_by=officer_id,
    )
    return Met(counted, tally, uow.tallies.overlapped(tally))


def note_kept(
    uow: UnitOfWork, agency_id: int, actor: str, series_ids: Iterable[int], *, now: datetime
) -> None:
    """Write into the audit log that counts were kept, changed or dropped; the caller commits."""
    for number in sorted(set(series_ids)):
        uow.audit.append(
            at=now,
            actor=actor,
            agency_id=agency_id,
            action="keep-counts",
            target=f"series:{number}",
        )


def played_of(uow: UnitOfWork, agency_id: int, *, now: datetime) -> Mapping[int, Played]:
    """Play the daily counts of an agency, by series."""
    ids = [one.id for one in uow.tallies.series_of([agency_id])]
    tallies = uow.tallies.counts(ids, taipei_date(now) - PLAYED)
    return play(tallies, ids, calendar_of(uow, agency_id))


def standings(
    uow: UnitOfWork, agency_ids: Collection[int], texts: Sequence[str], *, now: datetime
) -> list[Standing]:
    """Return how the series of some agencies stand that are about a topic; all without texts."""
    found: list[Standing] = []
    for agency_id in sorted(agency_ids):
        series = series_about(uow, [agency_id], texts)
        if not series:
            continue
        played = played_of(uow, agency_id, now=now)
        last = latest(uow, [one.id for one in series], since=taipei_date(now) - PLAYED)
        found += [Standing(one, played[one.id], last[one.id]) for one in series if one.id in last]
    return found


def latest(uow: UnitOfWork, series_ids: Collection[int], *, since: date) -> dict[int, Tally]:
    """Return the count of the latest days of each series."""
    return {one.series_id: one for one in uow.tallies.counts(series_ids, since)}


def series_about(
    uow: UnitOfWork, agency_ids: Collection[int], texts: Sequence[str]
) -> list[TallySeries]:
    """Return the series of some agencies that are about one of several topics."""
    series = uow.tallies.series_of(agency_ids)
    return [one for one in series if not texts or any(is_about(one.topic, text) for text in texts)]
