"""Text made alike for matching, with the way back to what was typed.

Width, case and compatibility forms are folded (NFKC, lower case); subjects are cut from what was
typed.
"""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for matching; position `i` of `text` came from `origins[i]` of `original`."""

    original: str
    text: str
    origins: tuple[int, ...]

    def typed(self, start: int, end: int) -> str:
        """Return what was typed between two positions of the folded text."""
        if start >= end:
            return ""
        stop = self.origins[end] if end < len(self.text) else len(self.original)
        return self.original[self.origins[start] : stop]


def fold(text: str) -> Folded:
    """Fold a text character by character; never fails."""
    letters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character).lower():
            letters.append(letter)
            origins.append(index)
    return Folded(text, "".join(letters), tuple(origins))


def folded(word: str) -> str:
    """Fold one word of the vocabulary."""
    return fold(word.strip()).text
