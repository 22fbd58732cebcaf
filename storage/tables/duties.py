"""Events of cases, the duties that follow from them, and reminders."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime

WAITING = text("state = 'waiting'")

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("event", Text, nullable=False),
    Column("happens_on", Date, nullable=False),
    Column("standing", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("said_by", Integer),  # officer id
    UniqueConstraint("case_id", "event"),
)

duties = Table(
    "duties",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("rule_key", Text, nullable=False),
    Column("event", Text),
    Column("event_on", Date),
    Column("last_on", Date, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("safe_on", Date, nullable=False),
    Column("day_off", Text, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("seen_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("answered_by", Integer),  # officer id
    Index("ix_duties_agency_id_state_due_at", "agency_id", "state", "due_at"),
)

# The last day of a date that its agency chose for a case, in place of the rule's.
chosen_days = Table(
    "chosen_days",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("last_on", Date, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("said_by", Integer),  # officer id
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("remind_at", UtcDateTime, nullable=False),
    Column("timed", Boolean, nullable=False),
    Column("duty_id", Integer, ForeignKey("duties.id"), index=True),
    Column("step", Text, nullable=False),
    Column("officer_id", Integer, ForeignKey("officers.id"), index=True),
    Column("case_id", Integer, ForeignKey("cases.id")),
    Column("chat_id", Integer, ForeignKey("linked_chats.id")),
    Column("text", Text, nullable=False),
    Column("about_at", UtcDateTime),
    Column("repeats", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("snoozed", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("sent_at", UtcDateTime),
    Column("meant_at", UtcDateTime),  # before it was put off
    # The claim walks only what waits, however much was sent before and however much is to come.
    Index(
        "ix_reminders_waiting",
        "remind_at",
        "agency_id",
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    ),
)
