"""One table of secret addresses of files."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

MOMENT = sa.DateTime(timezone=True)
FILES, ANSWERS, OPINIONS = "file_addresses", "answer_files", "opinion_files"


def upgrade() -> None:
    """Take the step; addresses that were given lead where they led."""
    op.create_table(
        FILES,
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer()),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        _to(FILES, "case_id", "cases"),
        _to(FILES, "officer_id", "officers"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f(f"pk_{FILES}")),
    )
    _indexed(FILES, "case_id", "officer_id", "expires_at")
    op.execute(
        "INSERT INTO file_addresses (token_hash, kind, case_id, part_id, officer_id, expires_at)"
        " SELECT f.token_hash, 'answer', r.case_id, r.id, f.officer_id, f.expires_at"
        " FROM answer_files f JOIN roll_calls r ON r.id = f.roll_call_id"
    )
    op.execute(
        "INSERT INTO file_addresses (token_hash, kind, case_id, officer_id, expires_at)"
        " SELECT token_hash, 'opinion', case_id, officer_id, expires_at FROM opinion_files"
    )
    op.drop_table(ANSWERS)
    op.drop_table(OPINIONS)


def downgrade() -> None:
    """Take the step back."""
    _make(ANSWERS, "roll_call_id", "roll_calls")
    _make(OPINIONS, "case_id", "cases")
    op.execute(
        "INSERT INTO answer_files (token_hash, roll_call_id, officer_id, expires_at)"
        " SELECT token_hash, part_id, officer_id, expires_at FROM file_addresses"
        " WHERE kind = 'answer'"
    )
    op.execute(
        "INSERT INTO opinion_files (token_hash, case_id, officer_id, expires_at)"
        " SELECT token_hash, case_id, officer_id, expires_at FROM file_addresses"
        " WHERE kind = 'opinion'"
    )
    op.drop_table(FILES)


def _make(table: str, column: str, target: str) -> None:
    op.create_table(
        table,
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        _to(table, column, target),
        _to(table, "officer_id", "officers"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f(f"pk_{table}")),
    )
    _indexed(table, column, "officer_id", "expires_at")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
