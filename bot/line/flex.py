"""The smallest parts of a Flex bubble, and its colours. Pure."""

import unicodedata
from typing import TypeAlias

from bot.utf16 import shorten

Json: TypeAlias = dict[str, "JsonValue"]
JsonValue: TypeAlias = "str | int | bool | list[Json] | Json"

INK, SOFT, LINE = "#1F2933", "#5F6B7A", "#E4E7EB"
GREEN, RED = "#1F6F5C", "#B3261E"


def one_line(text: str, limit: int) -> str:
    """Put a text on one line, no longer than `limit` UTF-16 units."""
    return shorten(text.replace("\n", " "), limit)


def width(text: str) -> int:
    """Measure a text in Latin letters; a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def text_node(text: str, size: str, colour: str, **more: JsonValue) -> Json:
    """Write words."""
    return {"type": "text", "text": text, "size": size, "color": colour, **more}


def box(layout: str, contents: list[Json], **more: JsonValue) -> Json:
    """Put parts beside or under each other."""
    return {"type": "box", "layout": layout, "contents": contents, **more}
