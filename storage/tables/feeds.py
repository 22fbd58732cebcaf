"""Calendar addresses, of which only hashes are kept, and what each calendar last showed."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

calendar_addresses = Table(
    "calendar_addresses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False, index=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

feed_entries = Table(
    "feed_entries",
    metadata,
    Column("officer_id", Integer, ForeignKey("officers.id"), primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("cancelled", Boolean, nullable=False),
)
