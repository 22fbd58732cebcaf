"""What officers can type about petitions."""

from handlers.petitions.commands import (
    answering,
    counting,
    digesting,
    following,
    listing,
    repeating,
    ruling,
    scoring,
)
from handlers.petitions.commands.board import commands

__all__ = [
    "answering",
    "commands",
    "counting",
    "digesting",
    "following",
    "listing",
    "repeating",
    "ruling",
    "scoring",
]
