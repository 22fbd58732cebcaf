"""The board on which every command of the sources room is put up."""

from handlers.services import RoomCommands

commands = RoomCommands()
