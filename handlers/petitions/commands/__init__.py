"""What officers can type about petitions."""

from handlers.petitions.commands import answering, counting, following, listing
from handlers.petitions.commands.board import commands

__all__ = ["answering", "commands", "counting", "following", "listing"]
