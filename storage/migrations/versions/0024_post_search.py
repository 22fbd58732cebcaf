"""What posts say, findable in Chinese on both databases.

Posts that are there already are taken in by the clock, the oldest first, in minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEGMENTS, WORDS = "post_segments", "post_words"


def upgrade() -> None:
    """Take the step."""
    op.create_index(op.f("ix_posts_matched_at"), "posts", ["matched_at"])
    op.create_table(
        SEGMENTS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("first_post_id", BIG, nullable=False),
        sa.Column("last_post_id", BIG, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("latest_at", MOMENT, nullable=False),
        sa.Column("post_ids", sa.LargeBinary(), nullable=False),
        sa.Column("moments", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SEGMENTS}")),
    )
    for column in ("last_post_id", "received_at", "latest_at"):
        op.create_index(op.f(f"ix_{SEGMENTS}_{column}"), SEGMENTS, [column])
    op.create_table(
        WORDS,
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["segment_id"], [f"{SEGMENTS}.id"], name=op.f(f"fk_{WORDS}_segment_id_{SEGMENTS}")
        ),
        sa.PrimaryKeyConstraint("segment_id", "shelf", name=op.f(f"pk_{WORDS}")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table(WORDS)
    op.drop_table(SEGMENTS)
    op.drop_index(op.f("ix_posts_matched_at"), "posts")
