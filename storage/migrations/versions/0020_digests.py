"""Who wants the weekly digest of petitions, and thresholds with dates."""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Take the step."""
