"""The board on which every command of the requests room is put up."""

from handlers.services import RoomCommands

commands = RoomCommands()
