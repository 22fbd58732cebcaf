"""What officers can type about notices of drafts."""

from handlers.notices.commands import consulting, listing, reasoning, switching
from handlers.notices.commands.board import commands

__all__ = ["commands", "consulting", "listing", "reasoning", "switching"]
