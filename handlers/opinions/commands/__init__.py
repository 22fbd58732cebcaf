"""What an officer can type about opinions."""

from handlers.opinions.commands import (
    collecting,
    fetching,
    judging,
    leaving,
    merging,
    responding,
    summing,
)
from handlers.opinions.commands.board import commands

__all__ = [
    "collecting",
    "commands",
    "fetching",
    "judging",
    "leaving",
    "merging",
    "responding",
    "summing",
]
