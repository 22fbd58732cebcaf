"""主協辦協調 and 點名."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.metadata import metadata
from storage.tables.types import UtcDateTime

coordination_sheets = Table(
    "coordination_sheets",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("level", Text, nullable=False),
    Column("due_on", Date),
    Column("proposed_at", UtcDateTime),
    Column("proposed_by", Integer),  # officer id
    Column("proposing_agency_id", Integer),
    Column("settled_at", UtcDateTime),
    Column("reminder_id", BigInteger),
)

coordination_moves = Table(
    "coordination_moves",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("level", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("officer_id", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("due_on", Date),
)

agency_positions = Table(
    "agency_positions",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True),
    Column("stance", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("grounds", Text, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("said_by", Integer, nullable=False),  # officer id
)

agreements = Table(
    "agreements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("due_on", Date),
    Column("confirmed_at", UtcDateTime),
    Column("confirmed_by", Integer),  # officer id
    Column("by_telephone", Boolean, nullable=False),
    Column("objection", Text, nullable=False),
    Column("reminder_id", BigInteger),
)

roll_calls = Table(
    "roll_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("officer_id", Integer, ForeignKey("officers.id"), nullable=False),
    Column("question", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("report_at", UtcDateTime, index=True),
    Column("closed_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
    UniqueConstraint("case_id", "serial"),
)

roll_entries = Table(
    "roll_entries",
    metadata,
    Column("roll_call_id", Integer, ForeignKey("roll_calls.id"), primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True),
    Column("next_at", UtcDateTime, index=True),
    Column("told_at", UtcDateTime),
    Column("told_officer_id", Integer),
    Column("nudged_at", UtcDateTime),
    Column("answer", Text, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("answered_by", Integer),  # officer id
    Column("is_late", Boolean, nullable=False),
)
