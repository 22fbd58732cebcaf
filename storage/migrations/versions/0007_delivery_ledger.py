"""Who can be reached, and a ledger that says of each delivery why, with what, instead of what."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
WAITING = sa.text("state IN ('created', 'held')")
MOMENTS = ("enqueued_at", "tried_at", "expires_at")
NAMES = ("chat_key", "request_id", "instead_of")


def upgrade() -> None:
    """Take the step."""
    table = "deliveries"
    op.add_column(table, sa.Column("why", sa.Text(), nullable=False, server_default="-"))
    op.add_column(table, sa.Column("leads", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column(table, sa.Column("fence", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(table, sa.Column("agency_id", sa.Integer(), nullable=True))
    for name in NAMES:
        op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    for name in MOMENTS:
        op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_deliveries_waiting_chat_key",
        "deliveries",
        ["chat_key"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("ix_deliveries_request_id", "deliveries", ["request_id"])
    op.create_table(
        "reachability",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("user_key", sa.Text(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "user_key", name=op.f("pk_reachability")),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("reachability")
    op.drop_index("ix_deliveries_request_id", "deliveries")
    op.drop_index("ix_deliveries_waiting_chat_key", "deliveries")
    for name in ("why", "leads", "fence", "agency_id", *NAMES, *MOMENTS):
        op.drop_column("deliveries", name)
