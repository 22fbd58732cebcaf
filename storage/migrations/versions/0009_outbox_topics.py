"""What a delivery tells of and to whom, how old its retry key is, what a reminder was meant for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Take the step."""
    op.add_column("deliveries", sa.Column("officer_id", sa.Integer(), nullable=True))
    op.add_column("deliveries", sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reminders", sa.Column("meant_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "delivery_topics",
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", "topic", name=op.f("pk_delivery_topics")),
    )
    op.create_index("ix_delivery_topics_topic", "delivery_topics", ["topic"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_delivery_topics_topic", "delivery_topics")
    op.drop_table("delivery_topics")
    op.drop_column("reminders", "meant_at")
    op.drop_column("deliveries", "keyed_at")
    op.drop_column("deliveries", "officer_id")
