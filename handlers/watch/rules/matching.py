"""Which subscriptions a post meets: one automaton finds what leads to any of them. Pure.

It looks for anchors only: one keyword, or a few of which one must occur, without which a
subscription cannot hold; the rarest are taken, so that most posts lead to few subscriptions. The
other keywords of those are then looked for one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Generic, TypeVar

from daachorse import CharwiseDoubleArrayAhoCorasick

from handlers.watch.rules.folding import bare, seen_places
from handlers.watch.rules.plans import Plan, anchors_of, document_frequencies, places_of, plan_of
from handlers.watch.rules.query import OneOf, Query, terms_of

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a keyword occurs in a post."""

    start: int
    end: int
    term: str


@dataclass(slots=True)
class Matcher(Generic[K]):
    """All subscriptions of a moment; never changes. Made anew when one comes or goes.

    `sample` are some posts: what is rare in them is taken for rare.
    """

    queries: Mapping[K, Query]
    sample: InitVar[Sequence[str]] = ()
    _automaton: CharwiseDoubleArrayAhoCorasick | None = field(init=False)
    _sure: list[tuple[K, ...]] = field(
        init=False
    )  # by the number of an anchor: what it alone tells
    _plans: list[tuple[Plan[K], ...]] = field(init=False)  # by the number of their anchor

    def __post_init__(self, sample: Sequence[str]) -> None:
        """Find each subscription's anchors, and what is left to look for."""
        known = document_frequencies(self.queries.values(), sample)
        by_anchor: dict[str, list[Plan[K]]] = {}
        for key, query in self.queries.items():
            for one in query.parts if isinstance(query, OneOf) else (query,):
                anchors = anchors_of(one, known)
                plan = plan_of(key, one, anchors, known)
                for term in anchors:
                    by_anchor.setdefault(term, []).append(plan)
        self._automaton = CharwiseDoubleArrayAhoCorasick(list(by_anchor)) if by_anchor else None
        self._sure = [
            tuple(plan.key for plan in plans if plan.is_sure) for plans in by_anchor.values()
        ]
        self._plans = [
            tuple(plan for plan in plans if not plan.is_sure) for plans in by_anchor.values()
        ]

    def matches(self, text: str) -> list[K]:
        """Return the subscriptions that a post meets, in no order."""
        if self._automaton is None:
            return []
        looked_at = bare(text)
        plans, sure = self._plans, self._sure
        met: set[K] = set()
        for number in {number for _, _, number in self._automaton.find_overlapping(looked_at)}:
            met.update(sure[number])
            for plan in plans[number]:
                if plan.holds(looked_at):
                    met.add(plan.key)
        return list(met)

    def hits(self, text: str) -> list[Hit]:
        """Return where keywords occur, from left to right: for showing a post with its reason.

        Looks for one keyword after the other: for the few of one subscription.
        """
        looked_at, places = bare(text), seen_places(text)
        terms = {term for query in self.queries.values() for term in terms_of(query)}
        found = [(start, term) for term in terms for start in places_of(term, looked_at)]
        return [
            Hit(places[start], places[start + len(term) - 1] + 1, term)
            for start, term in sorted(found)
        ]
