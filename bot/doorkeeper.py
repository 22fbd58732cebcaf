"""The port through which dispatch asks who speaks and what they may do; handlers implement it."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.message import Card, IncomingMessage
from bot.room import Command

S = TypeVar("S")
W = TypeVar("W")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a command is not carried out. Without a card: silence."""

    card: Card | None = None  # said one to one
    aloud: bool = False  # may be said in the group itself: the one hint to bind


class Doorkeeper(Protocol[S, W]):
    """Knows who speaks and what they may do."""

    def identify(self, message: IncomingMessage, services: S) -> W:
        """Return who is speaking; a stranger is somebody too."""
        ...

    def allows(self, speaker: W, command: Command[S, W]) -> bool:
        """Decide whether `speaker` has the standing for `command`.

        Pure; 說明, guesses and examples show nothing that it denies.
        """
        ...

    def converses(self, speaker: W, message: IncomingMessage) -> bool:
        """Decide whether a text that is no clear command may be answered at all.

        With guesses, a greeting, or advice about its length. Without it there is silence.
        """
        ...

    def welcome(self, speaker: W) -> Card | None:
        """Return how to get in, said one to one to whom nothing else is open yet; else None."""
        ...

    def refusal(
        self, speaker: W, command: Command[S, W], message: IncomingMessage, services: S
    ) -> Refusal | None:
        """Return why the command is not carried out here and now; None admits it."""
        ...
