"""Petitions: kept, found, and claimed for a look once however many processes there are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.petition_sources import PetitionSources
from storage.records.cases import CaseKind
from storage.records.petitions import CountSpan, Petition
from storage.tables.cases import cases
from storage.tables.petitions import petition_counts, petitions
from storage.upserts import insert_unless_there

TOGETHER = 500  # ids in one statement
NEWCOMERS = 50  # registered cases taken up at a time


class PetitionStore(PetitionSources):
    """Finds and keeps petitions and their counts."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    def add(self, petition: Petition) -> bool:
        """Keep a petition; False when it is there already, and then nothing changes."""
        if not insert_unless_there(self._connection, petitions, asdict(petition)):
            return False
        self._begin_span(petition)
        return True

    def find(self, join_id: str, *, to_change: bool = False) -> Petition | None:
        """Return a petition, or None; `to_change`: nobody else changes it meanwhile."""
        return self.by_ids([join_id], to_change=to_change).get(join_id)

    def by_ids(self, join_ids: Collection[str], *, to_change: bool = False) -> dict[str, Petition]:
        """Return those of several that are there, by id."""
        found: dict[str, Petition] = {}
        for some in _parts(join_ids):
            chosen = select(petitions).where(petitions.c.join_id.in_(some))
            chosen = chosen.order_by(petitions.c.join_id)  # all lock in one order
            chosen = chosen.with_for_update() if to_change else chosen
            for row in self._connection.execute(chosen).mappings():
                found[row["join_id"]] = Petition(**row)
        return found

    def save(self, petition: Petition) -> None:
        """Keep what changed; a count that is another one begins a new span.

        The petition must have been found `to_change`.
        """
        chosen = select(petitions.c.endorse_count).where(petitions.c.join_id == petition.join_id)
        before = self._connection.execute(chosen).scalar_one()
        changed = update(petitions).where(petitions.c.join_id == petition.join_id)
        self._connection.execute(changed.values(asdict(petition)))
        if petition.endorse_count != before:
            self._begin_span(petition)
        elif petition.counted_at is not None:
            self._stretch_spans([petition.join_id], to=petition.counted_at)

    def confirm(self, join_ids: Collection[str], *, now: datetime) -> None:
        """Note that a look found the counts of several as they were."""
        for some in _parts(join_ids):
            same = update(petitions).where(
                petitions.c.join_id.in_(some), petitions.c.counted_at < now
            )
            self._connection.execute(same.values(counted_at=now))
            self._stretch_spans(some, to=now)

    def spans(self, join_ids: Collection[str]) -> dict[str, tuple[CountSpan, ...]]:
        """Return the counts of several over time, oldest first."""
        found: dict[str, list[CountSpan]] = {}
        c = petition_counts.c
        for some in _parts(join_ids):
            columns = (c.join_id, c.first_at, c.last_at, c.endorse_count, c.source)
            chosen = select(*columns).where(c.join_id.in_(some))
            for row in self._connection.execute(chosen.order_by(c.join_id, c.first_at, c.id)):
                join_id, first_at, last_at, count, source = row
                span = CountSpan(
                    join_id=join_id, first_at=first_at, last_at=last_at, count=count, source=source
                )
                found.setdefault(join_id, []).append(span)
        return {join_id: tuple(spans) for join_id, spans in found.items()}

    def endorsing(self, *, now: datetime) -> tuple[Petition, ...]:
        """Return what may still be endorsed and is not gone, the highest count first."""
        chosen = (
            select(petitions)
            .where(petitions.c.closes_at > now, petitions.c.vanished_at.is_(None))
            .order_by(petitions.c.endorse_count.desc(), petitions.c.join_id)
        )
        return tuple(Petition(**row) for row in self._connection.execute(chosen).mappings())

    def usual_goal(self) -> int | None:
        """Return the goal that most petitions have, for those of which Join does not tell it."""
        number = func.count()
        chosen = (
            select(petitions.c.goal_count)
            .where(petitions.c.goal_count.is_not(None))
            .group_by(petitions.c.goal_count)
            .order_by(number.desc(), petitions.c.goal_count.desc())
            .limit(1)
        )
        return self._connection.execute(chosen).scalar_one_or_none()

    def unfollowed_case_ids(self) -> tuple[str, ...]:
        """Return Join's ids of open cases whose petitions are not kept yet."""
        known = select(petitions.c.join_id).where(petitions.c.join_id == cases.c.join_id).exists()
        chosen = (
            select(cases.c.join_id)
            .where(
                cases.c.kind == CaseKind.PETITION.value,
                cases.c.join_id != "",
                cases.c.closed_at.is_(None),
                cases.c.cancelled_at.is_(None),
                ~known,
            )
            .distinct()
            .limit(NEWCOMERS)
        )
        return tuple(self._connection.execute(chosen).scalars())

    def earliest_look_at(self, *, now: datetime) -> datetime | None:
        """Return since when the longest waiting look is due; None when none is."""
        chosen = select(func.min(petitions.c.next_look_at)).where(_is_due(now))
        moment: datetime | None = self._connection.execute(chosen).scalar_one()
        return moment

    def claim(self, *, now: datetime, limit: int, lease_seconds: float) -> tuple[Petition, ...]:
        """Take up to `limit` petitions whose look is due, the earliest first.

        Nobody else is given them until the lease is over; each taking has its own fence.
        """
        free = (
            select(petitions.c.join_id)
            .where(_is_due(now))
            .order_by(petitions.c.next_look_at, petitions.c.join_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("free")
        )
        taken = (
            update(petitions)
            .where(petitions.c.join_id.in_(select(free.c.join_id)))
            .values(
                lease_until_at=now + timedelta(seconds=lease_seconds), fence=petitions.c.fence + 1
            )
            .returning(*petitions.c)
        )
        rows = self._connection.execute(taken).mappings().all()
        return tuple(Petition(**row) for row in sorted(rows, key=lambda row: str(row["join_id"])))

    def give_back(self, petition: Petition) -> None:
        """Let another process look at once, if nobody was given it since."""
        c = petitions.c
        mine = update(petitions).where(c.join_id == petition.join_id, c.fence == petition.fence)
        self._connection.execute(mine.values(lease_until_at=None))

    def without_past(self, *, least: int, now: datetime, limit: int) -> tuple[Petition, ...]:
        """Return running ones of at least so many whose past was never asked for."""
        chosen = (
            select(petitions)
            .where(
                petitions.c.history_at.is_(None),
                petitions.c.opened_at.is_not(None),
                petitions.c.seen_at.is_not(None),
                petitions.c.vanished_at.is_(None),
                petitions.c.passed_at.is_(None),
                petitions.c.closes_at > now,
                petitions.c.endorse_count >= least,
            )
            .order_by(petitions.c.endorse_count.desc(), petitions.c.join_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return tuple(Petition(**row) for row in self._connection.execute(chosen).mappings())

    def note_past_asked(self, join_ids: Collection[str], *, now: datetime) -> None:
        """Note that the past of several was asked for, or need not be; it is done once."""
        asked = update(petitions).where(petitions.c.join_id.in_(sorted(join_ids)))
        self._connection.execute(asked.values(history_at=now))

    def ask_past_again(self, join_id: str) -> None:
        """Note that the past of one was not asked for after all."""
        asked = update(petitions).where(petitions.c.join_id == join_id)
        self._connection.execute(asked.values(history_at=None))

    def add_past(self, join_id: str, spans: Sequence[CountSpan]) -> None:
        """Put counts before those that are kept; the newest stays the one that goes on.

        The petition must have been found `to_change`.
        """
        known = self.spans([join_id]).get(join_id, ())
        mine = delete(petition_counts).where(petition_counts.c.join_id == join_id)
        self._connection.execute(mine)
        rows: list[dict[str, object]] = [
            {
                "join_id": join_id,
                "first_at": span.first_at,
                "last_at": span.last_at,
                "endorse_count": span.count,
                "source": span.source,
            }
            for span in (*spans, *known)
        ]
        if rows:
            self._connection.execute(insert(petition_counts), rows)

    def _begin_span(self, petition: Petition) -> None:
        if petition.endorse_count is None or petition.counted_at is None:
            return
        self._connection.execute(
            insert(petition_counts).values(
                join_id=petition.join_id,
                first_at=petition.counted_at,
                last_at=petition.counted_at,
                endorse_count=petition.endorse_count,
                source=petition.count_source,
            )
        )

    def _stretch_spans(self, join_ids: Collection[str], *, to: datetime) -> None:
        newest = (
            select(func.max(petition_counts.c.id))
            .where(petition_counts.c.join_id.in_(join_ids))
            .group_by(petition_counts.c.join_id)
        )
        stretched = update(petition_counts).where(
            petition_counts.c.id.in_(newest), petition_counts.c.last_at < to
        )
        self._connection.execute(stretched.values(last_at=to))


def _is_due(now: datetime) -> ColumnElement[bool]:
    free = or_(petitions.c.lease_until_at.is_(None), petitions.c.lease_until_at <= now)
    return and_(petitions.c.next_look_at <= now, free)


def _parts(join_ids: Collection[str]) -> Iterator[list[str]]:
    wanted = sorted(set(join_ids))
    for start in range(0, len(wanted), TOGETHER):
        yield wanted[start : start + TOGETHER]
