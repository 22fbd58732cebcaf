"""Calendar addresses, of which only hashes are kept, and what each calendar last showed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "calendar_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officers.id"],
            name=op.f("fk_calendar_addresses_officer_id_officers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_addresses")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_addresses_token_hash")),
    )
    op.create_index(op.f("ix_calendar_addresses_officer_id"), "calendar_addresses", ["officer_id"])
    op.create_table(
        "feed_entries",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("uid", "title", "fingerprint")),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False)
            for name in ("due_at", "changed_at")
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_feed_entries_officer_id_officers")
        ),
        sa.PrimaryKeyConstraint("officer_id", "uid", name=op.f("pk_feed_entries")),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("feed_entries")
    op.drop_table("calendar_addresses")
