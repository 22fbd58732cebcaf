"""A text that holds no command's word but almost one: what is then offered. Pure."""

import re
from collections.abc import Sequence

from bot.found import Found, Sentence
from bot.sentence import OPENINGS
from bot.spelling import Speller
from bot.understanding import Guess
from bot.vocabulary import Vocabulary

TOKEN = re.compile(r"[^\s,，。、:：;；!！?？~～]+")


class Misspelt:
    """One text, read as if a word in it were misspelt."""

    def __init__(self, vocabulary: Vocabulary, speller: Speller, sentence: Sentence) -> None:
        self._takes = {w.entry.name: w.entry.takes_argument for w in vocabulary.wordings}
        self._speller = speller
        self._sentence = sentence
        opening = OPENINGS.match(sentence.text)
        self._start = opening.end() if opening else 0

    def guesses(self, judged: Sequence[Found]) -> Sequence[Guess]:
        """Return what was probably meant; words that were `judged` already are left alone."""
        return self._apart(judged) or self._glued()

    def _apart(self, judged: Sequence[Found]) -> list[Guess]:
        """A first, second or last token that is almost a command."""
        text, start = self._sentence.text, self._start
        tokens = [match.span() for match in TOKEN.finditer(text, start)]
        for begin, end in dict.fromkeys([*tokens[:2], *tokens[-1:]]):
            if any(begin <= f.start < end for f in judged):
                continue
            names = self._speller.guess(text[begin:end])
            parts = (self._typed(start, begin), self._typed(end, len(text)))
            rest = " ".join(filter(None, parts))
            if len(names) == 1 or (names and len(tokens) == 1):
                return [Guess(name, rest) for name in names if self._fits(name, rest)]
        return []

    def _glued(self) -> tuple[Guess, ...]:
        near = self._speller.guess_start(self._sentence.text[self._start :])
        if near is None:
            return ()
        name, length = near
        rest = self._typed(self._start + length, len(self._sentence.text))
        return (Guess(name, rest),) if self._fits(name, rest) else ()

    def _fits(self, name: str, rest: str) -> bool:
        """Whether the command has room for the rest: 「取消 8」 is not 取消靜音 misspelt."""
        return not rest or self._takes[name]

    def _typed(self, start: int, end: int) -> str:
        return self._sentence.folded.typed(start, end).strip()
