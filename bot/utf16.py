"""Chat platforms count text in UTF-16 code units: measuring, cutting out and cutting short."""

import unicodedata
from collections.abc import Iterable

UNIT = 2  # bytes of one UTF-16 code unit
BEYOND_BMP = 0x10000  # from here on a character counts two units
JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)
TAG_BLOCK = range(0xE0020, 0xE0080)
REGIONAL = range(0x1F1E6, 0x1F200)  # two of these make one flag
LONGEST_CLUSTER = 64  # characters looked back at most; longer piles of marks are cut anyway


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text) + sum(1 for character in text if ord(character) >= BEYOND_BMP)


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Cut out `(index, length)` spans, in UTF-16 units; those outside the text are ignored."""
    data = text.encode("utf-16-le", "surrogatepass")
    for index, length in sorted(set(spans), reverse=True):
        data = data[: index * UNIT] + data[(index + length) * UNIT :]
    return data.decode("utf-16-le", "replace")


def _clings(character: str) -> bool:
    """Whether `character` belongs to the one before it."""
    code = ord(character)
    return (
        character == JOINER
        or code in SKIN_TONES
        or code in TAG_BLOCK
        or unicodedata.category(character) in {"Mn", "Me", "Mc"}
    )


def _splits_a_character(text: str, at: int) -> bool:
    if _clings(text[at]) or text[at - 1] == JOINER:
        return True
    if ord(text[at]) not in REGIONAL:
        return False
    before = 0
    while before < at and ord(text[at - 1 - before]) in REGIONAL:
        before += 1
    return before % 2 == 1


def _safe_end(text: str, end: int) -> int:
    """Return the last place up to `end` that does not split what is seen as one character."""
    for at in range(end, max(0, end - LONGEST_CLUSTER), -1):
        if at == len(text) or not _splits_a_character(text, at):
            return at
    return end


def _end_within(text: str, limit: int) -> int:
    """Return how many characters of `text` fit into `limit` units."""
    used = 0
    for position, character in enumerate(text):
        used += 2 if ord(character) >= BEYOND_BMP else 1
        if used > limit:
            return position
    return len(text)


def shorten(text: str, limit: int) -> str:
    """Return `text` within `limit` units, ending in 「…」 when something was cut off."""
    if units(text) <= limit:
        return text
    return text[: _safe_end(text, _end_within(text, limit - 1))].rstrip() + "…"


def pieces(text: str, limit: int) -> list[str]:
    """Cut `text` into pieces of at most `limit` units, at line breaks where that wastes little."""
    found: list[str] = []
    rest = text
    while units(rest) > limit:
        end = _safe_end(rest, _end_within(rest, limit))
        line_end = rest.rfind("\n", end // 2, end)
        cut = line_end + 1 if line_end > 0 else end
        found.append(rest[:cut].rstrip("\n"))
        rest = rest[cut:]
    return [piece for piece in (*found, rest) if piece.strip()]
