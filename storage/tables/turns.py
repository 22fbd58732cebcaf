"""Whose turn it is to do what recurs: one row for each thing, whichever process does it."""

from sqlalchemy import Column, Integer, Table, Text

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

turns = Table(
    "turns",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next_at", UtcDateTime, nullable=False),
    Column("lease_until_at", UtcDateTime),
    Column("fence", Integer, nullable=False),
)
