"""What the words around a command's word make of it: an order, a question, or mere talk. Pure."""

import re
from enum import StrEnum

from bot.found import PAUSE_LAST, Found
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
    NEGATION_AFTER,
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

SHORT_SUBJECT = (
    14  # characters; 「登記 菸捐了嗎」 may be a question, a long subject is one less likely
)

QUOTED = re.compile(r"\s*「[^「」]+」\s*")
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
    marked, apart = found.is_marked, found.apart_before
    if _asks_after(found) or _is_asked_of(found):
        return Stance.QUESTION
    if not marked and (BLOCKER_APART if apart else BLOCKER).search(near):
        return Stance.QUESTION if QUESTION_WORD.search(near) else Stance.TALK
    asks_leave = found.sentence.asks_leave and not marked
    if asks_leave or not found.wording.entry.takes_argument:
        return Stance.MAYBE
    softened = found.sentence.softened and not found.after
    plain = marked or apart or softened or BACKED.search(found.near)
    if not plain and STATE.fullmatch(found.wording.text):
        return Stance.TALK  # 「阿宏明天請假」
    return Stance.ORDER if plain else Stance.MAYBE


def _asks_after(found: Found) -> bool:
    return bool(QUESTION_ALL.fullmatch(found.after) or QUESTION_TAIL.search(found.after))


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
    if not found.wording.entry.takes_argument and not GIVE.match(found.after):
        return Stance.TALK  # 「我的資料夾不見了」
    goes_on = ONE_CHARACTER_GOES_ON if found.wording.is_short else ASPECT
    talk = goes_on.match(found.after) or STATE.match(found.after)
    return Stance.TALK if talk else Stance.ORDER


def _of_reading(found: Found) -> Stance:
    if found.is_first:
        return _of_first_reading(found)
    if found.is_negated:
        return Stance.NEGATED
    entry = found.wording.entry
    lost = entry.acts_on_case and not found.sentence.has_number
    if entry.name == MANUAL or lost or DONE_BY.search(found.near):
        return Stance.TALK
    return _of_later_reading(found)


def _of_later_reading(found: Found) -> Stance:
    short, marked = found.wording.is_short, found.is_marked
    if found.apart_after and (found.apart_before or marked):
        return Stance.ORDER
    if not found.after:
        return Stance.ORDER if found.sentence.softened or not short else Stance.TALK
    if not short and (marked or GIVE.match(found.after)):
        return Stance.ORDER
    return Stance.MAYBE if _asks(found.after) and not short else Stance.TALK


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
