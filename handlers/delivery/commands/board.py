"""Where the commands of this room are declared."""

from handlers.services import RoomCommands

commands = RoomCommands()
