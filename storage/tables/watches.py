"""Who wants to hear of a petition, what was told of it, and what officers said whose it is."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

petition_follows = Table(
    "petition_follows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("join_id", Text, ForeignKey("petitions.join_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    UniqueConstraint("officer_id", "join_id", "kind", "threshold"),
    Index(None, "join_id"),
)

petition_marks = Table(
    "petition_marks",
    metadata,
    Column("join_id", Text, ForeignKey("petitions.join_id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("reached_at", UtcDateTime, nullable=False),
    Column("reached_count", Integer, nullable=False),
)

# One answer of an agency about a petition; who answered is not kept.
petition_verdicts = Table(
    "petition_verdicts",
    metadata,
    Column("join_id", Text, ForeignKey("petitions.join_id"), primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True),
    Column("theirs", Boolean, nullable=False),
)

learnt_pairs = Table(
    "learnt_pairs",
    metadata,
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True),
    Column("pair", Text, primary_key=True),
    Column("yes_count", Integer, nullable=False),
    Column("no_count", Integer, nullable=False),
)

# What administrators entered; the shipped ones are in storage/data/thresholds.csv.
thresholds = Table(
    "thresholds",
    metadata,
    Column("name", Text, primary_key=True),
    Column("valid_from_on", Date, primary_key=True),
    Column("valid_until_on", Date),
    Column("endorse_count", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("entered_by", Integer),  # officer id; no foreign key: it outlives the officer
)
