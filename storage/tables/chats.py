"""Linked groups. A group's id is no person's, so it is kept as it is."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

linked_chats = Table(
    "linked_chats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("chat_id", Text, nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("scope", Text),
    Column("agency_id", Integer, ForeignKey("agencies.id"), index=True),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    Column("muted_until_at", UtcDateTime),
    Column("opens_at", Text, nullable=False),  # HH:MM, Taipei
    Column("closes_at", Text, nullable=False),  # HH:MM, Taipei
    Column("left_at", UtcDateTime),
    UniqueConstraint("platform", "chat_id"),
)

chat_hints = Table(
    "chat_hints",
    metadata,
    Column("chat_id", Integer, ForeignKey("linked_chats.id"), primary_key=True),
    Column("user_key", Text, primary_key=True),
)
