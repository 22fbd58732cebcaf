"""From an addressed text to a command. Pure: no chat, no database, no clock.

Order, width, punctuation and courtesies do not matter; the longest wording wins. A command that
changes something is carried out only when it is plainly asked for; all else is a suggestion.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.folded import fold
from bot.found import Sentence
from bot.phrases import CHATTER, CODE, GREETING
from bot.reading import Reading
from bot.room import Bare, Command
from bot.sentence import read_sentence
from bot.shapes import Shapes
from bot.spelling import Speller
from bot.stance import QUOTED
from bot.understanding import Certainty, Guess, Reason, Understanding
from bot.vocabulary import make_vocabulary

S = TypeVar("S")
W = TypeVar("W")

MOST_SUGGESTIONS = 4
LONGEST_GREETING = 30  # characters
MOST_REQUESTS = 4  # in one text; what comes after belongs to the last


def _unquoted(text: str) -> str:
    """Take off quotation marks around the whole: people copy 「登記 案由」 from the manual."""
    return text[1:-1].strip() if QUOTED.fullmatch(text) else text


def _greets(text: str) -> bool:
    """Whether a folded text is a greeting and nothing else."""
    return len(text) <= LONGEST_GREETING and GREETING.fullmatch(text) is not None


class Understander:
    """Knows the wordings of all commands."""

    def __init__(self, commands: Sequence[Command[S, W]]) -> None:
        """Raise ConfigError when one wording stands for two commands."""
        self._vocabulary = make_vocabulary(commands)
        self._words = self._vocabulary.words
        self._shapes = Shapes(commands)
        self._speller = Speller({word: entry.name for word, entry in self._words.items()})

    @property
    def verbs(self) -> frozenset[str]:
        """Words that may follow 「小幫手」 without a space."""
        return self._vocabulary.verbs

    def understand(self, text: str) -> Understanding:
        """Find what `text` asks for; it is already free of the mention and of hidden marks."""
        understood = self._decide(text)
        if understood.certainty is Certainty.SURE:
            understood = self._several(text) or understood
        if understood.certainty is not Certainty.CLOSE:
            return understood
        guesses = {g.line: g for g in map(self._with_line, understood.guesses) if g.line}
        if not guesses:
            return Understanding.nothing(understood.reason)
        return replace(understood, guesses=tuple(guesses.values())[:MOST_SUGGESTIONS])

    def line_for(self, command: str, argument: str) -> str:
        """Write the line that is surely understood as `command` with `argument`.

        Returns nothing when there is no such line.
        """
        argument = argument.strip()
        for line in (f"{command} {argument}".strip(), f"{command}「{argument}」"):
            decided = self._decide(line)
            same = decided.command == command and decided.argument == argument
            if decided.certainty is Certainty.SURE and same:
                return line
        return ""

    def _with_line(self, guess: Guess) -> Guess:
        return replace(guess, line=self.line_for(guess.command, guess.argument))

    def _reading(self, text: str) -> Reading | None:
        return self._read(read_sentence(text))

    def _read(self, sentence: Sentence) -> Reading | None:
        if not sentence.text or CHATTER.fullmatch(sentence.text):
            return None
        return Reading(self._vocabulary, self._speller, sentence)

    def _decide(self, text: str) -> Understanding:
        text = _unquoted(text.strip())
        if not text:
            return Understanding.nothing(Reason.EMPTY)
        exact = self._words.get(fold(text).text)
        if exact:
            return Understanding.sure(exact.name, "", Reason.VERB_FIRST)
        sentence = read_sentence(text)
        short = self._code(sentence) or self._shaped(sentence)
        if short:
            return short
        greets = _greets(fold(text).text)
        reading = None if greets else self._read(sentence)
        if reading is not None:
            return reading.decide()
        return Understanding.nothing(Reason.GREETING if greets else Reason.CHATTER)

    def _code(self, sentence: Sentence) -> Understanding | None:
        """「Q3AY-6EYW」, pasted."""
        entry = self._vocabulary.by_bare.get(Bare.CODE)
        match = CODE.fullmatch(sentence.text) if entry else None
        if entry is None or match is None:
            return None
        code = sentence.folded.typed(*match.span("code"))
        return Understanding.sure(entry.name, code, Reason.CODE)

    def _shaped(self, sentence: Sentence) -> Understanding | None:
        """「8 延到下週三」 is an order; 「8 延到下週三了嗎」 asks for the case."""
        shaped = self._shapes.read(sentence)
        one = self._vocabulary.by_bare.get(Bare.NUMBER)
        asked = next((s.number for s in shaped if s.is_question), "")
        if asked and one:
            return Understanding.close((Guess(one.name, asked),), Reason.QUESTION)
        told = [s for s in shaped if not s.is_question]
        sure = [s for s in told if s.is_sure]
        if len(sure) == 1:
            return Understanding.sure(sure[0].guess.command, sure[0].guess.argument, Reason.SHAPE)
        guesses = tuple(s.guess for s in sure or told)
        return Understanding.close(guesses, Reason.HINT) if guesses else None

    def _several(self, text: str) -> Understanding | None:
        """Offer each request of a text that holds several, when each is sure by itself."""
        reading = self._reading(text.strip())
        cuts = reading.next_requests()[: MOST_REQUESTS - 1] if reading else ()
        if not cuts:
            return None
        typed = fold(text.strip())
        starts = (0, *(start for _, start in cuts))
        ends = (*(end for end, _ in cuts), len(typed.text))
        parts = [
            self._decide(typed.typed(start, end)) for start, end in zip(starts, ends, strict=True)
        ]
        if any(part.certainty is not Certainty.SURE for part in parts):
            return None
        guesses = (Guess(part.command, part.argument) for part in parts)
        return Understanding.close(guesses, Reason.SEVERAL)
