"""Secret addresses of files; of the address itself only a hash."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

file_addresses = Table(
    "file_addresses",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("part_id", Integer),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False, index=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
