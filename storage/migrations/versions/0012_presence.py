"""Absences with their deputies, and business units' calls for help."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("deputy_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        *_people("absences", "officer_id", "deputy_id"),
    )
    op.create_index(op.f("ix_absences_officer_id_ends_on"), "absences", ["officer_id", "ends_on"])
    op.create_index(op.f("ix_absences_deputy_id"), "absences", ["deputy_id"])
    op.create_table(
        "rescues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_id", sa.Integer()),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("taken_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_rescues_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescues")),
        *_people("rescues", "officer_id", "told_id", "taken_by"),
    )
    op.create_index(op.f("ix_rescues_officer_id_asked_at"), "rescues", ["officer_id", "asked_at"])


def _people(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    """Let columns name officers."""
    return [
        sa.ForeignKeyConstraint([name], ["officers.id"], name=op.f(f"fk_{table}_{name}_officers"))
        for name in columns
    ]


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("rescues")
    op.drop_table("absences")
