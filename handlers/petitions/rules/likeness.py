"""Which earlier cases a petition resembles, by the pairs of characters of their titles. Pure."""

from collections.abc import Iterable

from handlers.petitions.rules.learnt import grams
from storage.names import level_text
from storage.records.cases import Case

LEAST_PAIRS = 2  # in common: a word of three characters
LEAST_SHARE = 0.2  # of the pairs of the shorter title
RESULT_LIMIT = 16  # characters that are shown


def alike(title: str, cases: Iterable[Case]) -> list[Case]:
    """Return those that resemble a title: closed ones first, for they tell how it went."""
    wanted = grams(level_text(title))
    found: list[tuple[bool, float, Case]] = []
    for case in cases:
        share = _share(wanted, grams(level_text(case.subject)))
        if share:
            found.append((case.closed_at is None, -share, case))
    return [case for *_, case in sorted(found, key=lambda one: (*one[:2], -one[2].id))]


def outcome_words(case: Case, *, own: bool) -> str:
    """「（已結案：維持現行）」; what came of it is shown to the own agency only."""
    if case.closed_at is None:
        return ""
    result = " ".join(case.result.split()) if own else ""
    cut = result if len(result) <= RESULT_LIMIT else f"{result[: RESULT_LIMIT - 1]}…"
    return f"（已結案：{cut}）" if cut else "（已結案）"


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter title two titles share; 0 where it is chance."""
    common = len(one & other)
    if common < LEAST_PAIRS:
        return 0.0
    share = common / min(len(one), len(other))
    return share if share >= LEAST_SHARE else 0.0
