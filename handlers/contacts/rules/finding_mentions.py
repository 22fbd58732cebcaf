"""Which agencies a text names, and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handlers.contacts.rules.finding_index import Entry, NameIndex
from handlers.contacts.rules.names import fold_with_places, has_han

ACRONYM_MIN = 3  # letters; 「FA」 in a sentence is seldom 漁業署
_SURE_ACRONYM = 4  # letters; from here on also in lower case

# A last character of a name with what makes it part of another word: 教育部門, 國安局勢.
_OTHER_WORDS = {
    "部": "門落分份位隊件首族屬署",
    "局": "面勢部",
    "署": "名立",
    "會": "議計員場客期談話報考",
    "院": "士轄會校",
    "行": "政動為事駛程業走",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text, in characters, and whose name stands there."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class Scanner:
    """Finds names inside texts; the longest name wins, from the left."""

    def __init__(self, index: NameIndex, keys: Iterable[str]) -> None:
        """Look for those names of `index` whose folded `keys` are given."""
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for key in keys:
            lengths[key[:2]].add(len(key))
        self._index = index
        self._lengths = {
            head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()
        }

    def spans(self, text: str) -> tuple[Span, ...]:
        """Find the names in `text`, without overlaps, in its order."""
        folded, places = fold_with_places(text)
        return tuple(self._spans(text, folded, places))

    def _spans(self, text: str, folded: str, places: tuple[int, ...]) -> Iterator[Span]:
        at = 0
        while at < len(folded) - 1:
            span = self._longest_at(text, folded, places, at)
            if span is None:
                at += 1
                continue
            yield span
            while at < len(folded) and places[at] < span.end:
                at += 1

    def _longest_at(self, text: str, folded: str, places: tuple[int, ...], at: int) -> Span | None:
        for length in self._lengths.get(folded[at : at + 2], ()):
            key = folded[at : at + length]
            entries = tuple(e for e in self._index.exact(key) if e.agency_id)
            if not entries or len(key) < length:
                continue
            start, end = places[at], places[at + length - 1] + 1
            if _stands_alone(text, start, end, key):
                return Span(start, end, entries)
        return None


def _stands_alone(text: str, start: int, end: int, key: str) -> bool:
    """Whether the name is a word of its own at this place of `text`."""
    if any(char in "\n。！？；" for char in text[start:end]):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if has_han(key):
        return not (after and after in _OTHER_WORDS.get(key[-1], ""))
    if _is_latin_letter(before) or _is_latin_letter(after):
        return False
    letters = text[start:end]
    if len(key) < ACRONYM_MIN:
        return False
    return letters.isupper() or len(key) >= _SURE_ACRONYM


def _is_latin_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()
