"""Who is away when, and business units' calls for help."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

absences = Table(
    "absences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("half", Text, nullable=False),
    Column("deputy_id", Integer, ForeignKey("officers.id"), index=True),
    Index(None, "officer_id", "ends_on"),
)

# What was said is in no column: it is in the card that told the officer, and goes with it.
rescues = Table(
    "rescues",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("situation", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("told_id", Integer, ForeignKey("officers.id")),  # None: nobody could be told
    Column("taken_at", UtcDateTime),
    Column("taken_by", Integer, ForeignKey("officers.id")),
    Index(None, "officer_id", "asked_at"),
)
