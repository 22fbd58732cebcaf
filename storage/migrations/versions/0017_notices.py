"""Drafts of laws that are noticed for comment, and what is known of each."""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Take the step."""
