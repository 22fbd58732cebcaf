"""The audit log and the operator's settings."""

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("agency_id", Integer, index=True),  # no foreign key: the log outlives what it names
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last_entry_id", BigId, nullable=False),
    Column("last_hash", Text, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)
