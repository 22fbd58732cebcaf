"""What people can type about sources, and how posts are brought."""

from handlers.sources.commands import handing, listing, passing, switching, tuning
from handlers.sources.commands.board import commands

__all__ = ["commands", "handing", "listing", "passing", "switching", "tuning"]
