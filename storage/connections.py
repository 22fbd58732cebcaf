"""How SQLite and PostgreSQL are opened, so that the same statements mean the same."""

import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import DatabaseUnavailableError

BUSY_SECONDS = 10  # how long one waits for another's transaction
# A process that stands still may hold a lock that a command waits for (the year's counter). Then
# the event is tried again; after some seconds more the command would be apologised for instead.
LOCK_SECONDS = 2
CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30
# A process that stands still in a transaction loses it, and its locks, before what it holds is
# given to another: a process that takes leases says how soon.
IDLE_SECONDS = 10.0
READING = "pobot_reading"  # execution option: the transaction will not write
POOL_SIZE = 8  # the worker threads
POOL_OVERFLOW = 4  # the inbox writer, the jobs, a health check

# TCP notices a dead server in a minute instead of hours.
KEEP_ALIVE: dict[str, int] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    # The same for what was sent and is not acknowledged: by itself TCP tries for a quarter hour.
    "tcp_user_timeout": 30_000,  # milliseconds
}


def parse_url(url: str) -> URL:
    """Read a database URL; `postgres://` and `postgresql://` mean psycopg 3.

    Raises ValueError for anything but PostgreSQL and a SQLite file.
    """
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "postgresql+psycopg":
        return parsed
    if parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        return parsed
    message = f"{parsed.drivername}: only a SQLite file or PostgreSQL will do"
    raise ValueError(message)


def sqlite_file(url: str) -> Path | None:
    """Return the SQLite file that the URL names; None for PostgreSQL."""
    parsed = parse_url(url)
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" else None


def is_missing_file(url: str) -> bool:
    """Whether the URL names a SQLite file that is not there; opening it would make it."""
    file = sqlite_file(url)
    return file is not None and not file.exists()


def make_engine(url: str, idle_seconds: float = IDLE_SECONDS) -> Engine:
    """Make the engine for a database URL; does not connect yet.

    PostgreSQL ends a transaction that does nothing for `idle_seconds`.
    """
    parsed = parse_url(url)
    engine = (
        _sqlite(parsed)
        if parsed.get_backend_name() == "sqlite"
        else _postgresql(parsed, idle_seconds)
    )
    event.listen(engine, "handle_error", _tell_unavailable)
    return engine


def _sqlite(url: URL) -> Engine:
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the database's folder {folder} cannot be made"
        raise DatabaseUnavailableError(message) from error
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=BUSY_SECONDS,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):  # pragma: no cover  # pysqlite only
        message = "not a SQLite connection"
        raise TypeError(message)
    connection.isolation_level = None  # BEGIN is ours: see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is wiped is overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that starts to write later fails at once instead of waiting.
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgresql(url: URL, idle_seconds: float) -> Engine:
    options = (
        "-c timezone=UTC"
        f" -c statement_timeout={STATEMENT_SECONDS * 1000}"
        f" -c lock_timeout={LOCK_SECONDS * 1000}"
        f" -c idle_in_transaction_session_timeout={round(idle_seconds * 1000)}"
    )
    return create_engine(
        url,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": options,
            # A plan prepared for an empty inbox took seconds for a full one: plan every time.
            "prepare_threshold": None,
            **KEEP_ALIVE,
        },
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
    )


def _tell_unavailable(context: ExceptionContext) -> None:
    """Give one name to 「away」, 「locked for too long」, 「disk full」 and the like."""
    if context.is_pre_ping:  # the pool makes a new connection by itself
        return
    if context.is_disconnect or _is_unavailable(context.original_exception):
        message = f"the database is away: {context.original_exception}"
        raise DatabaseUnavailableError(message) from context.original_exception


def _is_unavailable(error: BaseException) -> bool:
    """Whether a driver's error says that trying again later may help."""
    if isinstance(error, sqlite3.OperationalError):
        # SQLITE_ERROR is a mistake in the statement, or a table that is missing: a bug.
        return error.sqlite_errorcode != sqlite3.SQLITE_ERROR
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


def is_about_the_data(error: BaseException) -> bool:
    """Whether the database refused a value, so that trying again would not help."""
    return isinstance(error, ValueError | psycopg.DataError | sqlite3.DataError)
