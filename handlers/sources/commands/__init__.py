"""What people can type about sources, and how posts are brought."""

from handlers.sources.commands import listing, passing, switching, tuning
from handlers.sources.commands.board import commands

__all__ = ["commands", "listing", "passing", "switching", "tuning"]
