"""Petitions on Join, their counts over time, and how the looking goes. All of it is public."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime, Words

WAITING = text("next_look_at IS NOT NULL")
TEXTS = (
    *("title", "summary", "case_number", "status", "count_source", "responses_key", "raw"),
    *("trouble", "etag", "last_modified"),
)
LISTS = ("lead_codes", "lead_names", "helper_codes", "helper_names")
MOMENTS = (
    *("submitted_at", "review_due_at", "opened_at", "closes_at", "passed_at"),
    *("stated_response_due_at", "counted_at", "looked_at", "seen_at", "vanished_at", "fell_at"),
    *("next_look_at", "lease_until_at", "history_at"),
)
COUNTS = ("goal_count", "endorse_count", "fell_from_count")

petitions = Table(
    "petitions",
    metadata,
    Column("join_id", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in TEXTS),
    *(Column(name, Words, nullable=False) for name in LISTS),
    *(Column(name, UtcDateTime) for name in MOMENTS),
    *(Column(name, Integer) for name in COUNTS),
    Column("trouble_count", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    # The claim walks only what is still followed.
    Index(
        "ix_petitions_waiting",
        "next_look_at",
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    ),
    Index("ix_petitions_closes_at", "closes_at"),
)

# A row says: from first_at to last_at every look found this count.
petition_counts = Table(
    "petition_counts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("join_id", Text, ForeignKey("petitions.join_id"), nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("endorse_count", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Index("ix_petition_counts_join_id_first_at", "join_id", "first_at"),
)

petition_sources = Table(
    "petition_sources",
    metadata,
    Column("name", Text, primary_key=True),
    *(Column(name, UtcDateTime) for name in ("looked_at", "seen_at", "changed_at")),
    Column("trouble", Text, nullable=False),
    Column("trouble_count", Integer, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("next_look_at", UtcDateTime, nullable=False),
)
