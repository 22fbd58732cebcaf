"""A card that waited is looked at once more before it leaves: what it says may be over. Pure."""

from dataclasses import dataclass

from bot.message import Card


@dataclass(frozen=True, slots=True)
class Review:
    """What of a card may leave now."""

    card: Card | None  # None: nothing of it is left to tell this chat
    reason: str = ""  # the ledger's word, when nothing leaves
