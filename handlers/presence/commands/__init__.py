"""請假: leave, who stands in meanwhile, and the roster's freshness."""

from handlers.presence.commands import cancelling, freshness, taking
from handlers.presence.commands.board import commands

__all__ = ["cancelling", "commands", "freshness", "taking"]
