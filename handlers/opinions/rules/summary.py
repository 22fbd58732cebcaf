"""The early summary (意見摘要): what many people say, in their own words. Pure, no model.

A phrase counts once for each person. Words of abuse are never repeated.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handlers.opinions.rules.counting import is_same, levelled
from handlers.shared.decency import guarded, is_abusive
from storage.records.opinions import Opinion

SHORTEST, LONGEST = 2, 8  # characters of a phrase
LEAST_PEOPLE = 2
PHRASES = 5
POSTS = 3
QUOTE = 90  # characters of a post that are shown
WORTH = 0.7  # a part is left out when its whole is said by this share of its people
HAN = re.compile(r"[㐀-䶿一-鿿]+")
LATIN = re.compile(r"[a-z][a-z0-9\-]{2,}")
# They join words, and begin or end no phrase that says something.
GRAMMAR = frozenset(
    "的了是在我你他她它們也都就不很會有和與及或但而要這那個為以於把被讓給跟到從對吧呢嗎啊喔呀"
    "之其此該等更最太還才只又再若如因所請可能應上下中前後時說想看做去來著過得並且沒無"
)
COMMON = (
    *("希望", "建議", "支持", "反對", "贊成", "同意", "政府", "民眾", "覺得", "認為", "問題"),
    *("意見", "草案", "我們", "你們", "大家", "國家", "台灣", "規定", "法規", "修法", "修正"),
    *("部分", "內容", "相關", "情況", "方式", "需要", "目前", "現在", "條文"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What many say."""

    words: str
    people: int


def quoted(text: str, limit: int = QUOTE) -> str:
    """Return a text on one line, guarded and cut to what a card shows."""
    line = guarded(" ".join(text.split()))
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def frequent(opinions: Sequence[Opinion]) -> tuple[Phrase, ...]:
    """Return what most people say, longer phrases instead of their parts."""
    texts: dict[tuple[str, int], list[str]] = {}
    for one in opinions:
        texts.setdefault((one.source, one.person), []).extend(_runs(one.text))
    pairs = _often({pair for run in runs for pair in _pairs(run)} for runs in texts.values())
    often = _often(
        {phrase for run in runs for phrase in _phrases(run, pairs)} for runs in texts.values()
    )
    kept: list[str] = []
    for phrase in sorted(often, key=lambda p: (-often[p] * _weight(p), p)):
        whole = _grown(phrase, often)
        if not any(_overlaps(whole, other) for other in kept):
            kept.append(whole)
        if len(kept) == PHRASES:
            break
    return tuple(Phrase(phrase, often[phrase]) for phrase in kept)


def _often(by_person: Iterable[set[str]]) -> dict[str, int]:
    counts = Counter(phrase for said in by_person for phrase in said)
    return {phrase: n for phrase, n in counts.items() if n >= LEAST_PEOPLE}


def _weight(phrase: str) -> float:
    return 1 + 0.15 * (len(phrase) - SHORTEST)


def _grown(phrase: str, often: dict[str, int]) -> str:
    """Return the longest phrase around this one that nearly as many people say."""
    around = [p for p in often if phrase in p and often[p] >= WORTH * often[phrase]]
    return max(around, key=lambda p: (len(p), often[p], p), default=phrase)


def _overlaps(one: str, other: str) -> bool:
    shared = len(_pairs(one) & _pairs(other))
    return 2 * shared >= min(len(one), len(other)) - 1


def _pairs(run: str) -> set[str]:
    return {run[i : i + 2] for i in range(len(run) - 1)}


def _runs(text: str) -> list[str]:
    """Return what stands between punctuation: Chinese, and Latin words."""
    folded = guarded(unicodedata.normalize("NFKC", text).lower())
    return [*HAN.findall(folded), *LATIN.findall(folded)]


def _phrases(run: str, pairs: dict[str, int]) -> Iterator[str]:
    """Go through the phrases of which every two characters are said by several people."""
    if LATIN.fullmatch(run):
        yield run
        return
    for start in range(len(run) - 1):
        for end in range(start + SHORTEST, min(start + LONGEST, len(run)) + 1):
            if run[end - 2 : end] not in pairs:
                break
            if _says_something(run[start:end]):
                yield run[start:end]


def _says_something(phrase: str) -> bool:
    if phrase[0] in GRAMMAR or phrase[-1] in GRAMMAR:
        return False
    return not any(word in phrase for word in COMMON)


def representative(opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """Choose posts that say what many say: of different people, unlike each other, no abuse."""
    weights = {phrase.words: phrase.people for phrase in frequent(opinions)}
    left: list[Opinion] = [one for one in opinions if one.text and not is_abusive(one.text)]
    chosen: list[Opinion] = []
    while left and len(chosen) < POSTS:
        best = max(left, key=lambda one: (_score(one.text, weights), -one.serial))
        chosen.append(best)
        # What was said once is not shown again as long as there is something else.
        weights = {words: n for words, n in weights.items() if words not in best.text}
        left = [one for one in left if not _is_like(one, best)]
    return tuple(chosen)


def _score(text: str, weights: dict[str, int]) -> float:
    said = sum(people for phrase, people in weights.items() if phrase in text)
    # Of two that say as much the shorter is the clearer; a few words say too little.
    length = len(levelled(text))
    return said - length / 1000 - (2 if length < LONGEST else 0)


def _is_like(one: Opinion, other: Opinion) -> bool:
    if (one.source, one.person) == (other.source, other.person):
        return True
    return is_same(levelled(one.text), levelled(other.text))
