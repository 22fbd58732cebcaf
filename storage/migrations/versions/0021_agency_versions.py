"""The agencies have a version of their own: they change more rarely than officers do."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "agency_versions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_agency_versions_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_versions")),
    )
    op.execute("INSERT INTO agency_versions (id, version) VALUES (1, 0)")
