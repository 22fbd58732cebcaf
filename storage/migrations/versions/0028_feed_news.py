"""Whether a feed that answers has fallen silent."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

SOURCES = "opinion_sources"
COLUMNS = ("judge_at", "silent_since_at")


def upgrade() -> None:
    """Take the step."""
    for name in COLUMNS:
        op.add_column(SOURCES, sa.Column(name, sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Take the step back."""
    for name in reversed(COLUMNS):
        op.drop_column(SOURCES, name)
