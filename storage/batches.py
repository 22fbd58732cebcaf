"""Rows of many ids read together: no statement takes more values than databases allow."""

from collections.abc import Collection, Iterator

from sqlalchemy import Column, Connection, RowMapping, Select, Table, select

TOGETHER = 1_000  # ids in one statement


def rows_of(
    connection: Connection,
    table: Table,
    key: Column[int],
    ids: Collection[int],
    *,
    chosen: Select[tuple[object, ...]] | None = None,
) -> Iterator[RowMapping]:
    """Give the rows that belong to any of the ids: of the table, or of `chosen` rows of it."""
    wanted = sorted(ids)
    rows = select(table) if chosen is None else chosen
    for start in range(0, len(wanted), TOGETHER):
        some = rows.where(key.in_(wanted[start : start + TOGETHER]))
        yield from connection.execute(some).mappings()
