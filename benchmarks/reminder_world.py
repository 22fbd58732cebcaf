"""Databases in which many reminders wait: real agencies, invented officers, cases, duties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, Connection, Table, insert, literal, select, text, update

from storage.case_rows import case_values
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.records.cases import Case, CaseKind, Stage
from storage.records.duties import Duty, Reminder
from storage.records.messages import DeliveryState
from storage.records.officers import Appointment, Officer, Role
from storage.records.rules import Force
from storage.tables.cases import cases
from storage.tables.duties import duties, reminders
from storage.tables.messages import deliveries
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 12, 7, 1, tzinfo=UTC)  # 115/12/07（一）, nine in the morning in Taipei
MIDNIGHT = datetime(2026, 12, 6, 16, tzinfo=UTC)  # 00:00 of that day in Taipei
LAST_ON = date(2026, 12, 21)
OFFICER_COUNT = 1_000
DUTY_NAMES = ("正式回應", "公告期程", "聯繫提案人")  # of each case; the first binds
RUNGS = 3  # reminders of each duty
CHUNK = 1_000  # cases in one statement
DELIVERED = {"state": DeliveryState.DELIVERED.value, "card": None}
DAYS_AHEAD = 300  # what waits is spread over so many days
SECRET = "the benchmark's own secret key of no use"  # noqa: S105  # of nothing


@dataclass
class ReminderWorld:
    """One database: what waits, and each round some more that is due."""

    url: str
    waiting_count: int
    database: Database = field(init=False)
    officer_ids: list[int] = field(default_factory=list[int])
    agency_ids: list[int] = field(default_factory=list[int])  # of each officer
    last_id: int = 0  # of the cases

    def __post_init__(self) -> None:  # noqa: D105  # the class docstring speaks for it
        migrate(self.url)
        self.database = open_database(self.url, Cipher(SECRET))
        with self.database.unit_of_work() as uow:
            places = [agency.id for agency in uow.agencies.all() if agency.valid_to is None]
            for number in range(OFFICER_COUNT):
                agency_id = places[number % len(places)]
                self.officer_ids.append(_employ(uow, number, agency_id))
                self.agency_ids.append(agency_id)
            uow.commit()

    def fill(self) -> None:
        """Let all wait that is to wait, nothing of it due today."""
        case_count = -(-self.waiting_count // len(DUTY_NAMES) // RUNGS)
        with self.database.engine.begin() as connection:
            while self.last_id < case_count:
                ids = self._open_cases(connection, min(CHUNK, case_count - self.last_id))
                for number in range(len(DUTY_NAMES)):
                    _owe(connection, ids, number)
                    for rung in range(RUNGS):
                        day = 1 + (ids[0] // CHUNK * 9 + number * 3 + rung) % DAYS_AHEAD
                        _wait(connection, ids, number, MIDNIGHT + timedelta(days=day))
        self._settle()

    def _settle(self) -> None:
        """Let the load be over: what it left to be written is written, the rows are counted.

        PostgreSQL does both by itself, minutes later; SQLite at some later commit.
        """
        with self.database.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("ANALYZE"))
                connection.execute(text("CHECKPOINT"))
                connection.commit()
            else:
                connection.rollback()
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def make_due(self, count: int) -> None:
        """Open `count` cases of as many officers; of each one binding duty is to be told today.

        What earlier rounds put into the outbox has left it.
        """
        with self.database.engine.begin() as connection:
            connection.execute(update(deliveries).values(DELIVERED))
            ids = self._open_cases(connection, count)
            _owe(connection, ids, 0)
            _wait(connection, ids, 0, MIDNIGHT)

    def _open_cases(self, connection: Connection, count: int) -> Sequence[int]:
        ids = range(self.last_id + 1, self.last_id + count + 1)
        self.last_id += count
        connection.execute(insert(cases), [self._case_row(case_id) for case_id in ids])
        return ids

    def _case_row(self, case_id: int) -> dict[str, object]:
        place = case_id % OFFICER_COUNT
        case = Case(
            id=0,
            number=f"115-{case_id:04}",
            kind=CaseKind.PETITION,
            stage=Stage.PASSED,
            subject="公園夜間照明改用感應燈",
            agency_id=self.agency_ids[place],
            holder_id=self.officer_ids[place],
            created_at=NOW,
            created_by=self.officer_ids[place],
        )
        return {**case_values(case, self.database.cipher), "id": case_id}


def _owe(connection: Connection, ids: Sequence[int], number: int) -> None:
    """Let each case owe one duty more."""
    duty = Duty(
        id=0,
        case_id=0,
        agency_id=0,
        name=DUTY_NAMES[number],
        force=Force.REFERENCE if number else Force.BINDING,
        last_on=LAST_ON,
        due_at=NOW + timedelta(days=14),
        safe_on=LAST_ON,
        planned_at=NOW,
    )
    computed = {
        "id": cases.c.id * len(DUTY_NAMES) + number,
        "case_id": cases.c.id,
        "agency_id": cases.c.agency_id,
    }
    _insert_for(connection, ids, duties, duty, computed)


def _wait(connection: Connection, ids: Sequence[int], number: int, at: datetime) -> None:
    """Let one reminder of a duty of each case wait until a moment."""
    computed = {
        "duty_id": cases.c.id * len(DUTY_NAMES) + number,
        "case_id": cases.c.id,
        "agency_id": cases.c.agency_id,
    }
    reminder = Reminder(id=0, agency_id=0, remind_at=at)
    _insert_for(connection, ids, reminders, reminder, computed)


def _insert_for(
    connection: Connection,
    ids: Sequence[int],
    table: Table,
    like: Duty | Reminder,
    computed: Mapping[str, ColumnElement[int]],
) -> None:
    """Put in one row for each case: `computed` out of the case, all else as in `like`."""
    same: dict[str, ColumnElement[object]] = {}
    for column in table.c:
        value = getattr(like, column.name)
        if column.name not in {*computed, "id"} and value is not None:
            plain = value.value if isinstance(value, Enum) else value
            same[column.name] = literal(plain, column.type)
    chosen = select(*computed.values(), *same.values())
    chosen = chosen.where(cases.c.id.between(ids[0], ids[-1]))
    connection.execute(insert(table).from_select([*computed, *same], chosen))


def _employ(uow: UnitOfWork, number: int, agency_id: int) -> int:
    officer = uow.officers.add(Officer(id=0, name=f"範例{number:04}"))
    place = Appointment(id=0, officer_id=officer.id, agency_id=agency_id, role=Role.PO)
    uow.officers.add_appointment(replace(place, confirmed_at=NOW, confirmed_by="名冊匯入"))
    uow.bindings.add("line", f"U{number:032x}", officer.id, now=NOW)
    return officer.id
