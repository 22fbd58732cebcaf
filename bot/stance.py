"""What the words around a command's word make of it: an order, a question, or mere talk. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.folded import Folded
from bot.phrases import (
    ASKED_OF,
    ASPECT,
    BACKED,
    BLOCKER,
    BLOCKER_APART,
    DONE_BY,
    DONE_TAIL,
    GIVE,
    MANUAL,
    MARKER,
    NEGATION,
    NEGATION_AFTER,
    NUMBER,
    NUMBER_INSIDE,
    ONE_CHARACTER_GOES_ON,
    OPENING,
    PAUSE,
    QUESTION_ALL,
    QUESTION_TAIL,
    QUESTION_WORD,
    REPORTED,
    RETRACTED,
    STATE,
    THANKS,
)
from bot.vocabulary import Wording

WINDOW = 24  # characters before a verb that can turn its sense
LONGEST_OPENING = 80  # characters of courtesies and a case number before a verb that comes first
SHORT_SUBJECT = (
    14  # characters; 「登記 菸捐了嗎」 may be a question, a long subject is one less likely
)

FIRST = re.compile(
    rf"(?:{OPENING})*+(?:{NUMBER}(?:{PAUSE}|那一?件|這一?件|那案|這案|先|就)*+(?:{OPENING})*+)?"
)
QUOTED = re.compile(r"\s*「[^「」]+」\s*")
PAUSE_FIRST = re.compile(PAUSE)
PAUSE_LAST = re.compile(rf"{PAUSE}$")
LEAD_IN_END = re.compile(rf"{PAUSE}*(?:(?<![\d/.:\-a-z]){NUMBER})?{PAUSE}*$")
APART_NEXT = re.compile(r"\s?(?:#|第)?\d|一下|下\s|看看")  # a number or 「一下」 sets a verb apart
SOFTENED = re.compile(r"一下|看看")
LATIN = re.compile(r"[a-z0-9]")
SEGMENTS = re.compile(rf"{PAUSE}+")
ONLY_THANKS = re.compile(rf"(?:{OPENING}|{THANKS})*+")
HAS_THANKS = re.compile(THANKS)


class Stance(StrEnum):
    """What a command's word does in a text."""

    ORDER = "order"
    QUESTION = "question"  # asks whether, who or when
    EITHER = (
        "either"  # 「登記公園可以遛狗嗎」: an order with a question for a subject, or a question
    )
    MAYBE = "maybe"  # probably an order, but not surely
    NEGATED = "negated"
    TALK = "talk"  # only mentioned


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


def _is_retracted(found: Found) -> bool:
    """Whether the last word takes it all back: 「登記菸捐 啊不是 等等」."""
    last = [part for part in SEGMENTS.split(found.after) if part][-1:]
    return bool(last) and RETRACTED.fullmatch(last[0]) is not None


def _is_asked_of(found: Found) -> bool:
    """Whether 「誰可以」「怎麼」 stand before the request: 「誰可以幫我登記」."""
    marker = MARKER.search(found.near)
    return marker is not None and ASKED_OF.search(found.near[: marker.start()]) is not None


def _cuts_a_word(found: Found) -> bool:
    """Whether a Latin word was found inside a longer one."""
    around = (found.before[-1:], found.after[:1])
    return found.wording.is_latin and any(LATIN.fullmatch(c) for c in around)


def _asks(text: str) -> bool:
    return bool(QUESTION_TAIL.search(text) or QUESTION_WORD.search(text))


def _only_thanked(found: Found) -> bool:
    before = found.before
    return bool(HAS_THANKS.search(before)) and ONLY_THANKS.fullmatch(before) is not None


def _of_first_glued(found: Found) -> Stance:
    entry, after = found.wording.entry, found.after
    if ASPECT.match(after) or QUESTION_WORD.match(after.removeprefix("給")):
        return Stance.QUESTION if _asks(after) else Stance.TALK
    if not entry.needs_argument:
        return Stance.MAYBE if found.wording.is_name and entry.takes_argument else Stance.TALK
    unguarded = entry.acts_on_case and not found.sentence.has_number
    if found.wording.is_short or unguarded:
        return Stance.TALK
    if QUESTION_TAIL.search(after):
        return Stance.QUESTION if entry.acts_on_case else Stance.EITHER
    return Stance.ORDER


def _of_first_apart(found: Found) -> Stance:
    entry, after = found.wording.entry, found.after
    if QUOTED.fullmatch(after):
        return Stance.ORDER
    if QUESTION_ALL.fullmatch(NUMBER_INSIDE.sub("", after)):
        return Stance.QUESTION
    if not entry.takes_argument and after.strip():
        return Stance.MAYBE
    if DONE_TAIL.search(after) and len(after) <= SHORT_SUBJECT:
        return Stance.QUESTION if entry.acts_on_case else Stance.EITHER
    return Stance.ORDER


def _stands_apart(found: Found) -> bool:
    """Whether a first verb stands apart; 「確認一下時間」 names no case and is talk."""
    softened = SOFTENED.match(found.after)
    if softened and found.wording.entry.acts_on_case and not found.sentence.has_number:
        return softened.end() == len(found.after)
    return found.apart_after


def _of_first(found: Found) -> Stance:
    if NEGATION_AFTER.fullmatch(found.after) or _is_retracted(found):
        return Stance.NEGATED
    if _only_thanked(found) and not PAUSE_LAST.search(found.near):
        return Stance.TALK
    if not found.apart_after and QUESTION_ALL.fullmatch(NUMBER_INSIDE.sub("", found.after)):
        return Stance.QUESTION
    stance = _of_first_apart(found) if _stands_apart(found) else _of_first_glued(found)
    content = found.after.strip() and not found.wording.entry.acts_on_case
    if stance is Stance.ORDER and found.sentence.asks_leave and not found.is_marked and not content:
        return Stance.MAYBE
    return stance


def _of_later_glued(found: Found) -> Stance:
    after = found.after
    if ASPECT.match(after) or QUESTION_ALL.fullmatch(after):
        return Stance.QUESTION if _asks(after) or QUESTION_WORD.search(found.near) else Stance.TALK
    if _is_asked_of(found):
        return Stance.QUESTION
    if found.is_marked and not found.wording.is_short and found.wording.entry.takes_argument:
        return Stance.ORDER
    beside_number = found.wording.entry.acts_on_case and found.sentence.has_number
    return Stance.MAYBE if beside_number else Stance.TALK


def _of_later_apart(found: Found) -> Stance:
    near = found.lead_in
    apart = found.apart_before
    if QUESTION_ALL.fullmatch(found.after) or QUESTION_TAIL.search(found.after):
        return Stance.QUESTION
    if _is_asked_of(found):
        return Stance.QUESTION
    if not found.is_marked and (BLOCKER_APART if apart else BLOCKER).search(near):
        return Stance.QUESTION if QUESTION_WORD.search(near) else Stance.TALK
    if not found.wording.entry.takes_argument:
        return Stance.MAYBE
    if found.sentence.asks_leave and not found.is_marked:
        return Stance.MAYBE
    if found.is_marked or apart or (found.sentence.softened and not found.after):
        return Stance.ORDER
    return Stance.ORDER if BACKED.search(found.near) else Stance.MAYBE


def _of_change(found: Found) -> Stance:
    if found.is_first:
        return _of_first(found)
    if found.is_negated or NEGATION_AFTER.fullmatch(found.after) or _is_retracted(found):
        return Stance.NEGATED
    if _only_thanked(found) or REPORTED.search(found.lead_in):
        return Stance.TALK
    return _of_later_apart(found) if found.apart_after else _of_later_glued(found)


def _of_first_reading(found: Found) -> Stance:
    if NEGATION_AFTER.fullmatch(found.after):
        return Stance.NEGATED
    if found.apart_after:
        return Stance.ORDER
    if found.wording.entry.name == MANUAL:
        return Stance.TALK  # 「說明會幾點」
    goes_on = ONE_CHARACTER_GOES_ON if found.wording.is_short else ASPECT
    talk = goes_on.match(found.after) or STATE.match(found.after)
    return Stance.TALK if talk else Stance.ORDER


def _of_reading(found: Found) -> Stance:
    if found.is_first:
        return _of_first_reading(found)
    if found.is_negated:
        return Stance.NEGATED
    entry = found.wording.entry
    if entry.name == MANUAL or (entry.acts_on_case and not found.sentence.has_number):
        return Stance.TALK
    if found.apart_after and (found.apart_before or found.is_marked):
        return Stance.ORDER
    if DONE_BY.search(found.near):
        return Stance.TALK
    if not found.after:
        softened = found.sentence.softened or not found.wording.is_short
        return Stance.ORDER if softened else Stance.TALK
    if found.wording.is_short:
        return Stance.TALK
    if GIVE.match(found.after) or found.is_marked:
        return Stance.ORDER
    return Stance.MAYBE if _asks(found.after) else Stance.TALK


def judge(found: Found) -> Stance:
    """Decide what a name or an alias does where it was found."""
    if _cuts_a_word(found):
        return Stance.TALK
    return _of_change(found) if found.wording.entry.changes else _of_reading(found)


def judge_telling(found: Found) -> Stance:
    """Decide what a wording like 「成案了」 does beside a case number."""
    near = found.lead_in
    if found.is_negated:
        return Stance.NEGATED
    if not found.wording.entry.changes:
        return Stance.ORDER
    after = NUMBER_INSIDE.sub("", found.after)
    if QUESTION_TAIL.search(after) or QUESTION_ALL.fullmatch(after):
        return Stance.QUESTION
    if QUESTION_WORD.search(found.sentence.text):
        return Stance.QUESTION
    if BLOCKER_APART.search(near) or REPORTED.search(near):
        return Stance.TALK
    beside = found.apart_before and found.apart_after
    return Stance.ORDER if beside else Stance.MAYBE
