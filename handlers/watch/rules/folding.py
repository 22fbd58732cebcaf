"""Posts and keywords levelled so that they meet: letter case, width, 台/臺 and its like. Pure.

Every character becomes exactly one: a place in the folded text is a place in the post. Punctuation
stays as it is; characters that differ by more than their spelling stay apart (颱 is not 臺).
"""

import re

VARIANTS = dict(zip("台裏着羣爲衞説綫", "臺裡著群為衛說線", strict=True))
WIDE_LETTERS = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
WIDE = {wide: chr(wide - 0xFEE0) for wide in WIDE_LETTERS}
# What folding by `str.lower` and VARIANTS alone gets right: everything else takes the slow way.
UNUSUAL = re.compile(
    "[^\\x00-\\x7f\\u2000-\\u206f\\u2460-\\u2fff\\u3000-\\u312f\\u3200-\\u32ff\\u3400-\\u9fff"
    "\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65]"
)


class _Table(dict[int, str]):
    """Folds one character; learns each when it is first asked for."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = WIDE.get(code) or VARIANTS.get(character) or character
        lower = plain.lower()
        self[code] = folded = lower if len(lower) == 1 else plain
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the text levelled, of the same length."""
    if UNUSUAL.search(text) is not None:
        return text.translate(_TABLE)
    folded = text.lower()
    for written, meant in VARIANTS.items():
        if written in folded:
            folded = folded.replace(written, meant)
    return folded
