"""What an officer can type or tap about cases, by what it does; `commands` is the whole list."""

from handlers.cases.commands import (
    agencies,
    assigning,
    at_home,
    changing,
    drafting,
    ending,
    looking_up,
    registering,
    secrecy,
    undoing,
    writing,
)
from handlers.cases.commands.board import commands

__all__ = [
    "agencies",
    "assigning",
    "at_home",
    "changing",
    "commands",
    "drafting",
    "ending",
    "looking_up",
    "registering",
    "secrecy",
    "undoing",
    "writing",
]
