"""主協辦協調 (one sheet a case, its steps, what was agreed) and 點名 with its answers."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "answer_files",
    "roll_entries",
    "roll_calls",
    "agreements",
    "agency_positions",
    "coordination_moves",
    "coordination_sheets",
)


def upgrade() -> None:
    """Take the step."""
    _coordination()
    _roll_calls()


def downgrade() -> None:
    """Take the step back."""
    for name in TABLES:
        op.drop_table(name)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _coordination() -> None:
    op.create_table(
        "coordination_sheets",
        sa.Column("case_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("proposed_at", MOMENT),
        sa.Column("proposed_by", sa.Integer()),
        sa.Column("proposing_agency_id", sa.Integer()),
        sa.Column("settled_at", MOMENT),
        sa.Column("reminder_id", sa.BigInteger()),
        _to("coordination_sheets", "case_id", "cases"),
        _key("coordination_sheets", "case_id"),
    )
    op.create_table(
        "coordination_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        _to("coordination_moves", "case_id", "cases"),
        _to("coordination_moves", "agency_id", "agencies"),
        _key("coordination_moves", "id"),
    )
    _index("coordination_moves", "case_id")
    op.create_table(
        "agency_positions",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("stance", "part", "grounds")),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=False),
        _to("agency_positions", "case_id", "cases"),
        _to("agency_positions", "agency_id", "agencies"),
        _key("agency_positions", "case_id", "agency_id"),
    )
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("confirmed_by", sa.Integer()),
        sa.Column("by_telephone", sa.Boolean(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger()),
        _to("agreements", "case_id", "cases"),
        _to("agreements", "agency_id", "agencies"),
        _key("agreements", "id"),
    )
    _index("agreements", "case_id")


def _roll_calls() -> None:
    op.create_table(
        "roll_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("case_id", "serial", "agency_id", "officer_id")
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("question", "kind")),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("due_at", "asked_at")),
        *(sa.Column(name, MOMENT) for name in ("report_at", "closed_at", "withdrawn_at")),
        _to("roll_calls", "case_id", "cases"),
        _to("roll_calls", "agency_id", "agencies"),
        _to("roll_calls", "officer_id", "officers"),
        _key("roll_calls", "id"),
        sa.UniqueConstraint("case_id", "serial", name=op.f("uq_roll_calls_case_id_serial")),
    )
    _index("roll_calls", "report_at")
    op.create_table(
        "roll_entries",
        sa.Column("roll_call_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *(sa.Column(name, MOMENT) for name in ("next_at", "told_at")),
        sa.Column("told_officer_id", sa.Integer()),
        sa.Column("nudged_at", MOMENT),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("answered_by", sa.Integer()),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        _to("roll_entries", "roll_call_id", "roll_calls"),
        _to("roll_entries", "agency_id", "agencies"),
        _key("roll_entries", "roll_call_id", "agency_id"),
    )
    _index("roll_entries", "next_at")
    op.create_table(
        "answer_files",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("roll_call_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        _to("answer_files", "roll_call_id", "roll_calls"),
        _to("answer_files", "officer_id", "officers"),
        _key("answer_files", "token_hash"),
    )
    for column in ("roll_call_id", "officer_id", "expires_at"):
        _index("answer_files", column)
