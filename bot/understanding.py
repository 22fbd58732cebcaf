"""What the bot made of a text: sure, close, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How far a text was understood."""

    SURE = "sure"  # carried out
    CLOSE = "close"  # offered as buttons
    NOTHING = "nothing"  # silence in a group, a few examples one to one


class Reason(StrEnum):
    """Why; the log, the tests and the operator read the same word."""

    VERB_FIRST = "verb_first"
    VERB_LATER = "verb_later"
    PHRASE = "phrase"  # 「誰在管」
    TELLING = "telling"  # 「37 成案了」
    SHAPE = "shape"  # 「8 延到下週三」
    HINT = "hint"  # 「我要離職了」: names no command, but some help
    CODE = "code"  # a pasted one-time code
    NUMBER = "number"
    LINK = "link"
    SEVERAL = "several"  # two requests in one text
    QUESTION = "question"  # asks about a change
    EITHER = "either"  # a question, or an order with a question for a subject
    MAYBE = "maybe"
    SPELLING = "spelling"
    NEGATED = "negated"
    CHATTER = "chatter"
    GREETING = "greeting"  # 「嗨」
    EMPTY = "empty"  # called without being asked anything
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Guess:
    """A command that was perhaps meant."""

    command: str
    argument: str
    line: str = ""  # how it can be typed so that it is surely understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a text asks for.

    SURE: `command` with `argument`. CLOSE: up to four `guesses`; the `line` of each is SURE when
    typed. NOTHING: neither.
    """

    certainty: Certainty
    reason: Reason
    command: str = ""
    argument: str = ""
    guesses: tuple[Guess, ...] = ()

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The guesses as lines that can be typed."""
        return tuple(guess.line for guess in self.guesses)

    @classmethod
    def sure(cls, command: str, argument: str, reason: Reason) -> "Understanding":
        """Make an order that is carried out."""
        return cls(
            certainty=Certainty.SURE, reason=reason, command=command, argument=argument.strip()
        )

    @classmethod
    def close(cls, guesses: Iterable[Guess], reason: Reason) -> "Understanding":
        """Make guesses that are only offered."""
        return cls(certainty=Certainty.CLOSE, reason=reason, guesses=tuple(guesses))

    @classmethod
    def nothing(cls, reason: Reason) -> "Understanding":
        """Make the admission that nothing was asked for, or nothing was understood."""
        return cls(certainty=Certainty.NOTHING, reason=reason)
