"""Counts of 首長信箱, 1999 and the like, as an agency keeps them."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

tally_series = Table(
    "tally_series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("topic_key", Text, nullable=False),
    UniqueConstraint("agency_id", "channel", "topic_key"),
)

tallies = Table(
    "tallies",
    metadata,
    Column("series_id", Integer, ForeignKey("tally_series.id"), primary_key=True),
    Column("first_on", Date, primary_key=True),
    Column("last_on", Date, nullable=False),
    Column("count", Integer, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    Column("kept_by", Integer),  # officer id; no foreign key: it outlives the officer
)
