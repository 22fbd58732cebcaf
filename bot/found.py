"""Where a command's wording stands in a text, and what stands around it. Pure."""

import re
from dataclasses import dataclass

from bot.folded import Folded
from bot.phrases import MARKER, NEGATION, NUMBER, OPENING, PAUSE
from bot.vocabulary import Wording

WINDOW = 24  # characters before a verb that can turn its sense
LONGEST_OPENING = 80  # characters of courtesies and a case number before a verb that comes first

FIRST = re.compile(
    rf"(?:{OPENING})*+(?:{NUMBER}(?:{PAUSE}|那一?件|這一?件|那案|這案|先|就)*+(?:{OPENING})*+)?"
)
PAUSE_FIRST = re.compile(PAUSE)
PAUSE_LAST = re.compile(rf"{PAUSE}$")
LEAD_IN_END = re.compile(rf"{PAUSE}*(?:(?<![\d/.:\-a-z]){NUMBER})?{PAUSE}*$")
APART_NEXT = re.compile(  # a number, a length of time or 「一下」 sets a verb apart
    r"\s?(?:#|第)?\d|一下|下\s|看看|[一兩二三四五六七八九十半]+個?(?:小時|鐘頭|分|天|週|禮拜)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A text without the courtesies around it."""

    folded: Folded
    end: int
    asks_leave: bool  # 「可以…嗎」「…好嗎」
    softened: bool  # 「…一下」
    has_number: bool

    @property
    def text(self) -> str:
        """What is left for matching."""
        return self.folded.text[: self.end]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One wording found in a sentence; positions are in the folded text."""

    wording: Wording
    sentence: Sentence
    start: int
    end: int

    @property
    def before(self) -> str:
        """What stands before it."""
        return self.sentence.folded.text[: self.start]

    @property
    def after(self) -> str:
        """What stands after it."""
        return self.sentence.folded.text[self.end : self.sentence.end]

    @property
    def near(self) -> str:
        """The few characters before it."""
        return self.before[-WINDOW:]

    @property
    def lead_in(self) -> str:
        """The same without a case number and pauses at its end: 「不要 42 結案」."""
        return LEAD_IN_END.sub("", self.near)

    @property
    def is_first(self) -> bool:
        """Whether only courtesies or a case number stand before it."""
        before = self.before
        return len(before) <= LONGEST_OPENING and FIRST.fullmatch(before) is not None

    @property
    def apart_before(self) -> bool:
        """Whether the text, a pause or nothing but courtesies ends before it."""
        return not self.before or PAUSE_LAST.search(self.near) is not None or self.is_first

    @property
    def apart_after(self) -> bool:
        """Whether a pause, a number or nothing follows."""
        after = self.after
        return not after or bool(PAUSE_FIRST.match(after) or APART_NEXT.match(after))

    @property
    def is_marked(self) -> bool:
        """Whether 「幫我」「麻煩」 or the like stand right before it."""
        return MARKER.search(self.near) is not None

    @property
    def is_negated(self) -> bool:
        """Whether 「不要」「還沒」 or the like stand right before it."""
        return NEGATION.search(self.lead_in) is not None
