"""Where in a chat a message belongs, who alone may see it, and which chats asked for a case."""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Take the step."""
