"""Contact requests between agencies, and what was done with them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
WAITING = sa.text("next_at IS NOT NULL")
TABLE = "contact_requests"
WORDS = ("text", "supplement", "answer", "reason", "outcome")
MOMENTS = (
    *("meet_at", "sent_at", "next_at", "answered_at", "accepted_at", "closed_at"),
    "hub_asked_at",
)
LINKS = (
    ("asker_id", "officers"),
    ("asker_agency_id", "agencies"),
    ("agency_id", "agencies"),
    ("case_id", "cases"),
    ("holder_id", "officers"),
    ("origin_id", TABLE),
    ("suggested_agency_id", "agencies"),
)
NEEDED = {"asker_id", "asker_agency_id", "agency_id"}
INDEXES = (
    ("agency_id", "state"),
    ("asker_agency_id", "state"),
    ("asker_id", "created_at"),
    ("holder_id",),
    ("source_message",),
)


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=name not in NEEDED) for name, _ in LINKS),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "state", "step")),
        sa.Column("delivery_id", sa.Text(), nullable=True),
        sa.Column("hop_count", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in WORDS),
        sa.Column("reply_on", sa.Date(), nullable=True),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in MOMENTS),
        sa.Column("source_message", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{name}_{other}")
            )
            for name, other in LINKS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for names in INDEXES:
        op.create_index(f"ix_{TABLE}_{'_'.join(names)}", TABLE, list(names))
    op.create_index(
        f"ix_{TABLE}_waiting",
        TABLE,
        ["next_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "contact_request_steps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            [f"{TABLE}.id"],
            name=op.f(f"fk_contact_request_steps_request_id_{TABLE}"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request_steps")),
    )
    op.create_index(
        op.f("ix_contact_request_steps_request_id"), "contact_request_steps", ["request_id"]
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("contact_request_steps")
    op.drop_table(TABLE)
