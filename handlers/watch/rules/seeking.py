"""Which of many posts a topic may mean, told from their grams alone. Pure.

Two sets bound the answer: `sure` posts are meant, `maybe` posts are all that can be. Only what lies
between has to be read. 「健保」 is sure by its gram; 「健保卡」 has two, which may stand apart.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from handlers.watch.rules.grams import grams_of, is_one_gram
from handlers.watch.rules.query import AllOf, OneOf, Query, Term, Without, terms_of

Places = Set[int]
NONE: Places = frozenset()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Posts that are meant, and posts that may be: the first lie within the second."""

    sure: Places
    maybe: Places


def grams_for(query: Query) -> set[str]:
    """Return the grams that `bounds_of` asks for."""
    return set[str]().union(*map(grams_of, terms_of(query)))


def bounds_of(query: Query, where: Mapping[str, Places], everything: Places) -> Bounds:
    """Return the bounds of a topic among posts; `where` tells the places of each gram."""
    match query:
        case Term(text):
            return _term(text, where, everything)
        case Without(term):
            inner = _term(term.text, where, everything)
            return Bounds(everything - inner.maybe, everything - inner.sure)
        case AllOf(parts):
            each = [bounds_of(part, where, everything) for part in parts]
            sure, maybe = each[0].sure, each[0].maybe
            for one in each[1:]:
                sure, maybe = sure & one.sure, maybe & one.maybe
            return Bounds(sure, maybe)
        case OneOf(parts):
            each = [bounds_of(part, where, everything) for part in parts]
            sure, maybe = each[0].sure, each[0].maybe
            for one in each[1:]:
                sure, maybe = sure | one.sure, maybe | one.maybe
            return Bounds(sure, maybe)


def _term(text: str, where: Mapping[str, Places], everything: Places) -> Bounds:
    found = sorted((where.get(gram, NONE) for gram in grams_of(text)), key=len)
    if not found:
        return Bounds(NONE, everything)  # single characters between signs: nothing tells
    maybe = found[0]
    for one in found[1:]:
        maybe = maybe & one
    return Bounds(maybe if is_one_gram(text) else NONE, maybe)
