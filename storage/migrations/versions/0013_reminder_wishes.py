"""Reminders that somebody marked as urgent (急件)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Take the step."""
    op.add_column(
        "reminders", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("reminders", "urgent")
