"""From what was typed to what is matched, and back to the argument a handler gets."""

import re
from collections.abc import Iterable, Iterator

from bot.folded import Folded, fold
from bot.found import FIRST, LONGEST_OPENING, Found, Sentence
from bot.phrases import (
    ANY_LINK,
    ASKING,
    CHATTER,
    CLOSING,
    LEAVE,
    LEAVE_TAIL,
    NUMBER_INSIDE,
    OPENING,
    PAUSE,
    PHRASE_TAIL,
    QUESTION_REST,
    REQUEST,
    SOFT_TAIL,
)
from bot.stance import QUOTED
from bot.vocabulary import Form, Wording

TAIL = 40  # characters at the end of a text that courtesies may fill
NEAR_START = 300  # characters; a verb beyond belongs to the subject
NEAR_END = 100  # characters; here a verb may stand last
POINTERS = ("這個", "那個", "這件", "那件", "另外", "還有")
EDGE = " \t\n\u3000,，:：、;；。"  # between a verb and its argument, or left over at an end
SOFTENER = re.compile(r"一下|看看")

OPENINGS = re.compile(rf"(?:{OPENING})*+")
CLOSINGS = re.compile(rf"(?:{CLOSING})++")
LEAVE_END = re.compile(rf"{LEAVE_TAIL}$")
LEAVE_WORD = re.compile(LEAVE)
LEAVE_PARTICLE = re.compile(r"(?:嗎|ㄇ|嘛)?\?*$")
AFTER_VERB = re.compile(
    rf"(?:\s|[,:、!~…]|-|\.{{2,}}|吧(?={PAUSE})|一下下?(?!子)|下(?={PAUSE})|看看|查看|看(?=[\s#\d第])|起來|(?:嗎|ㄇ)(?={PAUSE}))*+"
)
REQUESTED = re.compile(ASKING)
MARKER_END = re.compile(rf"(?:{PAUSE}|{REQUEST}|{LEAVE}|把|將|也|就)+$")
SOFT_START = re.compile(
    rf"(?:{PAUSE}|不好意思|抱歉|(?:請問|想?問)(?:一下)?|麻煩(?:你|您)?|請?幫我|小幫手|欸+|誒+|嗨|你好|您好|哈囉|hi|給我|有沒有|我(?:想要|想|要)|(?:我們?|本部|本署|敝部)(?:的|這邊)?(?=$|\s)|把|將)*+"
)
QUESTION_EDGES = re.compile(rf"^{QUESTION_REST.pattern}|{QUESTION_REST.pattern}$")


def _closing_start(text: str) -> int:
    """Return where the courtesies at the end begin."""
    for start in range(max(0, len(text) - TAIL), len(text)):
        if CLOSINGS.fullmatch(text, start):
            return start
    return len(text)


def number_in(text: str) -> str:
    """Return the first case number in a folded text, half-width, or nothing; links hold none."""
    match = NUMBER_INSIDE.search(ANY_LINK.sub(" ", text))
    return match.group("number") if match else ""


def _begins_with_leave(text: str) -> bool:
    opening = OPENINGS.match(text)
    return opening is not None and LEAVE_WORD.search(opening.group()) is not None


def read_sentence(text: str) -> Sentence:
    """Fold a text and set the courtesies at its end aside.

    Those at its beginning stay: whether they belong to the subject depends on where the verb is.
    """
    whole = fold(text)
    end = _closing_start(whole.text)
    softened = SOFTENER.search(whole.text, end) is not None
    leave = LEAVE_END.search(whole.text, 0, end)
    asks_leave = leave is not None
    if leave:
        end = _closing_start(whole.text[: leave.start()])
    elif _begins_with_leave(whole.text):
        particle = LEAVE_PARTICLE.search(whole.text, 0, end)
        asks_leave = particle is not None and particle.group() != ""
        end = particle.start() if particle else end
    has_number = number_in(whole.text[:end]) != ""
    return Sentence(whole, end, asks_leave, softened, has_number)


def _places(text: str, word: str, end: int) -> Iterator[int]:
    """Go through where a word stands, near the beginning and near the end."""
    at = text.find(word, 0, end)
    while at >= 0:
        yield at
        following = at + len(word)
        if following > NEAR_START:
            following = max(following, end - NEAR_END)
        at = text.find(word, following, end)


def find_wordings(sentence: Sentence, wordings: Iterable[Wording]) -> tuple[Found, ...]:
    """Find all wordings; one that lies inside a longer one is not reported."""
    text = sentence.folded.text
    links = [match.span() for match in ANY_LINK.finditer(text)]
    found: list[Found] = []
    for wording in wordings:
        if wording.form is Form.TELLING and not sentence.has_number:
            continue
        found += (
            Found(wording, sentence, at, at + len(wording.text))
            for at in _places(text, wording.text, sentence.end)
            if not any(start <= at < stop for start, stop in links)
        )
    found.sort(key=lambda f: (f.start - f.end, f.start))
    kept: list[Found] = []
    for item in found:
        if not any(k.start <= item.start and item.end <= k.end for k in kept):
            kept.append(item)
    return tuple(sorted(kept, key=lambda f: f.start))


def _typed(whole: Folded, start: int, end: int) -> str:
    return whole.typed(start, end).strip(EDGE)


def _right(found: Found) -> str:
    skip = AFTER_VERB.match(found.after)
    start = found.end + (skip.end() if skip else 0)
    start = _after_repeated(found, start)
    typed = _typed(found.sentence.folded, start, found.sentence.end)
    return typed[1:-1] if QUOTED.fullmatch(found.after) else typed


def _after_repeated(found: Found, start: int) -> int:
    """Return where the argument begins where the verb is said twice: 「登記 請幫我登記一下 公」."""
    text, word = found.sentence.text, found.wording.text
    again = text.find(word, start, start + LONGEST_OPENING)
    if again < 0 or not REQUESTED.search(text, start, again):
        return start
    if not OPENINGS.fullmatch(text, start, again):
        return start
    skip = AFTER_VERB.match(text, again + len(word))
    return skip.end() if skip and skip.end() > again + len(word) else start


def _left(found: Found) -> str:
    before = found.before
    marker = MARKER_END.search(before)
    end = marker.start() if marker else len(before)
    skip = SOFT_START.match(before, 0, end)
    start = skip.end() if skip else 0
    typed = _typed(found.sentence.folded, min(start, end), end)
    said = fold(typed).text
    return "" if CHATTER.fullmatch(said) or said in POINTERS else typed  # 「好的 麻煩登記」


def leading_number(found: Found) -> str:
    """Return the case number before a verb that comes first but for it, half-width, or nothing."""
    match = FIRST.fullmatch(found.before)
    return (match.group("number") or "") if match else ""


def argument_of(found: Found) -> str:
    """Return what was typed around a command's word, in the original characters."""
    left = leading_number(found) if found.is_first else _left(found)
    argument = " ".join(part for part in (left, _right(found)) if part)
    if not fold(argument).text.replace(found.wording.text, "").strip():
        return ""  # the word was only said twice
    if found.wording.entry.changes:
        return argument
    return strip_question(argument)


def strip_question(text: str) -> str:
    """Take the particles off the end of a question; the characters left are the original ones."""
    tail = SOFT_TAIL.search(text)
    return text[: tail.start()] if tail else text


def argument_of_phrase(found: Found, others: Iterable[Found]) -> str:
    """Return what a question like 「…誰在管」 is about.

    The words in `others`, a general 「查」 before it for instance, are cut out too.
    """
    whole, sentence = found.sentence.folded, found.sentence
    cuts = sorted([(found.start, found.end), *((o.start, o.end) for o in others)])
    parts: list[str] = []
    at = 0
    for start, end in [*cuts, (sentence.end, sentence.end)]:
        if start >= at:
            parts.append(_part(whole, at, start))
        at = max(at, end)
    return " ".join(part for part in parts if part)


def _part(whole: Folded, start: int, end: int) -> str:
    text = whole.text[start:end]
    softener = AFTER_VERB.match(text) if start else None
    skip = SOFT_START.match(text, softener.end() if softener else 0)
    first = skip.end() if skip else 0
    tail = PHRASE_TAIL.search(text, first)
    last = tail.start() if tail else len(text)
    return _typed(whole, start + first, start + last)


def whole_argument(sentence: Sentence) -> str:
    """Return the text without the courtesies around it."""
    skip = SOFT_START.match(sentence.folded.text, 0, sentence.end)
    start = skip.end() if skip else 0
    return _typed(sentence.folded, start, sentence.end)


def asked_about(found: Found) -> str:
    """Return what a question about a change is about: 「菸捐登記了嗎」 → 「菸捐」."""
    before, after = _left(found), _right(found)
    parts = (QUESTION_EDGES.sub("", fold(part).text) for part in (before, after))
    return " ".join(part for part in parts if part)
