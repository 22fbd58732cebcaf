"""Counts of 首長信箱, 1999 and the like, as series."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

SERIES, TALLIES = "tally_series", "tallies"
KEY = ("agency_id", "channel", "topic_key")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        SERIES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("topic_key", sa.Text(), nullable=False),
        _to(SERIES, "agency_id", "agencies"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SERIES}")),
        sa.UniqueConstraint(*KEY, name=op.f(f"uq_{SERIES}_{'_'.join(KEY)}")),
    )
    op.create_table(
        TALLIES,
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.Integer()),
        _to(TALLIES, "series_id", SERIES),
        sa.PrimaryKeyConstraint("series_id", "first_on", name=op.f(f"pk_{TALLIES}")),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table(TALLIES)
    op.drop_table(SERIES)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
