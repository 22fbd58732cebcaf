"""Thresholds of Join that administrators enter, and when a petition's past counts were got."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "thresholds",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_until_on", sa.Date()),
        sa.Column("endorse_count", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer()),
        sa.PrimaryKeyConstraint("name", "valid_from_on", name=op.f("pk_thresholds")),
    )
    op.add_column("petitions", sa.Column("history_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("petitions", "history_at")
    op.drop_table("thresholds")
