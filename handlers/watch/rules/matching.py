"""Which subscriptions a post meets: one automaton finds all keywords of all of them at once. Pure.

Only subscriptions one of whose anchors occurs are looked at. An anchor is a keyword without which
its subscription cannot hold, or one of several of which one must occur: the longest are taken,
since they are the rarest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from daachorse import CharwiseDoubleArrayAhoCorasick

from handlers.watch.rules.folding import fold
from handlers.watch.rules.query import AllOf, OneOf, Query, Term, Without, terms_of

K = TypeVar("K")

LEFT, RIGHT = 1, 2  # sides of a keyword
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a keyword occurs in a post."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class _Plan(Generic[K]):
    """A subscription by the numbers of its keywords; `groups` each need one."""

    key: K
    needed: frozenset[int]
    groups: tuple[frozenset[int], ...]
    unwanted: frozenset[int]
    rest: tuple[Query, ...]  # what fits neither

    def holds(self, found: set[int], numbers: Mapping[str, int]) -> bool:
        return (
            self.needed <= found
            and self.unwanted.isdisjoint(found)
            and all(not group.isdisjoint(found) for group in self.groups)
            and all(_holds(query, found, numbers) for query in self.rest)
        )


@dataclass(slots=True)
class Matcher(Generic[K]):
    """All subscriptions of a moment; never changes. Made anew when one comes or goes."""

    queries: Mapping[K, Query]
    _terms: list[str] = field(init=False)
    _numbers: dict[str, int] = field(init=False)
    _automaton: CharwiseDoubleArrayAhoCorasick | None = field(init=False)
    _latin: list[int] = field(init=False)
    _by_anchor: dict[int, list[_Plan[K]]] = field(init=False)

    def __post_init__(self) -> None:
        """Number the keywords and find each subscription's anchors."""
        self._terms = sorted({term for query in self.queries.values() for term in terms_of(query)})
        self._numbers = {term: number for number, term in enumerate(self._terms)}
        self._automaton = CharwiseDoubleArrayAhoCorasick(self._terms) if self._terms else None
        self._latin = [_latin_edges(term) for term in self._terms]
        self._by_anchor = {}
        for key, query in self.queries.items():
            plan = _plan(key, query, self._numbers)
            for term in _anchors(query):
                self._by_anchor.setdefault(self._numbers[term], []).append(plan)

    def matches(self, text: str) -> list[K]:
        """Return the subscriptions that a post meets, in no order."""
        if self._automaton is None:
            return []
        folded = fold(text)
        latin = self._latin
        found = {
            number
            for start, end, number in self._automaton.find_overlapping(folded)
            if not latin[number] or _stands_alone(folded, start, end, latin[number])
        }
        met: dict[int, K] = {}
        for number in found:
            for plan in self._by_anchor.get(number, ()):
                if id(plan) not in met and plan.holds(found, self._numbers):
                    met[id(plan)] = plan.key
        return list(met.values())

    def hits(self, text: str) -> list[Hit]:
        """Return where keywords occur, for showing a post with its reason."""
        if self._automaton is None:
            return []
        folded = fold(text)
        return [
            Hit(start, end, self._terms[number])
            for start, end, number in self._automaton.find_overlapping(folded)
            if _stands_alone(folded, start, end, self._latin[number])
        ]


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _latin_edges(term: str) -> int:
    """Return on which sides a keyword is a Latin word: it may not stand inside a longer one."""
    return LEFT * _is_latin(term[0]) + RIGHT * _is_latin(term[-1])


def _stands_alone(folded: str, start: int, end: int, edges: int) -> bool:
    if edges & LEFT and start and _is_latin(folded[start - 1]):
        return False
    return not (edges & RIGHT and end < len(folded) and _is_latin(folded[end]))


def _plan(key: K, query: Query, numbers: Mapping[str, int]) -> "_Plan[K]":
    needed: set[int] = set()
    groups: list[frozenset[int]] = []
    unwanted: set[int] = set()
    rest: list[Query] = []
    for part in query.parts if isinstance(query, AllOf) else (query,):
        match part:
            case Term(text):
                needed.add(numbers[text])
            case Without(term):
                unwanted.add(numbers[term.text])
            case OneOf(parts) if all(isinstance(one, Term) for one in parts):
                groups.append(frozenset(numbers[term] for term in terms_of(part)))
            case _:
                rest.append(part)
    return _Plan(key, frozenset(needed), tuple(groups), frozenset(unwanted), tuple(rest))


def _holds(query: Query, found: set[int], numbers: Mapping[str, int]) -> bool:
    match query:
        case Term(text):
            return numbers[text] in found
        case Without(term):
            return numbers[term.text] not in found
        case AllOf(parts):
            return all(_holds(part, found, numbers) for part in parts)
        case OneOf(parts):
            return any(_holds(part, found, numbers) for part in parts)


def _anchors(query: Query) -> frozenset[str]:
    """Return keywords one of which occurs whenever the query holds; empty when there are none."""
    match query:
        case Term(text):
            return frozenset({text})
        case Without():
            return NOTHING
        case AllOf(parts):
            each = [anchors for anchors in map(_anchors, parts) if anchors]
            return min(each, key=_breadth) if each else NOTHING
        case OneOf(parts):
            each = [_anchors(part) for part in parts]
            return NOTHING.union(*each) if all(each) else NOTHING


def _breadth(anchors: Iterable[str]) -> float:
    """Return how often one of them probably occurs: short words are common."""
    return sum(10.0 ** -len(term) for term in anchors)
