"""The board on which every command of the petitions room is put up."""

from handlers.services import RoomCommands

commands = RoomCommands()
