"""Matters that Join does not take petitions about (不受理)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One matter that is not accepted, and who says so."""

    matter: str  # 兩岸
    words: tuple[str, ...]  # in a title they hint at the matter
    explanation: str  # one sentence, for the officer
    source: str
    version: str
    settled: bool  # False: practice, which officers dispute
    valid_from: date | None = None  # Taipei, of the petition's 提送; None: ever since
