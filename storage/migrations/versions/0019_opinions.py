"""Opinions on a notice, each with what the agency makes of it."""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Take the step."""
