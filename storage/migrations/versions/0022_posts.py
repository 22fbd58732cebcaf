"""Posts of public opinion, and the sources they come from."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SOURCES, POSTS = "opinion_sources", "posts"
WAITING = sa.text("matched_at IS NULL")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        SOURCES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Integer()),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Integer()),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("pace", sa.Float()),
        sa.Column("next_look_at", MOMENT),
        sa.Column("lease_until_at", MOMENT),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("last_ok_at", MOMENT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("stale_told_at", MOMENT),
        _to(SOURCES, "agency_id", "agencies"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SOURCES}")),
    )
    _indexed(SOURCES, "agency_id", "token_hash", "next_look_at")
    op.create_table(
        POSTS,
        sa.Column("id", BIG, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("author_key", sa.Text(), nullable=False),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("like_count", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer()),
        sa.Column("story_id", BIG),
        sa.Column("brought_by", sa.Integer()),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("needs_action", sa.Boolean(), nullable=False),
        sa.Column("matched_at", MOMENT),
        _to(POSTS, "source_id", SOURCES),
        _to(POSTS, "agency_id", "agencies"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{POSTS}")),
        sa.UniqueConstraint(
            "source_id", "external_id", name=op.f(f"uq_{POSTS}_source_id_external_id")
        ),
    )
    _indexed(POSTS, "posted_at", "received_at", "agency_id", "story_id")
    op.create_index(
        "ix_posts_waiting", POSTS, ["id"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table(POSTS)
    op.drop_table(SOURCES)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
