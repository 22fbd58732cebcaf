"""What leads to a subscription, and what of it is left to look for then. Pure.

An anchor is a keyword without which a subscription cannot hold, or one of several of which one
must occur: the rarest are taken.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from daachorse import CharwiseDoubleArrayAhoCorasick

from handlers.watch.rules.folding import bare
from handlers.watch.rules.query import AllOf, OneOf, Query, Term, Without, terms_of

K = TypeVar("K")

NOTHING: frozenset[str] = frozenset()
Frequencies = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan(Generic[K]):
    """What is left to look for when an anchor of a subscription occurs; the rarest first."""

    key: K
    needed: tuple[str, ...]
    unwanted: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]  # each needs one
    others: tuple[Query, ...]  # deeper brackets, and all with Latin words

    @property
    def is_sure(self) -> bool:
        """Whether nothing is left to look for."""
        return not (self.needed or self.unwanted or self.groups or self.others)

    def holds(self, text: str) -> bool:
        """Whether a post that an anchor occurs in meets the subscription."""
        for term in self.needed:
            if term not in text:
                return False
        for term in self.unwanted:
            if term in text:
                return False
        return not (self.groups or self.others) or self._others_hold(text)

    def _others_hold(self, text: str) -> bool:
        for group in self.groups:
            for term in group:
                if term in text:
                    break
            else:
                return False
        return all(_holds(query, text) for query in self.others)


def document_frequencies(queries: Iterable[Query], sample: Sequence[str]) -> Frequencies:
    """Return in how many of some posts each keyword occurs, those that occur in none left out."""
    terms = sorted({term for query in queries for term in terms_of(query)})
    if not terms or not sample:
        return {}
    automaton = CharwiseDoubleArrayAhoCorasick(terms)
    counts: Counter[int] = Counter()
    for post in sample:
        counts.update({number for _, _, number in automaton.find_overlapping(bare(post))})
    return {terms[number]: count for number, count in counts.items()}


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def has_latin_edge(term: str) -> bool:
    """Whether a keyword begins or ends as a Latin word: it may not stand inside a longer one."""
    return _is_latin(term[0]) or _is_latin(term[-1])


def places_of(term: str, text: str) -> Iterator[int]:
    """Give where a keyword occurs; a Latin word does not stand inside a longer one."""
    start = text.find(term)
    while start >= 0:
        end = start + len(term)
        joined = _is_latin(term[0]) and start > 0 and _is_latin(text[start - 1])
        joined = joined or (_is_latin(term[-1]) and end < len(text) and _is_latin(text[end]))
        if not joined:
            yield start
        start = text.find(term, start + 1)


def occurs(term: str, text: str) -> bool:
    """Whether a keyword occurs."""
    return term in text and (not has_latin_edge(term) or any(True for _ in places_of(term, text)))


def plan_of(key: K, query: Query, anchors: frozenset[str], known: Frequencies) -> "Plan[K]":
    """Return what is left to look for when an anchor occurs."""
    needed: list[str] = []
    unwanted: list[str] = []
    groups: list[tuple[str, ...]] = []
    others: list[Query] = []
    for part in _parts(query):
        terms = tuple(terms_of(part))
        latin = any(map(has_latin_edge, terms))
        match part:
            case Term() | OneOf() if not latin and _is_plain(part) and anchors == frozenset(terms):
                continue  # whatever led here makes it true
            case Term(text) if not latin:
                needed.append(text)
            case Without(term) if not latin:
                unwanted.append(term.text)
            case OneOf() if not latin and _is_plain(part):
                groups.append(terms)
            case _:
                others.append(part)
    needed.sort(key=lambda term: known.get(term, 0))
    return Plan(key, tuple(needed), tuple(unwanted), tuple(groups), tuple(others))


def _parts(query: Query) -> Iterator[Query]:
    """Give what must hold together, brackets opened."""
    if isinstance(query, AllOf):
        for part in query.parts:
            yield from _parts(part)
    else:
        yield query


def _is_plain(query: Query) -> bool:
    """Whether it is a keyword, or one of several."""
    parts = query.parts if isinstance(query, OneOf) else (query,)
    return all(isinstance(part, Term) for part in parts)


def _holds(query: Query, text: str) -> bool:
    match query:
        case Term(term):
            return occurs(term, text)
        case Without(term):
            return not occurs(term.text, text)
        case AllOf(parts):
            return all(_holds(part, text) for part in parts)
        case OneOf(parts):
            return any(_holds(part, text) for part in parts)


def anchors_of(query: Query, known: Frequencies) -> frozenset[str]:
    """Return keywords one of which occurs whenever the query holds; empty when there are none."""
    match query:
        case Term(text):
            return frozenset({text})
        case Without():
            return NOTHING
        case AllOf(parts):
            each = [anchors for anchors in (anchors_of(part, known) for part in parts) if anchors]
            return min(each, key=lambda one: _breadth(one, known)) if each else NOTHING
        case OneOf(parts):
            each = [anchors_of(part, known) for part in parts]
            return NOTHING.union(*each) if all(each) else NOTHING


def _breadth(anchors: Iterable[str], known: Frequencies) -> float:
    """Return how often one of them occurs in the sample; if that says nothing, short is common."""
    return sum(known.get(term, 0) + 10.0 ** -len(term) for term in anchors)
