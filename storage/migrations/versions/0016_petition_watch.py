"""Who wants to hear of a petition, what was told of it, and what was learnt whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "petition_follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("join_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_follows")),
        sa.UniqueConstraint(
            "officer_id",
            "join_id",
            "kind",
            "threshold",
            name=op.f("uq_petition_follows_officer_id_join_id_kind_threshold"),
        ),
        _to("petition_follows", "officer_id", "officers.id"),
        _to("petition_follows", "agency_id", "agencies.id"),
        _to("petition_follows", "join_id", "petitions.join_id"),
    )
    op.create_index(op.f("ix_petition_follows_join_id"), "petition_follows", ["join_id"])
    op.create_table(
        "petition_marks",
        sa.Column("join_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("join_id", "name", name=op.f("pk_petition_marks")),
        _to("petition_marks", "join_id", "petitions.join_id"),
    )
    op.create_table(
        "petition_verdicts",
        sa.Column("join_id", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("theirs", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("join_id", "agency_id", name=op.f("pk_petition_verdicts")),
        _to("petition_verdicts", "join_id", "petitions.join_id"),
        _to("petition_verdicts", "agency_id", "agencies.id"),
    )
    op.create_table(
        "learnt_pairs",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("yes_count", sa.Integer(), nullable=False),
        sa.Column("no_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "pair", name=op.f("pk_learnt_pairs")),
        _to("learnt_pairs", "agency_id", "agencies.id"),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """Let a column name a row of another table."""
    name = f"fk_{table}_{column}_{other.partition('.')[0]}"
    return sa.ForeignKeyConstraint([column], [other], name=op.f(name))


def downgrade() -> None:
    """Take the step back."""
    for table in ("learnt_pairs", "petition_verdicts", "petition_marks", "petition_follows"):
        op.drop_table(table)
