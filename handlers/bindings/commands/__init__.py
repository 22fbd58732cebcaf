"""What can be typed about codes and accounts, by what it does; `commands` is the whole list."""

from handlers.bindings.commands import binding, inviting, unbinding
from handlers.bindings.commands.board import commands

__all__ = ["binding", "commands", "inviting", "unbinding"]
