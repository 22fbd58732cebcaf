"""What an officer can type or tap about contact requests; `commands` is the whole list."""

from handlers.requests.commands import asking, figures, leaving, looking, slips, tuning, wishes
from handlers.requests.commands.board import commands

__all__ = ["asking", "commands", "figures", "leaving", "looking", "slips", "tuning", "wishes"]
