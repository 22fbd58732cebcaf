"""Posts and keywords levelled so that they meet: letter case, width, 台/臺 and its like. Pure.

Punctuation stays as it is; characters that differ by more than their spelling stay apart (颱 is not
臺). Characters nobody sees (zero-width spaces and joiners, variation selectors) tell nothing.
"""

import re

VARIANTS = dict(zip("台裏着羣爲衞説綫", "臺裡著群為衛說線", strict=True))
WIDE_LETTERS = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
UNSEEN = (
    "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
# Where `str.lower` looks at the neighbours, or makes two characters of one: İ and Σ.
PECULIAR = ("\u0130", "\u03a3")
LEVEL = {chr(wide): chr(wide - 0xFEE0).lower() for wide in WIDE_LETTERS} | VARIANTS
_UNEVEN = re.compile(f"[{''.join(LEVEL)}]")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_EITHER = re.compile(f"[{''.join(LEVEL)}{UNSEEN}]")


def fold(text: str) -> str:
    """Return the text levelled, of the same length: a place in it is a place in the post."""
    return _UNEVEN.sub(_level, _lower(text))


def bare(text: str) -> str:
    """Return the text levelled, without what nobody sees."""
    return _EITHER.sub(_level, _lower(text))


def seen_places(text: str) -> list[int]:
    """Return where in a text each character of `bare` stands."""
    if _UNSEEN.search(text) is None:
        return list(range(len(text)))
    return [place for place, character in enumerate(text) if _UNSEEN.match(character) is None]


def _lower(text: str) -> str:
    if PECULIAR[0] in text or PECULIAR[1] in text:
        return "".join([one if one in PECULIAR else one.lower() for one in text])
    return text.lower()


def _level(found: re.Match[str]) -> str:
    return LEVEL.get(found[0], "")
