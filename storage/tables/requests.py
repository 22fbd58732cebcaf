"""Contact requests and what was done with them. What people wrote is encrypted."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from storage.tables.metadata import metadata
from storage.tables.types import BigId, UtcDateTime, Words

WAITING = text("next_at IS NOT NULL")
WORDS = ("text", "supplement", "answer", "reason", "outcome")
MOMENTS = (
    *("meet_at", "sent_at", "next_at", "answered_at", "accepted_at", "closed_at"),
    "hub_asked_at",
)

contact_requests = Table(
    "contact_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asker_id", Integer, ForeignKey("officers.id"), nullable=False),
    Column("asker_agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id")),
    Column("state", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("holder_id", Integer, ForeignKey("officers.id")),
    Column("delivery_id", Text),
    Column("hop_count", Integer, nullable=False),
    Column("origin_id", Integer, ForeignKey("contact_requests.id")),
    Column("suggested_agency_id", Integer, ForeignKey("agencies.id")),
    *(Column(name, LargeBinary, nullable=False) for name in WORDS),
    Column("reply_on", Date),
    Column("slots", Words, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    *(Column(name, UtcDateTime) for name in MOMENTS),
    Column("source_message", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_contact_requests_agency_id_state", "agency_id", "state"),
    Index("ix_contact_requests_asker_agency_id_state", "asker_agency_id", "state"),
    Index("ix_contact_requests_asker_id_created_at", "asker_id", "created_at"),
    Index("ix_contact_requests_holder_id", "holder_id"),
    Index("ix_contact_requests_source_message", "source_message"),
    # The claim walks only what the clock still has to look at.
    Index(
        "ix_contact_requests_waiting",
        "next_at",
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    ),
)

contact_request_steps = Table(
    "contact_request_steps",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("request_id", Integer, ForeignKey("contact_requests.id"), nullable=False, index=True),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("action", Text, nullable=False),
    Column("officer_id", Integer),  # no foreign key: what was done outlives who did it
    Column("target_id", Integer),
)
