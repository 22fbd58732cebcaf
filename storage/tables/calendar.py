"""The rulebook's own rows, the official calendar, closures and election pauses."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    Table,
    Text,
)

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime, Words

# What administrators and agencies said; the shipped rules are in storage/data/rulebook.csv.
rules = Table(
    "rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule_key", Text, nullable=False, unique=True),  # Rule.key; replaces the shipped one
    Column("name", Text, nullable=False),
    Column("kinds", Words, nullable=False),
    Column("event", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("span", Text, nullable=False),
    Column("ends_after_seconds", Integer, nullable=False),  # since 00:00 in Taipei
    Column("actor", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("point", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("valid_from_on", Date),
    Column("valid_until_on", Date),
    Column("agency_id", Integer, ForeignKey("agencies.id"), index=True),
    Column("moves_back", Boolean, nullable=False),
    Column("stops_in_pause", Boolean, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("entered_by", Integer),  # officer id; no foreign key: the rule outlives the officer
)

calendar_days = Table(
    "calendar_days",
    metadata,
    Column("day_on", Date, primary_key=True),
    Column("working", Boolean, nullable=False),
    Column("remark", Text, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
)

closures = Table(
    "closures",
    metadata,
    Column("closed_on", Date, primary_key=True),
    Column("county", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("entered_by", Integer),
)

pauses = Table(
    "pauses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("entered_by", Integer),
    CheckConstraint("starts_on <= ends_on", name="in_order"),
)

calendar_versions = Table(
    "calendar_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
