"""Similar titles, pointed out before a second case opens."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

NEAR = 70.0  # rapidfuzz's score, 0 to 100; see the table in the tests
CONTAINED = 4  # characters from which a title inside another one counts as similar
SHORT = 2  # characters from which a title is worth looking for in others
MOST = 3  # titles that are pointed out


def alike(subject: str, others: Iterable[tuple[int, str, str]]) -> tuple[int, ...]:
    """Return the ids of the cases whose subject resembles `subject`, the nearest first.

    `others` are (id, number, subject). Width, case, punctuation and 臺/台 do not matter.
    """
    wanted = _level(subject)
    levelled = {case_id: _level(other) for case_id, _, other in others}
    if not wanted:
        return ()
    found = process.extract(wanted, levelled, scorer=_score, score_cutoff=NEAR, limit=MOST)
    return tuple(case_id for _, _, case_id in found)


def mentioning(subject: str, others: Iterable[tuple[int, str, str]]) -> tuple[int, ...]:
    """Return the ids of the cases in whose subject a short one, 「菸捐」, stands whole."""
    wanted = _level(subject)
    if not SHORT <= len(wanted) < CONTAINED:
        return ()
    return tuple(case_id for case_id, _, other in others if wanted in _level(other))[:MOST]


def _score(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """Compare whole titles; a shorter one inside a longer one is similar as well."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= CONTAINED and shorter in longer:
        return max(fuzz.ratio(one, other), NEAR)
    return fuzz.ratio(one, other, score_cutoff=score_cutoff)


def _level(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower().replace("臺", "台")
    return "".join(c for c in folded if c.isalnum())
