"""Petitions on Join: what they say, their counts over time, and how the looking goes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
WAITING = sa.text("next_look_at IS NOT NULL")
TEXTS = (
    *("title", "summary", "case_number", "status", "count_source", "responses_key", "raw"),
    *("trouble", "etag", "last_modified"),
    *("lead_codes", "lead_names", "helper_codes", "helper_names"),
)
MOMENTS = (
    *("submitted_at", "review_due_at", "opened_at", "closes_at", "passed_at"),
    *("stated_response_due_at", "counted_at", "looked_at", "seen_at", "vanished_at", "fell_at"),
    *("next_look_at", "lease_until_at"),
)
COUNTS = ("goal_count", "endorse_count", "fell_from_count")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "petitions",
        sa.Column("join_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        *(_moment(name, nullable=True) for name in MOMENTS),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in COUNTS),
        sa.Column("trouble_count", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        _moment("added_at"),
        sa.PrimaryKeyConstraint("join_id", name=op.f("pk_petitions")),
    )
    op.create_index(
        "ix_petitions_waiting",
        "petitions",
        ["next_look_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("ix_petitions_closes_at", "petitions", ["closes_at"])
    op.create_table(
        "petition_counts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("join_id", sa.Text(), nullable=False),
        _moment("first_at"),
        _moment("last_at"),
        sa.Column("endorse_count", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["join_id"], ["petitions.join_id"], name=op.f("fk_petition_counts_join_id_petitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_counts")),
    )
    op.create_index(
        "ix_petition_counts_join_id_first_at", "petition_counts", ["join_id", "first_at"]
    )
    op.create_table(
        "petition_sources",
        sa.Column("name", sa.Text(), nullable=False),
        *(_moment(name, nullable=True) for name in ("looked_at", "seen_at", "changed_at")),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("trouble_count", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        _moment("next_look_at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_petition_sources")),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("petition_sources")
    op.drop_table("petition_counts")
    op.drop_table("petitions")
