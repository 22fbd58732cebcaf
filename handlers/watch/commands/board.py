"""The list that this room's commands are declared in."""

from handlers.services import RoomCommands

commands = RoomCommands()
