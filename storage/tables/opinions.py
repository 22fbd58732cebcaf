"""Opinions on a case. What people wrote is encrypted; names are not kept at all."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

SEALED = ("text", "first_reply", "reason")

opinions = Table(
    "opinions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("author_key", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("said_on", Date),
    *(Column(name, LargeBinary, nullable=False) for name in SEALED),
    Column("head_id", Integer, ForeignKey("opinions.id"), index=True),
    Column("verdict", Text),
    Column("decided_at", UtcDateTime),
    Column("decided_by", Integer),  # officer id
    Column("kept_at", UtcDateTime, nullable=False),
    Column("kept_by", Integer),  # officer id
    Column("source_message", Text, nullable=False, index=True),
    UniqueConstraint("case_id", "serial"),
)
