"""Opinions on a notice, each with what the agency makes of it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MOMENT = sa.DateTime(timezone=True)
OPINIONS, FILES = "opinions", "opinion_files"
SEALED = ("text", "first_reply", "reason")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        OPINIONS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("author_key", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date()),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in SEALED),
        sa.Column("head_id", sa.Integer()),
        sa.Column("verdict", sa.Text()),
        sa.Column("decided_at", MOMENT),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("kept_by", sa.Integer()),
        sa.Column("source_message", sa.Text(), nullable=False),
        _to(OPINIONS, "case_id", "cases"),
        _to(OPINIONS, "head_id", OPINIONS),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{OPINIONS}")),
        sa.UniqueConstraint("case_id", "serial", name=op.f(f"uq_{OPINIONS}_case_id_serial")),
    )
    _indexed(OPINIONS, "head_id", "source_message")
    op.create_table(
        FILES,
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        _to(FILES, "case_id", "cases"),
        _to(FILES, "officer_id", "officers"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f(f"pk_{FILES}")),
    )
    _indexed(FILES, "case_id", "officer_id", "expires_at")


def downgrade() -> None:
    """Take the step back."""
    op.drop_table(FILES)
    op.drop_table(OPINIONS)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
