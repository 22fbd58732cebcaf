"""Subscriptions (訂閱), what they found, hour by hour, and what was told. No words of posts."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hearer", Text, nullable=False),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False, index=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("chat_id", Integer, ForeignKey("linked_chats.id"), index=True),
    Column("text", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("morning_only", Boolean, nullable=False),
    Column("muted_until_at", UtcDateTime),
    Column("event_muted", Boolean, nullable=False),
    Column("strictness", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("observed_until_at", UtcDateTime, nullable=False, index=True),
    Column("name", Text, nullable=False, server_default=text("''")),
    Column("phase", Text, nullable=False, server_default=text("''")),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
)

watch_hits = Table(
    "watch_hits",
    metadata,
    Column("subscription_id", Integer, ForeignKey("subscriptions.id"), primary_key=True),
    Column("post_id", BigId, primary_key=True),
    Column("source_id", Integer, nullable=False),
    Column("story_id", BigId, nullable=False),
    Column("author_key", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Index("ix_watch_hits_subscription_id_at", "subscription_id", "at"),
)

watch_hours = Table(
    "watch_hours",
    metadata,
    Column("subscription_id", Integer, ForeignKey("subscriptions.id"), primary_key=True),
    Column("at", UtcDateTime, primary_key=True),
    Column("post_count", Integer, nullable=False),
    Column("story_count", Integer, nullable=False),
    Column("author_count", Integer, nullable=False),
    Column("voice_count", Integer, nullable=False),
)

watch_alarms = Table(
    "watch_alarms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", Integer, ForeignKey("subscriptions.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("rang_at", UtcDateTime, nullable=False),
    Column("since_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("told_at", UtcDateTime),
    Column("told_count", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
)

# Pushes about topics: to one person or one chat only so many a day.
watch_pushes = Table(
    "watch_pushes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("hearer", Text, nullable=False),  # 「officer/5」「chat/3」
    Column("at", UtcDateTime, nullable=False),
    Index("ix_watch_pushes_hearer_at", "hearer", "at"),
)

# One row: the season that all topics share, and the turn of the process that watches.
watch_season = Table(
    "watch_season",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("version", BigId, nullable=False),  # of the subscriptions
    CheckConstraint("id = 1", name="only_one"),
)
