"""Other ways to find which subscriptions a post meets, for `benchmarks.matching`.

All do the same work: the post is folded the same way, every keyword of every subscription is found,
Latin words stand alone, and the subscriptions one of whose anchors occurs are evaluated. Only what
finds the keywords differs. The naive loop evaluates every subscription.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from daachorse import CharwiseDoubleArrayAhoCorasick

from handlers.watch.rules.folding import bare
from handlers.watch.rules.plans import anchors_of, document_frequencies, has_latin_edge, occurs
from handlers.watch.rules.query import AllOf, Query, Term, Without, holds, terms_of

Matching = Callable[[str], Iterable[int]]
Maker = Callable[[Mapping[int, Query], Sequence[str]], Matching]
Found = Iterable[tuple[int, int, int]]  # number of the keyword, where it begins and ends
Scan = Callable[[str], Found]


class Boolean:
    """The boolean work, over whatever finds all keywords."""

    def __init__(self, queries: Mapping[int, Query], sample: Sequence[str], scan: Scan) -> None:
        self._plans = {key: _plan(query) for key, query in queries.items()}
        self._terms = all_terms(queries)
        self._scan = scan
        self._latin = [has_latin_edge(term) for term in self._terms]
        known = document_frequencies(queries.values(), sample)
        self._by_anchor: dict[str, list[int]] = {}
        for key, query in queries.items():
            for term in anchors_of(query, known):
                self._by_anchor.setdefault(term, []).append(key)

    def scan(self, text: str) -> list[int]:
        """Find every keyword, and no more."""
        return [number for number, _, _ in self._scan(bare(text))]

    def __call__(self, text: str) -> set[int]:
        """Return the subscriptions a post meets."""
        folded = bare(text)
        terms, latin = self._terms, self._latin
        found = {
            terms[number]
            for number, _, _ in self._scan(folded)
            if not latin[number] or occurs(terms[number], folded)
        }
        touched = {key for term in found for key in self._by_anchor.get(term, ())}
        return {key for key in touched if _met(self._plans[key], found)}


_Plan = tuple[frozenset[str], frozenset[str], tuple[Query, ...]]


def _plan(query: Query) -> _Plan:
    """Return what must be there, what must not, and the rest."""
    parts = query.parts if isinstance(query, AllOf) else (query,)
    needed = frozenset(part.text for part in parts if isinstance(part, Term))
    unwanted = frozenset(part.term.text for part in parts if isinstance(part, Without))
    rest = tuple(part for part in parts if not isinstance(part, Term | Without))
    return needed, unwanted, rest


def _met(plan: _Plan, found: set[str]) -> bool:
    needed, unwanted, rest = plan
    return (
        needed <= found
        and unwanted.isdisjoint(found)
        and (not rest or all(holds(query, found) for query in rest))
    )


def scan_alone(make: Maker) -> Maker:
    """Return the same way without its boolean work: folding, and finding every keyword."""

    def made(queries: Mapping[int, Query], sample: Sequence[str]) -> Matching:
        whole = make(queries, sample)
        assert isinstance(whole, Boolean)
        return whole.scan

    return made


def naive(queries: Mapping[int, Query]) -> Matching:
    """Ask every subscription for each of its keywords."""

    def matches(text: str) -> list[int]:
        folded = bare(text)
        return [
            key
            for key, query in queries.items()
            if holds(query, {term for term in terms_of(query) if occurs(term, folded)})
        ]

    return matches


def all_terms(queries: Mapping[int, Query]) -> list[str]:
    """Return every keyword once."""
    return sorted({term for query in queries.values() for term in terms_of(query)})


class _AhoCorasick(Protocol):
    def find_matches_as_indexes(self, text: str, *, overlapping: bool) -> Found: ...


class _Database(Protocol):
    def compile(
        self, *, expressions: list[bytes], ids: list[int], elements: int, literal: bool
    ) -> None: ...

    def scan(self, data: bytes, *, match_event_handler: Callable[..., None]) -> None: ...


def ahocorasick_rs(queries: Mapping[int, Query], sample: Sequence[str]) -> Matching:
    """Rust's aho-corasick. Raises ModuleNotFoundError."""
    module = import_module("ahocorasick_rs")
    automaton = cast("_AhoCorasick", module.AhoCorasick(all_terms(queries)))
    return Boolean(
        queries, sample, lambda text: automaton.find_matches_as_indexes(text, overlapping=True)
    )


def daachorse(queries: Mapping[int, Query], sample: Sequence[str]) -> Matching:
    """The automaton of the live code, finding every keyword and not anchors alone."""
    automaton = CharwiseDoubleArrayAhoCorasick(all_terms(queries))

    def scan(text: str) -> Found:
        return [(number, start, end) for start, end, number in automaton.find_overlapping(text)]

    return Boolean(queries, sample, scan)


def hyperscan(queries: Mapping[int, Query], sample: Sequence[str]) -> Matching:
    """Vectorscan's literals over UTF-8; each hit is a call from C. Raises ModuleNotFoundError."""
    terms = all_terms(queries)
    database = cast("_Database", import_module("hyperscan").Database())
    database.compile(
        expressions=[term.encode() for term in terms],
        ids=list(range(len(terms))),
        elements=len(terms),
        literal=True,
    )
    found: list[tuple[int, int, int]] = []

    def note(number: int, start: int, end: int, *_: object) -> None:
        found.append((number, start, end))

    def scan(text: str) -> Found:
        found.clear()
        database.scan(text.encode(), match_event_handler=note)
        return found

    return Boolean(queries, sample, scan)
