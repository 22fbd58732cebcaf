"""What was probably meant by a word that is not quite a command: by sound, by slip, half-typed.

A guess is only ever offered as a button; nothing here makes a command run.
"""

import re
from collections.abc import Mapping
from functools import cache, cached_property

from rapidfuzz.distance import OSA

TONES = str.maketrans("", "", "ˊˇˋ˙ˉ")
RUNS = re.compile(r"[一-鿿]+|[^一-鿿]")
LONG_ENOUGH = 3  # characters; shorter words differ too little for one wrong letter to be a slip
MAX_LENGTH = 8  # characters of a token that may still be a misspelt command
BEST = 3  # half-typed words may be completed in so many ways


def _is_bopomofo(character: str) -> bool:
    return "\u3105" <= character <= "\u3129"


def _is_chinese(character: str) -> bool:
    return "一" <= character <= "鿿"


def _sounds(word: str) -> tuple[str, ...]:
    """Write each Chinese character in 注音 without tones; other characters stay."""
    from pypinyin import Style, pinyin  # noqa: PLC0415  # 55 MB, once somebody mistypes

    sounds: list[str] = []
    for run in RUNS.findall(word):
        spelt = pinyin(run, style=Style.BOPOMOFO) if _is_chinese(run[0]) else [[run]]
        sounds += (syllable[0].translate(TONES) for syllable in spelt)
    return tuple(sounds)


@cache  # of the commands' words only: few, and the same for every dispatcher
def _spelt(word: str) -> tuple[tuple[str, ...], str]:
    """Return a command's word in 注音, and in Latin letters."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # as above

    return _sounds(word), "".join(lazy_pinyin(word))


def _alike(token: tuple[str, ...], word: tuple[str, ...]) -> bool:
    """Compare sound by sound; one 注音 letter stands for a syllable that begins with it."""
    return len(token) == len(word) and all(
        typed == meant or (_is_bopomofo(typed[:1]) and len(typed) == 1 and meant.startswith(typed))
        for typed, meant in zip(token, word, strict=True)
    )


def _without_repeats(word: str) -> str:
    return "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])


class Speller:
    """Knows the words of all commands and what they sound like."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take each folded word and the name of its command."""
        self._names = dict(names)

    @cached_property
    def _sounds(self) -> dict[str, tuple[str, ...]]:
        return {word: _spelt(word)[0] for word in self._names if not word.isascii()}

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {"".join(sounds): word for word, sounds in self._sounds.items()}

    @cached_property
    def _latin(self) -> dict[str, str]:
        return {_spelt(word)[1]: word for word in self._sounds if len(word) > 1}

    def guess(self, token: str) -> tuple[str, ...]:
        """Return names of commands that `token`, a whole word, may stand for; the best first."""
        if not token or len(token) > MAX_LENGTH or token in self._names:
            return ()
        found = self._by_sound(token) or self._by_slip(token)
        return (self._names[found],) if found else self._half_typed(token)

    def guess_start(self, text: str) -> tuple[str, int] | None:
        """Return the command whose word the text begins with by sound, and the word's length."""
        for length in (4, 3, 2):
            head = text[:length]
            if head in self._names:
                return None  # it is the word itself, and was judged as such
            if len(head) < length or not any(_is_chinese(c) for c in head):
                continue
            word = self._by_sound(head)
            if word and len(word) == length:
                return self._names[word], length
        return None

    def _by_sound(self, token: str) -> str | None:
        if token.isascii():
            return self._latin.get(token)
        sounds = _sounds(token)
        exact = self._whole.get("".join(sounds))
        if exact and len(exact) > 1:
            return exact
        if not any(_is_bopomofo(c) for c in token) or len(token) < 2:  # noqa: PLR2004  # 「ㄉㄐ」
            return None
        return next((w for w, s in self._sounds.items() if len(w) > 1 and _alike(sounds, s)), None)

    def _by_slip(self, token: str) -> str | None:
        plain = _without_repeats(token)
        if plain in self._names and len(plain) > 1:
            return plain
        for word in self._names:
            if token.isascii() != word.isascii():
                continue
            swapped = len(word) > 1 and sorted(word) == sorted(token)
            near = (
                min(len(word), len(token)) >= LONG_ENOUGH
                and OSA.distance(token, word, score_cutoff=1) <= 1
            )
            if swapped or near:
                return word
        return None

    def _half_typed(self, token: str) -> tuple[str, ...]:
        if token.isascii():
            return ()
        names = [name for word, name in self._names.items() if word == name.lower()]
        ahead = [name for name in names if name.startswith(token)]
        if not ahead and len(token) > 1:
            ahead = [name for word, name in self._names.items() if word.startswith(token)]
        return tuple(dict.fromkeys(ahead))[:BEST]
