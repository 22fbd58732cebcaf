"""What people can say about public opinion; importing it declares the commands."""

from handlers.watch.commands import (
    answering,
    asking,
    doing,
    meeting,
    noting,
    searching,
    subscribing,
)
from handlers.watch.commands.board import commands

__all__ = [
    "answering",
    "asking",
    "commands",
    "doing",
    "meeting",
    "noting",
    "searching",
    "subscribing",
]
