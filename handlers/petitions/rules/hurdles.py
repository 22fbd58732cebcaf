"""Why a petition may not be accepted, as its title hints. Pure; people decide."""

from collections.abc import Iterable
from datetime import date

from storage.names import level_text
from storage.records.refusals import Refusal


def hurdles_of(title: str, refusals: Iterable[Refusal], *, on: date) -> tuple[Refusal, ...]:
    """Return the matters that `title` hints at and that were not accepted on the day `on`."""
    read = level_text(title)
    return tuple(
        refusal
        for refusal in refusals
        if (refusal.valid_from is None or refusal.valid_from <= on)
        and any(level_text(word) in read for word in refusal.words)
    )


def hurdle_words(refusal: Refusal) -> str:
    """Say in one sentence what the matter is, and who says so."""
    doubt = "" if refusal.settled else "（慣例，有不同意見）"
    source = f"{refusal.source}，{refusal.version}"
    return f"題目可能涉及{refusal.matter}：{refusal.explanation}{doubt}（{source}）"
