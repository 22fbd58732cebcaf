"""Where in a chat a message belongs, who alone may see it, and which chats asked for a case."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Take the step."""
    nowhere = sa.text("''")
    op.add_column(
        "deliveries", sa.Column("thread", sa.Text(), nullable=False, server_default=nowhere)
    )
    op.add_column("deliveries", sa.Column("only_for", sa.LargeBinary(), nullable=True))
    op.create_table(
        "case_chats",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "case_id", "platform", "chat_id", "thread", name=op.f("pk_case_chats")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_chats_case_id_cases")
        ),
    )
    op.create_index(
        op.f("ix_case_chats_platform_chat_id_thread"),
        "case_chats",
        ["platform", "chat_id", "thread"],
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("case_chats")
    op.drop_column("deliveries", "only_for")
    op.drop_column("deliveries", "thread")
