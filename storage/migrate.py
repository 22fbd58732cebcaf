"""Brings a database to the newest schema and fills in the shipped list of agencies."""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.connections import make_engine, parse_url
from storage.engine import connect
from storage.errors import DatabaseUnavailableError
from storage.schema_version import MIGRATIONS, is_current
from storage.seeds import add_missing_agencies

LOCK_ID = 5_276_008_115  # any number, the same in all processes


def migrate(url: str) -> None:
    """Bring the database to the newest schema; add the agencies that are missing.

    Does nothing when all is there, or when a newer program was there first. Any number of
    processes may call it at once: one works, the others wait. Raises DatabaseUnavailableError, or
    ValueError for a URL that will not do.
    """
    engine = make_engine(url)
    try:
        with _only_one_on_this_machine(url), connect(engine) as connection, connection.begin():
            _only_one_on_this_server(connection)
            if not is_current(connection):
                upgrade(connection, "head")
            add_missing_agencies(connection)
    finally:
        engine.dispose()


def upgrade(connection: Connection, revision: str) -> None:
    """Take the schema forward to a revision, in the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@contextmanager
def _only_one_on_this_machine(url: str) -> Generator[None]:
    """Hold a lock beside a SQLite file: switching to WAL needs it, before any transaction."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        yield
        return
    path = Path(f"{parsed.database}.migrating")
    try:
        lock = path.open("w")
    except OSError as error:
        message = f"{path} cannot be written"
        raise DatabaseUnavailableError(message) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # ends with the file, also when the process is killed
        yield


def _only_one_on_this_server(connection: Connection) -> None:
    """Wait for other processes; the lock ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": LOCK_ID})


def recreate(url: str) -> None:
    """Delete a SQLite database that nobody is using, and make it anew.

    Raises ValueError for any other database: only samples are thrown away.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        message = "only a SQLite file is made anew"
        raise ValueError(message)
    for ending in ("", "-wal", "-shm"):
        Path(f"{parsed.database}{ending}").unlink(missing_ok=True)
    migrate(url)
