"""The room's list of commands; each file beside this one adds its own."""

from handlers.services import RoomCommands

commands = RoomCommands()
