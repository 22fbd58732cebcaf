"""What came in and what goes out. Payloads, cards and chat ids are encrypted."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime

UNFINISHED = text("finished_at IS NULL")
WAITING = text("state IN ('created', 'held')")

inbox_events = Table(
    "inbox_events",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("conversation", LargeBinary),
    Column("conversation_key", Text, nullable=False),
    Column("message_key", Text),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("payload", LargeBinary),  # NULL once handled
    Column("attempt_count", Integer, nullable=False),
    Column("lease_until_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("fail_reason", Text, nullable=False),
    UniqueConstraint("platform", "event_id"),
    # The claim walks only what is unfinished, however long the past is.
    Index(
        "ix_inbox_events_unfinished",
        "conversation_key",
        "id",
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    ),
    Index(
        "ix_inbox_events_unfinished_id",
        "id",
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    ),
    Index("ix_inbox_events_message_key", "message_key"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("position_id", BigId, primary_key=True),  # enqueued in this order
    Column("id", Text, nullable=False, unique=True),  # UUID
    Column("platform", Text, nullable=False),
    Column("chat_kind", Text, nullable=False),
    Column("chat_id", LargeBinary, nullable=False),
    Column("card", LargeBinary),  # NULL once delivered
    Column("delivery_class", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempt_count", Integer, nullable=False),
    Column("lease_until_at", UtcDateTime),
    Column("reply_ticket", Text, nullable=False),
    Column("reply_by_at", UtcDateTime),
    Column("push_when_late", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("delivered_at", UtcDateTime),
    Column("why", Text, nullable=False, server_default="-"),
    Column("chat_key", Text),  # what goes to the same chat has the same
    Column("request_id", Text),  # UUID: LINE's retry key of the request it goes out with
    Column("leads", Boolean, nullable=False, server_default=true()),  # or is claimed with its lead
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("agency_id", Integer),  # no foreign key: the ledger outlives what it names
    Column("instead_of", Text),  # the delivery that could not reach its person
    Column("officer_id", Integer),  # whose account the chat was when it was enqueued
    # A thread is no person's, as a group's id is not.
    Column("thread", Text, nullable=False, server_default=text("''")),
    Column("only_for", LargeBinary),  # the one account that may see it in a group
    *(Column(name, UtcDateTime) for name in ("enqueued_at", "tried_at", "expires_at", "keyed_at")),
    Index("ix_deliveries_state_due_at", "state", "due_at"),
    Index(
        "ix_deliveries_waiting_chat_key",
        "chat_key",
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    ),
    Index("ix_deliveries_request_id", "request_id"),
)

# What each delivery tells of: 「duty/5」, 「reminder/17」. Settled ones too.
delivery_topics = Table(
    "delivery_topics",
    metadata,
    Column("delivery_id", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Index("ix_delivery_topics_topic", "topic"),
)

# Accounts as blind indexes only: nobody can be read out of it.
reachability = Table(
    "reachability",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("user_key", Text, primary_key=True),
    Column("reachable", Boolean, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
)
