"""INSERT … ON CONFLICT, which SQLite and PostgreSQL both have and SQLAlchemy names twice."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_unless_there(connection: Connection, table: Table, values: dict[str, object]) -> bool:
    """Insert the row; False when one with the same key is there already."""
    made: postgresql.Insert | sqlite.Insert
    if connection.dialect.name == "postgresql":
        made = postgresql.insert(table).values(values).on_conflict_do_nothing()
    else:
        made = sqlite.insert(table).values(values).on_conflict_do_nothing()
    # The row count is not told when SQLAlchemy asks for keys; what is returned is.
    return connection.execute(made.returning(*table.primary_key)).first() is not None


def insert_those_not_there(
    connection: Connection, table: Table, rows: Sequence[dict[str, object]]
) -> list[tuple[object, ...]]:
    """Insert rows whose keys are not there; return the primary keys of those, in no order."""
    made: postgresql.Insert | sqlite.Insert
    if connection.dialect.name == "postgresql":
        made = postgresql.insert(table).on_conflict_do_nothing()
    else:
        made = sqlite.insert(table).on_conflict_do_nothing()
    if not rows:
        return []
    fresh = connection.execute(made.returning(*table.primary_key), list(rows))
    return [tuple(row) for row in fresh]


def insert_or_update(connection: Connection, table: Table, values: dict[str, object]) -> None:
    """Insert the row, or overwrite the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    fresh = {name: value for name, value in values.items() if name not in keys}
    if connection.dialect.name == "postgresql":
        row = postgresql.insert(table).values(values)
        connection.execute(row.on_conflict_do_update(index_elements=keys, set_=fresh))
    else:
        other = sqlite.insert(table).values(values)
        connection.execute(other.on_conflict_do_update(index_elements=keys, set_=fresh))
