"""Every version goes forward with data in it: no row is lost, none stands in the way.

One database is taken up step by step; at every version each table gets one more row. So each
version is left with rows in all its tables, written as that version wrote them.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, RowMapping, func, select, text

from storage.connections import make_engine
from storage.migrate import migrate, upgrade
from storage.schema_version import newest_version
from storage.tables import metadata
from storage.tables.types import Snapshot, Words

DAY = date(2026, 12, 8)
MOMENT = datetime(2026, 12, 8, 4, 0, tzinfo=UTC)
OLD = "0011"  # a version somewhere on the way
# One row each, made by the migration itself.
SINGLE = {"directory_versions", "agency_versions", "calendar_versions", "audit_heads"} | {
    "watch_season",
    "alembic_version",
}

SQLITE_COLUMNS = """
    SELECT m.name AS tbl, c.name AS col, c.type AS type, c."notnull" OR c.pk AS needed,
           c.dflt_value AS preset,
           (SELECT f."table" || '.' || coalesce(f."to", 'id')
              FROM pragma_foreign_key_list(m.name) f WHERE f."from" = c.name) AS points_to
      FROM sqlite_master m, pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY m.rowid, c.cid
"""
POSTGRES_COLUMNS = """
    SELECT r.relname AS tbl, a.attname AS col, format_type(a.atttypid, NULL) AS type,
           a.attnotnull AS needed, pg_get_expr(d.adbin, d.adrelid) AS preset,
           q.relname || '.' || b.attname AS points_to
      FROM pg_class r
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
      LEFT JOIN pg_constraint f
             ON f.conrelid = r.oid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]
      LEFT JOIN pg_class q ON q.oid = f.confrelid
      LEFT JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1]
     WHERE r.relkind = 'r' AND r.relnamespace = 'public'::regnamespace ORDER BY r.oid, a.attnum
"""

PLAIN = {
    "BOOL": True,
    "TIME": MOMENT,
    "BLOB": b"sealed",
    "BYTEA": b"sealed",
}


@dataclass
class Writer:
    """Writes one more row into every table, whatever the version."""

    count: int = 0
    latest: dict[str, object] = field(default_factory=dict[str, object])  # by 「table.column」
    written: dict[str, int] = field(default_factory=dict[str, int])  # rows by table

    def write_everywhere(self, connection: Connection) -> None:
        waiting = _tables(connection)
        while waiting:
            ready = {name: c for name, c in waiting.items() if self._may_write(name, c, waiting)}
            assert ready, f"these point at each other: {sorted(waiting)}"
            for name, columns in ready.items():
                self._write(connection, name, columns)
                del waiting[name]

    def _may_write(
        self, name: str, columns: Sequence[RowMapping], waiting: Mapping[str, object]
    ) -> bool:
        """Whether all that it points at has a row of this round."""
        targets = {str(c["points_to"]).partition(".")[0] for c in columns if c["points_to"]}
        return not (targets - {name}) & set(waiting)

    def _write(self, connection: Connection, name: str, columns: Sequence[RowMapping]) -> None:
        self.count += 1
        row: dict[str, object] = {}
        for column in columns:
            if (value := self._value(name, column)) is not None:
                row[column["col"]] = value
        names = ", ".join(f'"{one}"' for one in row)
        places = ", ".join(f":{one}" for one in row)
        connection.execute(text(f'INSERT INTO "{name}" ({names}) VALUES ({places})'), row)  # noqa: S608
        self.latest |= {f"{name}.{one}": value for one, value in row.items()}
        self.written[name] = self.written.get(name, 0) + 1

    def _value(self, name: str, column: RowMapping) -> object:
        if column["points_to"]:
            return self.latest.get(column["points_to"])
        kind = str(column["type"]).upper()
        if column["preset"] is not None and "INT" not in kind:
            return None
        if any(word in kind for word in ("INT", "FLOAT", "DOUBLE")):
            return self.count + 1000
        if kind == "DATE":
            return DAY + timedelta(days=self.count)
        plain = next((value for word, value in PLAIN.items() if word in kind), None)
        return plain or self._text(name, str(column["col"]))

    def _text(self, name: str, column: str) -> str:
        table = metadata.tables.get(name)
        found = None if table is None else table.columns.get(column)
        kind = None if found is None else found.type
        if isinstance(kind, Words):
            return "[]"
        return "{}" if isinstance(kind, Snapshot) else f"甲{self.count}"


def _tables(connection: Connection) -> dict[str, list[RowMapping]]:
    """Return the columns of every table that takes rows, as the database knows them."""
    asked = SQLITE_COLUMNS if connection.dialect.name == "sqlite" else POSTGRES_COLUMNS
    found: dict[str, list[RowMapping]] = {}
    for row in connection.execute(text(asked)).mappings():
        if row["tbl"] not in SINGLE and not str(row["tbl"]).startswith("sqlite_"):
            found.setdefault(row["tbl"], []).append(row)
    return found


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def test_every_version_goes_forward_with_rows_in_all_its_tables(
    engine: Engine, database_url: str
) -> None:
    writer = Writer()
    for number in range(1, int(newest_version()) + 1):
        with engine.begin() as connection:
            upgrade(connection, f"{number:04d}")
            writer.write_everywhere(connection)
    migrate(database_url)  # the shipped agencies find rows in their way, too
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name in writer.written:
                rows = connection.execute(select(table)).all()  # read with today's types
                assert len(rows) >= writer.written[table.name], table.name
    assert len(writer.written) > 40


def test_eight_come_to_an_old_database_at_once_and_none_fails(
    engine: Engine, database_url: str
) -> None:
    with engine.begin() as connection:
        upgrade(connection, OLD)
        Writer().write_everywhere(connection)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(migrate, [database_url] * 8)) == [None] * 8
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [
            (newest_version(),)
        ]
        agencies = metadata.tables["agencies"]
        names = select(func.count(), func.count(agencies.c.name.distinct()))
        count, different = connection.execute(names).one()
    assert count == different


def test_a_program_that_is_older_than_the_database_leaves_it_as_it_is(
    engine: Engine, database_url: str
) -> None:
    migrate(database_url)
    with engine.begin() as connection:  # a newer program was here first
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    migrate(database_url)
    with engine.connect() as connection:
        number = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert number == "9999"
