"""Posts of public opinion (輿情), and the sources they come from."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime

opinion_sources = Table(
    "opinion_sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("agency_id", Integer, ForeignKey("agencies.id"), index=True),
    Column("zone", Text, nullable=False),
    Column("on", Boolean, nullable=False),
    Column("token_hash", Text, nullable=False, index=True),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Integer),  # officer id
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("pace", Float),
    Column("next_look_at", UtcDateTime, index=True),
    Column("lease_until_at", UtcDateTime),
    Column("fence", Integer, nullable=False),
    Column("last_ok_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("stale_told_at", UtcDateTime),
    Column("judge_at", UtcDateTime),
    Column("silent_since_at", UtcDateTime),
)

posts = Table(
    "posts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("source_id", Integer, ForeignKey("opinion_sources.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("url", Text, nullable=False),  # this, title and text are "" when they are sealed
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # b"" = public
    Column("author_key", Text, nullable=False),
    Column("posted_at", UtcDateTime, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False, index=True),
    Column("reply_count", Integer, nullable=False),
    Column("like_count", Integer, nullable=False),
    Column("agency_id", Integer, ForeignKey("agencies.id"), index=True),
    Column("story_id", BigId, index=True),
    Column("brought_by", Integer),  # officer id
    Column("matter", Text, nullable=False),
    Column("needs_action", Boolean, nullable=False),
    Column("matched_at", UtcDateTime, index=True),  # when it was looked at for subscriptions
    UniqueConstraint("source_id", "external_id"),
)

WAITING = posts.c.matched_at.is_(None)
Index(
    "ix_posts_waiting",
    posts.c.id,
    sqlite_where=WAITING,
    postgresql_where=WAITING,
)
