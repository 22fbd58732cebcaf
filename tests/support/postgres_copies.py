"""Databases that equal a template: handed out, put right after use, handed out again.

Making a database costs PostgreSQL more than most tests do; putting one right costs milliseconds.
"""

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.support.postgres import PostgresServer

PATIENCE = "5s"  # for locks of whoever still works on a database that was given back

_SCHEMA = """
SELECT coalesce(md5(string_agg(part, ',' ORDER BY part)), '') FROM (
    SELECT concat(c.relname, '.', a.attname, a.atttypid, a.attnotnull) AS part
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat('trigger ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat('constraint ', conrelid::regclass, conname) FROM pg_constraint
    UNION ALL SELECT concat('function ', proname, prosrc) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
) parts
"""
_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
_SEQUENCES = """
SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL
FROM pg_sequences WHERE schemaname = 'public'
"""
_OTHERS = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

_CONTENT = "SELECT {}, count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {} t"

_ANY = "SELECT {} WHERE EXISTS (SELECT 1 FROM {})"

Content = dict[str, tuple[int, str]]  # by table: rows, and the sum of what they hash to
Counters = dict[str, tuple[int, bool]]  # by sequence: where it stands, and whether it was asked


@dataclass(frozen=True, slots=True)
class _State:
    """What a database holds."""

    schema: str
    content: Content
    counters: Counters


@dataclass(slots=True)
class PostgresCopies:
    """Copies of one template; those that are free wait for the next test."""

    server: PostgresServer
    template: str  # URL
    _stack: ExitStack = field(default_factory=ExitStack)
    _free: list[str] = field(default_factory=list[str])
    _made: _State | None = None
    _rows: dict[str, bytes] = field(default_factory=dict[str, bytes])

    @contextmanager
    def one(self) -> Generator[str]:
        """Yield the URL of a database that equals the template."""
        url = self._free.pop() if self._free else self._make()
        try:
            yield url
        finally:
            if self._put_right(url):
                self._free.append(url)

    def close(self) -> None:
        """Drop all of them."""
        self._stack.close()

    def _make(self) -> str:
        name = make_url(self.template).database
        assert name is not None
        if self._made is None:
            with _connected(self.template) as connection:
                self._made = _state_of(connection)
                self._rows = {
                    table: _rows_of(connection, table)
                    for table, (count, _) in self._made.content.items()
                    if count
                }
        return self._stack.enter_context(self.server.database(template=name))

    def _put_right(self, url: str) -> bool:
        """Make a used database equal the template; False when it cannot be trusted any more."""
        assert self._made is not None
        try:
            with _connected(url) as connection:
                connection.execute(_OTHERS)
                # Only an administrator of the server may do this: elsewhere each test gets its own.
                connection.execute("SET session_replication_role = replica")
                if _schema_of(connection) != self._made.schema:
                    return False
                for table in _changed(connection, self._made.content):
                    self._refill(connection, table)
                counters = _counters_of(connection)
                for name, made_counter in self._made.counters.items():
                    if counters[name] != made_counter:
                        connection.execute("SELECT setval(%s, %s, %s)", (name, *made_counter))
        except psycopg.Error:
            return False
        return True

    def _refill(self, connection: "psycopg.Connection[Any]", table: str) -> None:
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        if table in self._rows:
            copy_in = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
            with connection.cursor() as cursor, cursor.copy(copy_in) as copy:
                copy.write(self._rows[table])


@contextmanager
def _connected(url: str) -> "Generator[psycopg.Connection[Any]]":
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute(f"SET lock_timeout = '{PATIENCE}'")
        yield connection


def _state_of(connection: "psycopg.Connection[Any]") -> _State:
    tables = [str(row[0]) for row in connection.execute(_TABLES)]
    content = connection.execute(_union(map(_content, tables)))
    return _State(
        _schema_of(connection),
        {name: (count, total) for name, count, total in content},
        _counters_of(connection),
    )


def _schema_of(connection: "psycopg.Connection[Any]") -> str:
    schema = connection.execute(_SCHEMA).fetchone()
    assert schema is not None
    return str(schema[0])


def _counters_of(connection: "psycopg.Connection[Any]") -> Counters:
    return {name: (at, asked) for name, at, asked in connection.execute(_SEQUENCES)}


def _changed(connection: "psycopg.Connection[Any]", made: Content) -> list[str]:
    """Return the tables that hold something else; whether one is empty is known at once."""
    filled = [table for table, (count, _) in made.items() if count]
    content = connection.execute(_union(map(_content, filled)))
    changed = [name for name, *now in content if tuple(now) != made[name]]
    empty = (table for table in made if table not in filled)
    any_rows = (sql.SQL(_ANY).format(sql.Literal(table), sql.Identifier(table)) for table in empty)
    return [*changed, *(str(row[0]) for row in connection.execute(_union(any_rows)))]


def _content(table: str) -> sql.Composed:
    return sql.SQL(_CONTENT).format(sql.Literal(table), sql.Identifier(table))


def _union(each: Iterable[sql.Composed]) -> sql.Composed:
    return sql.SQL(" UNION ALL ").join(each)


def _rows_of(connection: "psycopg.Connection[Any]", table: str) -> bytes:
    copy_out = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(copy_out) as copy:
        return b"".join(bytes(part) for part in copy)
