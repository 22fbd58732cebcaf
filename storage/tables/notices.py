"""Notices of drafts (預告), whose they are, and which issues of the gazette were read. Public."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meta_id", Text),
    *(Column(name, Text, nullable=False) for name in ("title", "source", "publisher")),
    *(Column(name, Text, nullable=False) for name in ("document_number", "link")),
    Column("published_on", Date),
    Column("ends_on", Date),
    Column("stated_days", Integer),
    Column("case_id", Integer, ForeignKey("cases.id")),
    Column("seen_at", UtcDateTime, nullable=False),
    UniqueConstraint("meta_id"),
    Index("ix_notices_case_id", "case_id"),
    Index("ix_notices_ends_on", "ends_on"),
)

# Whose a notice is: the agencies it names, and those they belong to.
notice_agencies = Table(
    "notice_agencies",
    metadata,
    Column("notice_id", Integer, ForeignKey("notices.id"), primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True),
    Column("consulted_at", UtcDateTime),
    Index("ix_notice_agencies_agency_id", "agency_id"),
)

# Up to which notice an agency was told, and in the week of which Monday.
notice_weeks = Table(
    "notice_weeks",
    metadata,
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True),
    Column("week_on", Date, nullable=False),
    Column("last_notice_id", Integer, nullable=False),
)

gazette_issues = Table(
    "gazette_issues",
    metadata,
    Column("issue_on", Date, primary_key=True),
    Column("read_at", UtcDateTime, nullable=False),
)

gazette_states = Table(
    "gazette_states",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next_look_at", UtcDateTime, nullable=False),
    *(Column(name, UtcDateTime) for name in ("looked_at", "seen_at")),
    Column("issue_on", Date),
    Column("trouble", Text, nullable=False),
    Column("trouble_count", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("etag", "last_modified")),
)
