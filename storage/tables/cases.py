"""Cases and what belongs to them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import metadata
from storage.tables.types import Snapshot, UtcDateTime, Words

case_counters = Table(
    "case_counters",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),  # of the Republic
    Column("case_count", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("search_text", Text, nullable=False),  # number and subject, width and case levelled
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("holder_id", Integer, ForeignKey("officers.id"), index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by_id", Integer, ForeignKey("officers.id"), nullable=False),
    Column("secrecy", Text, nullable=False),
    Column("due_at", UtcDateTime),
    Column("drafter", Text, nullable=False),
    Column("ask_unit", Text, nullable=False),
    Column("join_id", Text, nullable=False),
    Column("links", Words, nullable=False),
    Column("result", Text, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("source_chat", LargeBinary, nullable=False),  # may name a person's own chat
    Column("source_event", Text, nullable=False, index=True),
    Column("source_message", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("serial", "year"),
    Index(None, "join_id"),
    Index(None, "created_at"),
)

case_agencies = Table(
    "case_agencies",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True, index=True),
    Column("part", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("said_by_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("source", Text, nullable=False),
)

case_named_officers = Table(
    "case_named_officers",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("officer_id", Integer, ForeignKey("officers.id"), primary_key=True, index=True),
)

case_invited_agencies = Table(
    "case_invited_agencies",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True, index=True),
)

# Where a case was registered or looked up: groups only, whose ids are no person's.
case_chats = Table(
    "case_chats",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("chat_id", Text, primary_key=True),
    Column("thread", Text, primary_key=True),  # "": the group itself
    Column("noted_at", UtcDateTime, nullable=False),
    Index(None, "platform", "chat_id", "thread"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
)

history_entries = Table(
    "history_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("officer_id", Integer, ForeignKey("officers.id"), index=True),
    Column("agency_id", Integer, ForeignKey("agencies.id")),
    Column("action", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("before", Snapshot, nullable=False),
    Column("undone_at", UtcDateTime),
)
