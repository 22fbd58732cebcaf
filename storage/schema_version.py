"""Which schema this program was written for, and which one a database has."""

from functools import lru_cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


@lru_cache(maxsize=1)
def newest_version() -> str:
    """Return the number of the newest migration, 「0004」."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if head is None:
        message = f"no migrations in {MIGRATIONS}"
        raise FileNotFoundError(message)
    return head


def is_current(connection: Connection) -> bool:
    """Whether the database has the schema this program was written for, or a newer one.

    While replicas are replaced one by one, old ones work on the new schema for a while: a migration
    adds, and takes away only what the version before did not use any more.
    """
    revision = MigrationContext.configure(connection).get_current_revision()
    return revision is not None and revision >= newest_version()
