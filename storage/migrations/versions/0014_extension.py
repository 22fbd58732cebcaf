"""Days that an agency chose itself: an extension announced for earlier, a step that was moved."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "chosen_days",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_chosen_days_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_chosen_days_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("case_id", "agency_id", "name", name=op.f("pk_chosen_days")),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("chosen_days")
