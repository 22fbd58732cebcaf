"""Cases: registered once, numbered without gaps, changed by one at a time."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    false,
    func,
    insert,
    select,
    text,
    update,
)

from storage.batches import rows_of
from storage.case_circle import CaseCircle
from storage.case_rows import case_values, read_case
from storage.case_search import OPEN_KINDS, condition_of
from storage.cipher import Cipher
from storage.directory import renew_version
from storage.errors import RecordNotFoundError, StaleRecordError
from storage.records.cases import Case, CasePage, CaseQuery, Secrecy
from storage.tables.cases import case_chats, cases, history_entries
from storage.tables.notices import notices

LAST_YEAR = 999  # of the Republic; a year of the common era is a mistake
LARGEST_SERIAL = 2**31 - 1  # an INTEGER column; people type longer ones
WIPED = "訊息已收回"

# The row stays locked until the transaction ends, so a number that is not kept is given again.
COUNT_ON = text(
    "INSERT INTO case_counters (year, case_count) VALUES (:year, 1)"
    " ON CONFLICT (year) DO UPDATE SET case_count = case_counters.case_count + 1"
    " RETURNING case_count"
)


class CaseStore(CaseCircle):
    """Finds and keeps cases."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def next_number(self, year: int) -> str:
        """Give the next number, 「115-0042」, of a year of the Republic.

        Taken for good only when the transaction commits: no gaps, no doubles.
        """
        if not 0 < year <= LAST_YEAR:
            message = f"{year} is not a year of the Republic"
            raise ValueError(message)
        serial = self._connection.execute(COUNT_ON, {"year": year}).scalar_one()
        return f"{year}-{serial:04d}"

    def add(self, case: Case) -> Case:
        """Keep a new case; its id is given here, its number must come from `next_number`."""
        fresh = replace(case, version=1)
        added = insert(cases).values(case_values(fresh, self._cipher)).returning(cases.c.id)
        return replace(fresh, id=self._connection.execute(added).scalar_one())

    def save(self, case: Case) -> Case:
        """Keep what changed and return the case with its next version.

        Raises StaleRecordError when somebody else saved it since it was read.
        """
        newer = replace(case, version=case.version + 1)
        self._forget_subject(newer)
        if newer.secrecy is not Secrecy.NORMAL:  # no group hears of it any more
            gone = delete(case_chats).where(case_chats.c.case_id == newer.id)
            self._connection.execute(gone)
        changed = (
            update(cases)
            .where(cases.c.id == case.id, cases.c.version == case.version)
            .values(case_values(newer, self._cipher))
        )
        if self._connection.execute(changed).rowcount == 0:
            kind = "case"
            raise StaleRecordError(kind, case.id)
        return newer

    def _forget_subject(self, newer: Case) -> None:
        """Make every index of public subjects read anew when this one is public no longer."""
        public = newer.kind.value in OPEN_KINDS and newer.secrecy is Secrecy.NORMAL
        stands = cases.c.subject == newer.subject if public else false()
        told = select(cases.c.id).where(
            cases.c.id == newer.id,
            cases.c.kind.in_(OPEN_KINDS),
            cases.c.secrecy == Secrecy.NORMAL.value,
            ~stands,
        )
        if self._connection.execute(told).first() is not None:
            renew_version(self._connection)

    def _first(self, *conditions: ColumnElement[bool]) -> Case | None:
        chosen = select(cases).where(*conditions).order_by(cases.c.id.desc()).limit(1)
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else read_case(row, self._cipher)

    def get(self, case_id: int) -> Case:
        """Return the case with that id.

        Raises RecordNotFoundError.
        """
        case = self._first(cases.c.id == case_id)
        if case is None:
            kind = "case"
            raise RecordNotFoundError(kind, case_id)
        return case

    def by_ids(self, case_ids: Collection[int]) -> dict[int, Case]:
        """Return the cases with those ids; what there is not is left out."""
        rows = rows_of(self._connection, cases, cases.c.id, case_ids)
        return {row["id"]: read_case(row, self._cipher) for row in rows}

    def by_number(self, number: str) -> Case | None:
        """Return the case with that full number."""
        return self._first(cases.c.number == number)

    def by_serial(self, serial: int, year: int | None = None) -> Case | None:
        """Return the case with that serial, of the newest year that has it, or of `year`."""
        if serial > LARGEST_SERIAL or (year or 0) > LAST_YEAR:
            return None
        chosen = select(cases).where(cases.c.serial == serial).order_by(cases.c.year.desc())
        if year is not None:
            chosen = chosen.where(cases.c.year == year)
        row = self._connection.execute(chosen.limit(1)).mappings().one_or_none()
        return None if row is None else read_case(row, self._cipher)

    def by_join_id(self, join_id: str) -> Case | None:
        """Return the newest case of a Join id that was not cancelled."""
        return self._first(cases.c.join_id == join_id, cases.c.cancelled_at.is_(None))

    def by_source_event(self, event_id: str) -> Case | None:
        """Return the case that the event registered."""
        return self._first(cases.c.source_event == event_id)

    def by_source_message(self, platform: str, message_id: str) -> Case | None:
        """Return the case that the message registered; `source_message` is 「platform:id」."""
        return self._first(cases.c.source_message == f"{platform}:{message_id}")

    def find(self, query: CaseQuery) -> CasePage:
        """Return one page of the cases asked for that the viewer may see in a list."""
        wanted = condition_of(query)
        count = select(func.count()).select_from(cases).where(wanted)
        page = (
            select(cases)
            .where(wanted)
            .order_by(cases.c.created_at.desc(), cases.c.id.desc())
            .limit(query.limit)
            .offset(query.offset)
        )
        rows = self._connection.execute(page).mappings()
        return CasePage(
            cases=tuple(read_case(row, self._cipher) for row in rows),
            total_count=self._connection.execute(count).scalar_one(),
            offset=query.offset,
        )

    def held_by(self, officer_id: int, agency_id: int) -> tuple[Case, ...]:
        """Return an agency's open cases that an officer holds, 敏感 and 密件 too; for no list."""
        chosen = (
            select(cases)
            .where(
                cases.c.holder_id == officer_id,
                cases.c.agency_id == agency_id,
                cases.c.closed_at.is_(None),
                cases.c.cancelled_at.is_(None),
            )
            .order_by(cases.c.id)
        )
        rows = self._connection.execute(chosen).mappings()
        return tuple(read_case(row, self._cipher) for row in rows)

    def open_subjects(self) -> tuple[tuple[int, str, str], ...]:
        """Return (id, number, subject) of the cases that are open and 一般, newest first."""
        chosen = (
            select(cases.c.id, cases.c.number, cases.c.subject)
            .where(
                cases.c.closed_at.is_(None),
                cases.c.cancelled_at.is_(None),
                cases.c.secrecy == Secrecy.NORMAL.value,
            )
            .order_by(cases.c.id.desc())
        )
        rows = self._connection.execute(chosen)
        return tuple((row.id, row.number, row.subject) for row in rows)

    def wipe_text(self, case_id: int) -> None:
        """Remove every word: of the case, and of what its history tells.

        Raises RecordNotFoundError.
        """
        case = self.get(case_id)
        self.save(replace(case, subject="", drafter="", ask_unit="", links=(), result=""))
        said = update(history_entries).where(history_entries.c.case_id == case_id)
        self._connection.execute(said.values(summary=WIPED, before={}))
        self._wipe_notice(case_id)

    def wipe_registration(self, case_id: int) -> None:
        """Remove what the registration said, for it was taken back; others' doings stay told.

        Raises RecordNotFoundError.
        """
        case = self.get(case_id)
        self.save(replace(case, subject="", drafter="", ask_unit="", links=()))
        said = update(history_entries).where(history_entries.c.case_id == case_id)
        self._connection.execute(said.values(before={}))
        drafted = said.where(history_entries.c.officer_id == case.created_by)
        self._connection.execute(drafted.values(summary=WIPED))
        self._wipe_notice(case_id)

    def _wipe_notice(self, case_id: int) -> None:
        """Remove what was typed of a notice; what the gazette prints is everybody's."""
        typed = update(notices).where(notices.c.case_id == case_id, notices.c.meta_id.is_(None))
        self._connection.execute(typed.values(title="", link="", document_number=""))
