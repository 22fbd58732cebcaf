"""What can be typed about the sending; `commands` is the whole list."""

from handlers.delivery.commands import recorded, sending
from handlers.delivery.commands.board import commands

__all__ = ["commands", "recorded", "sending"]
