"""What equal replicas share: whose turn it is to do what recurs."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import UtcDateTime

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "turns",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("next_at", UtcDateTime, nullable=False),
        sa.Column("lease_until_at", UtcDateTime),
        sa.Column("fence", sa.Integer, nullable=False),
    )
