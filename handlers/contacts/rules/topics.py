"""Who deals with what: officers' 負責事項, agencies' duties, and words of cases."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.contacts.rules.names import fold, is_han

EXACT_SCORE = 90.0
TOPIC_MIN = 3  # folded characters; a two-character topic (環保, 健保) is too vague to be sure
COMMON_MAX = 300  # phrases; a pair of characters in more of them (管理) tells nothing
_MIN_COVERAGE = 0.5  # of a phrase's weight, where neither holds the other
_LATIN_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class TopicSource:
    """Who said that a phrase is theirs: an agency, perhaps by one officer's appointment."""

    phrase: str  # as written
    agency_id: int
    appointment_id: int = 0  # 0: the agency's duties, or a case


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A source whose phrase fits, how well (0 to 90), and whether to the letter."""

    source: TopicSource
    score: float
    exact: bool


class TopicIndex:
    """All phrases, immutable."""

    def __init__(self, sources: Iterable[TopicSource]) -> None:
        """Index `sources` by their folded phrases and by pairs of characters."""
        by_phrase: defaultdict[str, list[TopicSource]] = defaultdict(list)
        for source in sources:
            phrase = fold(source.phrase)
            if len(phrase) > 1:
                by_phrase[phrase].append(source)
        self._sources = dict(by_phrase)
        self._by_gram: defaultdict[str, list[str]] = defaultdict(list)
        for phrase in self._sources:
            for gram in grams(phrase):
                self._by_gram[gram].append(phrase)
        total = len(self._sources) + 1
        self._weights = {
            gram: math.log1p(total / len(phrases)) if len(phrases) <= COMMON_MAX else 0.0
            for gram, phrases in self._by_gram.items()
        }
        self._totals = {
            phrase: sum(map(self._weights.__getitem__, grams(phrase))) for phrase in self._sources
        }

    def search(self, pieces: Sequence[str]) -> list[TopicMatch]:
        """Find the phrases that fit any of `pieces`, the best first."""
        best: dict[str, float] = {}
        for piece in map(fold, pieces):
            for phrase, score in self._scores(piece):
                best[phrase] = max(score, best.get(phrase, 0.0))
        # By name among equals: the order of a set of characters differs from run to run.
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [
            TopicMatch(source, score, exact=score >= EXACT_SCORE)
            for phrase, score in ranked
            for source in self._sources[phrase]
        ]

    def _scores(self, piece: str) -> Iterable[tuple[str, float]]:
        if piece in self._sources:
            yield piece, EXACT_SCORE
        shared: defaultdict[str, float] = defaultdict(float)
        for gram in grams(piece):
            weight = self._weights.get(gram, 0.0)
            for phrase in self._by_gram[gram] if weight else ():
                shared[phrase] += weight
        for phrase, weight in shared.items():
            score = self._score(piece, phrase, weight)
            if score:
                yield phrase, score

    def _score(self, piece: str, phrase: str, weight: float) -> float:
        shorter, longer = sorted((piece, phrase), key=len)
        if shorter in longer and shorter != longer:
            return 60 + 20 * len(shorter) / len(longer)
        coverage = weight / self._totals[phrase]
        return 60 * coverage if coverage >= _MIN_COVERAGE else 0.0


def grams(folded: str) -> frozenset[str]:
    """Cut into what is compared: pairs of Han characters, and Latin words whole."""
    pairs = (folded[i : i + 2] for i in range(len(folded) - 1))
    han = {pair for pair in pairs if all(map(is_han, pair))}
    return frozenset(han | set(_LATIN_WORD.findall(folded)))


def touches(phrases: Iterable[str], pieces: Iterable[str]) -> bool:
    """Whether any phrase and any piece name the same matter: one holds the other."""
    folded = [p for p in map(fold, pieces) if len(p) > 1]
    return any(
        phrase in piece or piece in phrase
        for phrase in map(fold, phrases)
        if len(phrase) > 1
        for piece in folded
    )
