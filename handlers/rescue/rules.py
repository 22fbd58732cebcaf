"""Which situation a call for help tells of, and what may be passed on. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.rescue.errors import PersonalWordsError, SecretWordsError
from handlers.shared.personal_data import find_personal_data
from storage.records.rescues import Advice

MOST_WORDS = 200  # characters that are passed on
MOST_A_DAY = 3  # calls of one person
DAY = timedelta(days=1)
SECRET = re.compile(r"密件|機密|密等|列密")
_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody said: the situation when it is clear, and the words to be passed on."""

    advice: Advice | None
    words: str
    is_cut: bool = False


def read_call(argument: str, advices: Sequence[Advice]) -> Call:
    """Read 「被提案打到 快五千了」; `advice` is None where it is to be asked.

    Raises SecretWordsError, PersonalWordsError.
    """
    text = " ".join(argument.split())
    if SECRET.search(text):
        raise SecretWordsError
    if find_personal_data(text) is not None:
        raise PersonalWordsError
    named = next((a for a in advices if text.startswith(a.situation)), None)
    if named is not None:
        rest = text.removeprefix(named.situation)
        chosen = rest.startswith("：") or not rest  # a button's line
        words = rest.removeprefix("：") if chosen else text
        return Call(named, words[:MOST_WORDS], len(words) > MOST_WORDS)
    told = [a for a in advices if any(cue in text.lower() for cue in a.cues)]
    only = told[0] if len(told) == 1 else None
    return Call(only, text[:MOST_WORDS], len(text) > MOST_WORDS)


def line_of(advice: Advice, words: str) -> str:
    """Write what a button types."""
    return f"求救 {advice.situation}：{words}" if words else f"求救 {advice.situation}"


def read_number(argument: str) -> int | None:
    """Read the number of a call; None when there is none."""
    found = _NUMBER.search(argument)
    return int(found[0]) if found else None
