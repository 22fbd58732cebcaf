"""What an officer can type or tap about dates and reminders; `commands` is the whole list."""

from handlers.reminders.commands import (
    answering,
    dates,
    feeding,
    happening,
    reminding,
    reopening,
    today,
)
from handlers.reminders.commands.board import commands

__all__ = [
    "answering",
    "commands",
    "dates",
    "feeding",
    "happening",
    "reminding",
    "reopening",
    "today",
]
