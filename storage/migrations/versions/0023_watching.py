"""What people subscribe to, how much was said of it, and what was told."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUBSCRIPTIONS, HITS, HOURS = "subscriptions", "watch_hits", "watch_hours"
ALARMS, PUSHES, SEASON = "watch_alarms", "watch_pushes", "watch_season"
COUNTS = ("post_count", "story_count", "author_count", "voice_count")


def upgrade() -> None:
    """Take the step."""
    _add_subscriptions()
    op.create_table(
        HITS,
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("story_id", BIG, nullable=False),
        sa.Column("author_key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _to(HITS, "subscription_id", SUBSCRIPTIONS),
        sa.PrimaryKeyConstraint("subscription_id", "post_id", name=op.f(f"pk_{HITS}")),
    )
    _indexed(HITS, "at")
    op.create_index(f"ix_{HITS}_subscription_id_at", HITS, ["subscription_id", "at"])
    op.create_table(
        HOURS,
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        _to(HOURS, "subscription_id", SUBSCRIPTIONS),
        sa.PrimaryKeyConstraint("subscription_id", "at", name=op.f(f"pk_{HOURS}")),
    )
    _add_alarms()
    op.create_table(
        SEASON,
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f(f"ck_{SEASON}_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SEASON}")),
    )
    op.execute("INSERT INTO watch_season (id, state, version) VALUES (1, '', 0)")


def downgrade() -> None:
    """Take the step back."""
    for table in (SEASON, PUSHES, ALARMS, HOURS, HITS, SUBSCRIPTIONS):
        op.drop_table(table)


def _add_subscriptions() -> None:
    op.create_table(
        SUBSCRIPTIONS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearer", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("morning_only", sa.Boolean(), nullable=False),
        sa.Column("muted_until_at", MOMENT),
        sa.Column("event_muted", sa.Boolean(), nullable=False),
        sa.Column("strictness", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("observed_until_at", MOMENT, nullable=False),
        _to(SUBSCRIPTIONS, "officer_id", "officers"),
        _to(SUBSCRIPTIONS, "agency_id", "agencies"),
        _to(SUBSCRIPTIONS, "chat_id", "linked_chats"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SUBSCRIPTIONS}")),
    )
    _indexed(SUBSCRIPTIONS, "officer_id", "agency_id", "chat_id", "observed_until_at")


def _add_alarms() -> None:
    op.create_table(
        ALARMS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rang_at", MOMENT, nullable=False),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT),
        sa.Column("told_count", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        _to(ALARMS, "subscription_id", SUBSCRIPTIONS),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ALARMS}")),
    )
    _indexed(ALARMS, "subscription_id", "due_at")
    op.create_table(
        PUSHES,
        sa.Column("id", BIG, nullable=False),
        sa.Column("hearer", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PUSHES}")),
    )
    op.create_index(f"ix_{PUSHES}_hearer_at", PUSHES, ["hearer", "at"])


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
