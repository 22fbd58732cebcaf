"""A doorkeeper for the tests: who is an officer is read off the sender's name."""

from bot.doorkeeper import Refusal
from bot.message import Card, IncomingMessage
from bot.room import Access, Command
from tests.bot.sample_commands import Desk, Guest

MAY = {
    Access.ANYONE: {Access.ANYONE},
    Access.OFFICER: {Access.ANYONE, Access.BOUND, Access.OFFICER},
    Access.MANAGER: {Access.ANYONE, Access.BOUND, Access.OFFICER, Access.MANAGER},
}


class SampleDoor:
    """Lets officers in, tells strangers to bind, and hints in a group once."""

    def __init__(self) -> None:
        self.hinted: set[str] = set()

    def identify(self, message: IncomingMessage, services: Desk) -> Guest:
        del services
        name = message.sender_id or ""
        if name == "stranger":
            return Guest(name, Access.ANYONE)
        return Guest(name, Access.MANAGER if name == "manager" else Access.OFFICER)

    def allows(self, speaker: Guest, command: Command[Desk, Guest]) -> bool:
        return command.access in MAY[speaker.access]

    def converses(self, speaker: Guest, message: IncomingMessage) -> bool:
        return not message.chat.is_group or speaker.access is not Access.ANYONE

    def welcome(self, speaker: Guest) -> Card | None:
        return Card.sentence("請先綁定") if speaker.access is Access.ANYONE else None

    def refusal(
        self,
        speaker: Guest,
        command: Command[Desk, Guest],
        message: IncomingMessage,
        services: Desk,
    ) -> Refusal | None:
        del services
        if self.allows(speaker, command):
            return None
        if not message.chat.is_group or speaker.access is not Access.ANYONE:
            return Refusal(card=Card.sentence("請先私訊綁定"))
        if speaker.name in self.hinted:
            return Refusal()
        self.hinted.add(speaker.name)
        return Refusal(card=Card.sentence("請先私訊綁定"), aloud=True)
