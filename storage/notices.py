"""Notices of drafts: kept, found, and told of; and which issues of the gazette were read."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from storage.records.cases import Stage
from storage.records.notices import TYPED, GazetteState, Notice, NoticeQuery
from storage.tables.cases import cases
from storage.tables.notices import (
    gazette_issues,
    gazette_states,
    notice_agencies,
    notice_weeks,
    notices,
)
from storage.upserts import insert_or_update, insert_unless_there

STATE = "latest"  # the one list that is looked at


class NoticeStore:
    """Finds and keeps them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Notices

    def add(self, notice: Notice, agency_ids: Collection[int]) -> Notice:
        """Keep a new notice of some agencies; its number is given here."""
        values = {name: value for name, value in asdict(notice).items() if name != "id"}
        added = insert(notices).values(values).returning(*notices.c)
        found = Notice(**self._connection.execute(added).mappings().one())
        self.belong(found.id, agency_ids)
        return found

    def save(self, notice: Notice) -> None:
        """Keep what changed."""
        changed = update(notices).where(notices.c.id == notice.id)
        self._connection.execute(changed.values(asdict(notice)))

    def belong(self, notice_id: int, agency_ids: Collection[int]) -> None:
        """Keep whose a notice is, beside those whose it is already."""
        for agency_id in sorted(agency_ids):
            row: dict[str, object] = {"notice_id": notice_id, "agency_id": agency_id}
            insert_unless_there(self._connection, notice_agencies, row)

    def find(self, notice_id: int, agency_ids: Collection[int]) -> Notice | None:
        """Return a notice of one of the agencies by its number, or None."""
        return self._one(notices.c.id == notice_id, _of(agency_ids))

    def by_meta_id(self, meta_id: str) -> Notice | None:
        """Return what the gazette knows by that number, or None."""
        return self._one(notices.c.meta_id == meta_id)

    def of_case(self, case_id: int) -> Notice | None:
        """Return the notice that a case is about, or None."""
        return self._one(notices.c.case_id == case_id)

    def typed_of(self, agency_ids: Collection[int], since: datetime) -> tuple[Notice, ...]:
        """Return what was typed for the agencies and not found in the gazette yet."""
        lately = notices.c.source == TYPED, notices.c.seen_at >= since
        return self._several(*lately, notices.c.meta_id.is_(None), _of(agency_ids))

    def matching(self, query: NoticeQuery) -> tuple[Notice, ...]:
        """Return what is asked for, the one that ends first at the head."""
        wanted = [or_(notices.c.ends_on.is_(None), notices.c.ends_on >= query.open_on)]
        wanted.append(notices.c.title != "")  # wiped with its case
        wanted += [
            notices.c.id > query.after_id,
            _of(query.agency_ids, unconsulted_only=query.unconsulted_only),
        ]
        if query.source:
            wanted.append(notices.c.source == query.source)
        return self._several(*wanted)

    def agencies_of(self, notice_id: int) -> frozenset[int]:
        """Return whose a notice is."""
        chosen = select(notice_agencies.c.agency_id).where(notice_agencies.c.notice_id == notice_id)
        return frozenset(self._connection.execute(chosen).scalars())

    def consult(
        self, notice_id: int, agency_ids: Collection[int], consulted_at: datetime | None
    ) -> None:
        """Note that a notice passed the officers of the agencies; None takes it back."""
        mine = update(notice_agencies).where(
            notice_agencies.c.notice_id == notice_id,
            notice_agencies.c.agency_id.in_(sorted(agency_ids)),
        )
        self._connection.execute(mine.values(consulted_at=consulted_at))

    def ended(self, before: date) -> tuple[Notice, ...]:
        """Return the notices that ended before a day and whose cases still say 預告中."""
        noticed = (
            select(cases.c.id)
            .where(cases.c.stage == Stage.NOTICED.value)
            .where(cases.c.closed_at.is_(None), cases.c.cancelled_at.is_(None))
        )
        return self._several(notices.c.ends_on < before, notices.c.case_id.in_(noticed))

    # The weekly list

    def agencies_with_news(self) -> tuple[int, ...]:
        """Return the agencies of which there is a notice."""
        chosen = select(notice_agencies.c.agency_id).distinct()
        return tuple(sorted(self._connection.execute(chosen).scalars()))

    def claim_week(self, agency_id: int, week_on: date) -> int | None:
        """Take an agency's turn of a week; return up to which notice it was told, else None.

        0 means that it was never told.
        """
        newest = self._connection.execute(select(func.max(notices.c.id))).scalar_one() or 0
        row: dict[str, object] = {
            "agency_id": agency_id,
            "week_on": week_on,
            "last_notice_id": newest,
        }
        if insert_unless_there(self._connection, notice_weeks, row):
            return 0
        mine = notice_weeks.c.agency_id == agency_id
        chosen = select(notice_weeks.c.last_notice_id).where(mine, notice_weeks.c.week_on < week_on)
        told: int | None = self._connection.execute(chosen.with_for_update()).scalar_one_or_none()
        if told is not None:
            self._connection.execute(update(notice_weeks).where(mine).values(row))
        return told

    # The gazette

    def state(self) -> GazetteState | None:
        """Return how the looking goes; None when nobody has looked yet."""
        row = self._connection.execute(select(gazette_states)).mappings().one_or_none()
        return None if row is None else GazetteState(**row)

    def claim_look(self, *, now: datetime, lease_seconds: float) -> GazetteState | None:
        """Take the look that is due, for the length of the lease; None when none is."""
        until = now + timedelta(seconds=lease_seconds)
        fresh = GazetteState(name=STATE, next_look_at=until)
        if insert_unless_there(self._connection, gazette_states, asdict(fresh)):
            return fresh
        due = update(gazette_states).where(gazette_states.c.next_look_at <= now)
        taken = due.values(next_look_at=until).returning(*gazette_states.c)
        row = self._connection.execute(taken).mappings().one_or_none()
        return None if row is None else GazetteState(**row)

    def give_back(self, state: GazetteState, *, now: datetime) -> None:
        """Let another process look at once, if no look was kept or begun since."""
        s = gazette_states.c
        mine = update(gazette_states).where(
            s.name == state.name, s.next_look_at == state.next_look_at
        )
        self._connection.execute(mine.values(next_look_at=now))

    def save_state(self, state: GazetteState) -> None:
        """Keep how a look went."""
        insert_or_update(self._connection, gazette_states, asdict(state))

    def note_issue(self, issue_on: date, *, now: datetime) -> None:
        """Keep that the issue of a day was read."""
        row: dict[str, object] = {"issue_on": issue_on, "read_at": now}
        insert_unless_there(self._connection, gazette_issues, row)

    def issues(self, since: date) -> tuple[date, ...]:
        """Return the days, from one on, whose issues were read."""
        chosen = select(gazette_issues.c.issue_on).where(gazette_issues.c.issue_on >= since)
        rows = self._connection.execute(chosen.order_by(gazette_issues.c.issue_on)).scalars()
        return tuple(rows)

    def forget_issues(self, before: date) -> None:
        """Forget which issues were read long ago."""
        old = delete(gazette_issues).where(gazette_issues.c.issue_on < before)
        self._connection.execute(old)

    def _one(self, *wanted: ColumnElement[bool]) -> Notice | None:
        return next(iter(self._several(*wanted)), None)

    def _several(self, *wanted: ColumnElement[bool]) -> tuple[Notice, ...]:
        chosen = select(notices).where(*wanted)
        chosen = chosen.order_by(notices.c.ends_on.is_(None), notices.c.ends_on, notices.c.id)
        return tuple(Notice(**row) for row in self._connection.execute(chosen).mappings())


def _of(agency_ids: Collection[int], *, unconsulted_only: bool = False) -> ColumnElement[bool]:
    mine = select(notice_agencies.c.notice_id).where(
        notice_agencies.c.agency_id.in_(sorted(agency_ids))
    )
    if unconsulted_only:
        mine = mine.where(notice_agencies.c.consulted_at.is_(None))
    return notices.c.id.in_(mine)
