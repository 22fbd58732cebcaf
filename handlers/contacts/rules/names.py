"""How agencies are written: folding away what does not matter, and all spellings of a name."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.contacts.rules.finding_answers import Reason
from storage.records.agencies import Agency, Level

TONE_MARKS = "ˉˊˇˋ˙"  # of 注音; Unicode counts four of them as letters
CABINET = "行政院"
DERIVED_MIN = 3  # characters; a shorter rest of a name says nothing

# Written alike in the officer's eye, or by another keyboard's habit.
_VARIANTS = str.maketrans(
    "台内衞温祕羣裏敎眞説户戸爲産緖姊峯啓衆滙綫鷄囯廰污",
    "臺內衛溫秘群裡教真說戶戶為產緒姐峰啟眾匯線雞國廳汙",
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write an agency's name."""

    text: str  # as the list writes it
    reason: Reason
    explicit: bool = True  # False: derived by cutting a ministry's name off the front


@lru_cache(maxsize=16384)
def _fold_char(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).casefold().translate(_VARIANTS)
    return "".join(c for c in folded if c.isalnum() and c not in TONE_MARKS)


def fold(text: str) -> str:
    """Drop width, case, spaces, punctuation and character variants (台/臺)."""
    return "".join(map(_fold_char, text))


def fold_with_places(text: str) -> tuple[str, tuple[int, ...]]:
    """Fold `text`; the second value says for each folded character where it stood."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for folded in _fold_char(char):
            chars.append(folded)
            places.append(place)
    return "".join(chars), tuple(places)


def is_han(char: str) -> bool:
    """Whether `char` is a Han character (not 注音, not punctuation)."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def has_han(text: str) -> bool:
    """Whether `text` holds any Han character."""
    return any(map(is_han, text))


def spellings_of(agency: Agency, parents: Sequence[Agency]) -> tuple[Spelling, ...]:
    """List every spelling of `agency`, best first, without doubles after folding.

    `parents` are the agencies above it; their names may be left off the front.
    """
    seen: dict[str, Spelling] = {}
    for spelling in (*_explicit(agency), *_derived(agency, parents)):
        seen.setdefault(fold(spelling.text), spelling)
    seen.pop("", None)
    return tuple(seen.values())


def _explicit(agency: Agency) -> Iterator[Spelling]:
    is_unit = agency.level is Level.UNIT
    yield Spelling(agency.name, Reason.UNIT if is_unit else Reason.NAME)
    for name in agency.short_names:
        yield Spelling(name, Reason.UNIT if is_unit else Reason.SHORT)
    yield Spelling(agency.acronym, Reason.ACRONYM)
    yield Spelling(agency.english, Reason.ENGLISH)
    for code in (agency.code, *agency.former_codes):
        yield Spelling(code, Reason.CODE)
    for name in agency.former_names:
        yield Spelling(name, Reason.FORMER)


def _derived(agency: Agency, parents: Sequence[Agency]) -> Iterator[Spelling]:
    fronts = {CABINET}
    for parent in parents:
        fronts.update((parent.name, *parent.short_names, *parent.former_names))
    reason = Reason.UNIT if agency.level is Level.UNIT else Reason.NAME
    for rest in _without_front((agency.name,), fronts):
        yield Spelling(rest, reason, explicit=False)
    for rest in _without_front(agency.former_names, fronts):
        yield Spelling(rest, Reason.FORMER, explicit=False)
    yield Spelling(agency.english.split(",")[0], Reason.ENGLISH, explicit=False)
    yield Spelling(agency.english.split("(")[0], Reason.ENGLISH, explicit=False)


def _without_front(names: Iterable[str], fronts: Iterable[str]) -> Iterator[str]:
    # 行政院衛生署疾病管制局 gives 衛生署疾病管制局 and 疾病管制局.
    ordered = sorted(fronts, key=len)
    for name in names:
        rests = {name}
        for _ in range(2):
            rests |= {r.removeprefix(f) for r in rests for f in ordered}
        yield from sorted(r for r in rests if r != name and len(r) >= DERIVED_MIN)
