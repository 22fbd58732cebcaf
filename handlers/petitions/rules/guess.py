"""Whose petition is it? Guessed from title and text, before 國發會 names anyone. Pure.

Words that agencies use of themselves (names, duties, and the tasks the law gives them) are looked
for in the text; a word that fewer agencies use says more. Below a ministry everything counts for
the ministry, because that is who answers on Join. Method and figures: docs/early-warning.md.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.petitions.rules.learnt import NOTHING_LEARNT, Learnt, grams
from storage.names import level_text
from storage.records.agencies import Agency, Level

TITLE_WEIGHT, TEXT_WEIGHT = 1.0, 0.15  # a word of the title against one of the text
PAIR_WEIGHT = 0.5  # of a pair of characters that only resembles a word
TEXT_LONGEST = 2000  # characters that are read
LEAST_SCORE = 0.3  # below, nothing is guessed
WORD_MIN = 2  # characters
REASONS = 3  # words that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """An agency that may have to answer."""

    agency_id: int
    score: float
    words: tuple[str, ...] = ()  # of the title or text, that led there; the weightiest first


class GuessIndex:
    """The words of all agencies; never changes."""

    def __init__(
        self, agencies: Iterable[Agency], remits: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Index the agencies that exist; `remits` by full name, as `shipped_remits()` gives."""
        listed = [agency for agency in agencies if agency.valid_to is None]
        by_id = {agency.id: agency for agency in listed}
        users: defaultdict[str, set[int]] = defaultdict(set)
        for agency in listed:
            head = _head(agency, by_id)
            if head is not None:
                for word in _words(agency, (remits or {}).get(agency.name, ())):
                    users[word].add(head.id)
        self._heads = {id_ for ids in users.values() for id_ in ids}
        self._users = {word: frozenset(ids) for word, ids in users.items()}
        self._longest = max(map(len, self._users), default=0)
        pairs: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        for word, ids in self._users.items():
            for pair in grams(word):
                for id_ in ids:
                    pairs[pair][id_] += 1
        self._pairs = {pair: dict(counts) for pair, counts in pairs.items()}

    def guess(
        self, title: str, text: str = "", *, learnt: Learnt = NOTHING_LEARNT, limit: int = 3
    ) -> list[Guess]:
        """Return who may have to answer, the likeliest first; [] when nothing speaks for anyone."""
        scores: defaultdict[int, float] = defaultdict(float)
        because: defaultdict[int, dict[str, float]] = defaultdict(dict)
        for part, weight in ((title, TITLE_WEIGHT), (text[:TEXT_LONGEST], TEXT_WEIGHT)):
            read = level_text(part)
            for word, id_, value in self._found(read):
                scores[id_] += weight * value
                because[id_][word] = because[id_].get(word, 0.0) + weight * value
            for id_, value in self._resembling(read):
                scores[id_] += weight * value
        for id_, value in learnt.speaks_for(level_text(title)).items():
            if id_ in self._heads:
                scores[id_] += value
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [
            Guess(agency_id=id_, score=score, words=_weightiest(because[id_]))
            for id_, score in ranked[:limit]
            if score >= LEAST_SCORE
        ]

    def _found(self, read: str) -> Iterable[tuple[str, int, float]]:
        """Give each word that stands in the text, once for each agency that uses it.

        Where an agency's longer word stands, its shorter ones inside it say nothing more.
        """
        ends: defaultdict[int, int] = defaultdict(int)  # by agency: up to where it was read
        seen: set[tuple[str, int]] = set()
        for start in range(len(read)):
            for length in range(min(self._longest, len(read) - start), WORD_MIN - 1, -1):
                word = read[start : start + length]
                for id_ in self._users.get(word, ()):
                    if start + length > ends[id_]:
                        ends[id_] = start + length
                        if (word, id_) not in seen:
                            seen.add((word, id_))
                            yield word, id_, self._value(word)

    def _value(self, word: str) -> float:
        rarity = math.log(len(self._heads) / len(self._users[word]))
        return rarity * math.log2(len(word))

    def _resembling(self, read: str) -> Iterable[tuple[int, float]]:
        for pair in grams(read):
            counts = self._pairs.get(pair)
            if counts:
                total = sum(counts.values())
                rarity = math.log(1 + len(self._heads) / len(counts))
                for id_, count in counts.items():
                    yield id_, PAIR_WEIGHT * rarity * count / total


def _head(agency: Agency, by_id: Mapping[int, Agency]) -> Agency | None:
    """Return the ministry above an agency, or itself; None for who does not answer on Join."""
    seen: set[int] = set()
    while agency.level in {Level.THIRD, Level.UNIT} and agency.id not in seen:
        seen.add(agency.id)
        above = by_id.get(agency.parent_id or 0)
        if above is None:
            return None
        agency = above
    return None if agency.level is Level.LOCAL else agency


def _words(agency: Agency, tasks: Sequence[str]) -> set[str]:
    names = (agency.name, *agency.short_names, *agency.former_names)
    shown = () if agency.level is Level.UNIT else names  # 綜合規劃司 is everybody's
    levelled = map(level_text, (*shown, *agency.duties, *tasks))
    return {word for word in levelled if len(word) >= WORD_MIN}


def _weightiest(words: Mapping[str, float]) -> tuple[str, ...]:
    ranked = sorted(words, key=lambda word: (-words[word], word))
    return tuple(word for word in ranked[:REASONS] if words[word] > 0)
