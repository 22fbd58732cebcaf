"""What a text is found by: pairs of neighbouring characters, Latin words as a whole. Pure.

Chinese has no spaces, and most words have two characters: every pair of neighbours is kept. A
Latin word or a number stands alone in a topic, so it counts as one character here: 「5G手機」 is
found by 「5g」, 「5g手」 and 「手機」. Signs and spaces separate.
"""

import re

from handlers.watch.rules.folding import bare

EDITION = 1  # to be raised when a text no longer gives the grams it gave: all is then made anew
LONGEST_WORD = 40  # characters of a Latin word; no topic has longer ones
CHUNK = re.compile(r"[^\W_]+")
UNIT = re.compile(r"[0-9a-z]+|[^0-9a-z]")
LATIN = re.compile(r"[0-9a-z]")


def grams_of(text: str) -> set[str]:
    """Return the grams of a post, or of a keyword of a topic."""
    found: set[str] = set()
    for chunk in CHUNK.findall(bare(text)):
        if LATIN.search(chunk) is None:
            found.update(map(str.__add__, chunk, chunk[1:]))
        else:
            found |= _mixed(chunk)
    return found


def is_one_gram(term: str) -> bool:
    """Whether a keyword occurs just where its one gram does: nothing else needs to be looked at."""
    levelled = bare(term)
    if CHUNK.fullmatch(levelled) is None or len(levelled) > LONGEST_WORD:
        return False
    units = UNIT.findall(levelled)
    return len(units) == 2 or (len(units) == 1 and len(levelled) > 1)  # noqa: PLR2004  # a pair


def _mixed(chunk: str) -> set[str]:
    units = UNIT.findall(chunk)
    found = {unit for unit in units if LATIN.match(unit) is not None and len(unit) <= LONGEST_WORD}
    pairs = map(str.__add__, units, units[1:])
    found.update(pair for pair in pairs if len(pair) <= LONGEST_WORD)
    return found
