"""Drafts of laws that are noticed for comment, and what is known of each."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meta_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("stated_days", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("meta_id", name=op.f("uq_notices_meta_id")),
        _to("notices", "case_id", "cases.id"),
    )
    op.create_index(op.f("ix_notices_case_id"), "notices", ["case_id"])
    op.create_index(op.f("ix_notices_ends_on"), "notices", ["ends_on"])
    op.create_table(
        "notice_agencies",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("consulted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("notice_id", "agency_id", name=op.f("pk_notice_agencies")),
        _to("notice_agencies", "notice_id", "notices.id"),
        _to("notice_agencies", "agency_id", "agencies.id"),
    )
    op.create_index(op.f("ix_notice_agencies_agency_id"), "notice_agencies", ["agency_id"])
    op.create_table(
        "notice_weeks",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("last_notice_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_notice_weeks")),
        _to("notice_weeks", "agency_id", "agencies.id"),
    )
    op.create_table(
        "gazette_issues",
        sa.Column("issue_on", sa.Date(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("issue_on", name=op.f("pk_gazette_issues")),
    )
    op.create_table(
        "gazette_states",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issue_on", sa.Date(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("trouble_count", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_gazette_states")),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """Let a column name a row of another table."""
    name = f"fk_{table}_{column}_{other.partition('.')[0]}"
    return sa.ForeignKeyConstraint([column], [other], name=op.f(name))


def downgrade() -> None:
    """Take the step back."""
    for table in (
        "gazette_states",
        "gazette_issues",
        "notice_weeks",
        "notice_agencies",
        "notices",
    ):
        op.drop_table(table)
