"""Agencies, people and how they come in. 「_key」 is a blind index of something encrypted."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime, Words

agencies = Table(
    "agencies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("level", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("short_names", Words, nullable=False),
    Column("english", Text, nullable=False),
    Column("acronym", Text, nullable=False),
    Column("former_names", Words, nullable=False),
    Column("former_codes", Words, nullable=False),
    Column("parent_id", Integer, ForeignKey("agencies.id"), index=True),
    Column("duties", Words, nullable=False),
    Column("valid_until_on", Date),
    Column("county", Text),
    # The name in the shipped list: a renamed agency is not added a second time.
    Column("seed_name", Text, unique=True),
)

officers = Table(
    "officers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("nickname", Text, nullable=False),
    Column("email", LargeBinary, nullable=False),
    Column("email_key", Text, unique=True),
    Column("office_phone", LargeBinary, nullable=False),
    Column("mobile", LargeBinary, nullable=False),
    Column("phone_in_groups", Boolean, nullable=False),
    Column("erased_at", UtcDateTime),
)

appointments = Table(
    "appointments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False, index=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("deputy", Text, nullable=False),
    Column("supervisor", Text, nullable=False),
    Column("handles", Words, nullable=False),
    Column("declines", Words, nullable=False),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("confirmed_at", UtcDateTime),
    Column("confirmed_by", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
)

directory_versions = Table(
    "directory_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)

agency_versions = Table(
    "agency_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)

bindings = Table(
    "bindings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("user_id", LargeBinary, nullable=False),
    Column("user_key", Text, nullable=False),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False, index=True),
    Column("bound_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "user_key"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False, index=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("used_at", UtcDateTime),
    Index(None, "created_by", "created_at"),
)

binding_attempts = Table(
    "binding_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("user_key", Text, nullable=False),
    Column("tried_at", UtcDateTime, nullable=False),
    Index(None, "platform", "user_key", "tried_at"),
)
