"""Topics of an agency and of a case: what they are called, which case, and where they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

TABLE = "subscriptions"
CASE = "case_id"
NAMES = ("name", "phase")


def upgrade() -> None:
    """Take the step."""
    for name in NAMES:
        column = sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))
        op.add_column(TABLE, column)
    key = sa.ForeignKey("cases.id", name=op.f(f"fk_{TABLE}_{CASE}_cases"))
    op.add_column(TABLE, sa.Column(CASE, sa.Integer(), key), inline_references=True)
    op.create_index(op.f(f"ix_{TABLE}_{CASE}"), TABLE, [CASE])


def downgrade() -> None:
    """Take the step back."""
    op.drop_index(op.f(f"ix_{TABLE}_{CASE}"), TABLE)
    with op.batch_alter_table(TABLE) as table:
        for name in (CASE, *NAMES):
            table.drop_column(name)
