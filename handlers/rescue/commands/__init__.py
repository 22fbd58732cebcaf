"""求救: call for help, and take a call."""

from handlers.rescue.commands import calling, taking
from handlers.rescue.commands.board import commands

__all__ = ["calling", "commands", "taking"]
