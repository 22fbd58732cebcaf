"""What an officer can type about coordination and roll-calls."""

from handlers.coordination.commands import (
    answering,
    asking,
    concluding,
    confirming,
    fetching,
    moving,
    sheets,
    standing,
)
from handlers.coordination.commands.board import commands

__all__ = [
    "answering",
    "asking",
    "commands",
    "concluding",
    "confirming",
    "fetching",
    "moving",
    "sheets",
    "standing",
]
