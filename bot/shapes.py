"""Wordings with gaps, as rooms declare them: 「8 延到下週三」 is 更新 with 「8 期限 下週三」. Pure.

A `Shape` is a line of tokens. `#` is a case number, `@` a day, `&` a day or days from-to, `~` a
length of time, `=` a number of things (3,180 份), `^` a text that ends with one
(健保卡 12 件), `%` a name that ends like an agency's (no
「各部會」, no 「本部」), `*` any word, `$` a word that names a matter (「健保卡」, not 「很差」),
`…` the rest; other tokens are words, set apart by `|` where
one may stand for another. `?` at a token's end: it may be missing. `means` names the same gaps.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import ConfigError
from bot.folded import folded
from bot.found import Sentence
from bot.phrases import LEAVE, NUMBER, OPENING, QUESTION_TAIL, QUESTION_WORD
from bot.room import Command, Shape
from bot.understanding import Guess

S = TypeVar("S")
W = TypeVar("W")

LONGEST = 60  # characters; a longer text tells more than a shape holds
DAY_SIGN = (
    r"\d\s?[/月.號日\-]|[週周]|星期|禮拜|[今明後]天|[月年]底|下班|天[後內]|(?:小時|分鐘|鐘頭)後"
)
DAY_LETTERS = (
    r"[\d/.\-:()\s年月日號點分上下本這明後今大天週周星期禮拜一二三四五六七八九十兩末底初"
    r"前午班中旬內以之晚早半工作個小時鐘頭]"
)
DAY = rf"(?={DAY_LETTERS}*?(?:{DAY_SIGN})){DAY_LETTERS}{{2,24}}"
COUNT = r"(?:\d{1,3}|[一兩二三四五六七八九十半]{1,3})"
# What says something of a matter, asks, or means a person or a thing at hand: in no matter's name.
NO_MATTER = (
    "[你妳您我他她誰哪怎這那很太沒想要讓被別請]|大家|各位|自己|多久|多少|多高|什麼|如何|為何|何時|是否"
    "|不要|不用|不會|不是|不行|不到|不能|注意|關心|關注|在意|重視|處理|回應|設定|報告|分析|監測|會議|小組"
    "|系統|負責|隔壁|長官|首長|剛剛|剛才|今天|昨天|現在|最近|有沒|有人|就是|可以|還有|出來|下去|起來"
)
GAPS = {
    "#": rf"{NUMBER}(?:\s?(?P<leave>{LEAVE}))?",
    "@": rf"(?P<day>{DAY})",
    "&": rf"(?P<days>{DAY}(?:[到至~]{DAY_LETTERS}{{1,24}})?)",
    "~": rf"(?P<span>{COUNT}\s?個?(?:工作天|工作日|天|日|週|周|禮拜|星期|月))",
    "=": r"(?P<count>\d{1,3}(?:,\d{3})+\s?[份票人]?|\d{3,8}\s?[份票人]?|\d{1,2}\s?份)(?:附議)?了?",
    "^": r"(?P<tally>[^?]*?[\d一二兩三四五六七八九十]\s?[件通則封次])",
    "%": r"(?P<place>(?![各本貴該]|[我你您他]們)\S{1,12}[部會署局院處司府所館行])",
    "*": r"(?!大家|各位|你|您|他|她|我們)(?P<rest>\S{1,12}?)",
    "$": rf"(?!\d)(?P<matter>(?:(?!{NO_MATTER})\S){{2,12}}?)",
    "…": r"(?P<text>\S.+)",
}
NAMES = {
    "#": "number",
    "@": "day",
    "&": "days",
    "~": "span",
    "=": "count",
    "^": "tally",
    "%": "place",
    "*": "rest",
    "$": "matter",
    "…": "text",
}
GLUE = r"(?:[\s,、:]|的|那一?件|這一?件|那案|這案|幫我|幫忙)*+"
OPENINGS = re.compile(rf"(?:{OPENING})*+")
DONE = re.compile(r"[了過好完]+$")


@dataclass(frozen=True, slots=True)
class Shaped:
    """What a text means by its shape."""

    guess: Guess
    is_sure: bool  # plainly asked for, and not only offered
    number: str  # the case number, half-width, or ""
    is_question: bool  # 「8 延到下週三了嗎」: asks about a change


@dataclass(frozen=True, slots=True)
class _Mould:
    command: str
    changes: bool
    shape: Shape
    pattern: re.Pattern[str]


def _token(token: str) -> str:
    plain = token.removesuffix("?")
    body = GAPS.get(plain) or f"(?:{'|'.join(map(re.escape, folded(plain).split('|')))})"
    return f"(?:{body}{GLUE})?" if token.endswith("?") else body + GLUE


def _mould(command: Command[S, W], shape: Shape) -> _Mould:
    tokens = shape.says.split()
    unknown = [gap for gap in GAPS if gap in shape.means.split() and gap not in tokens]
    if not tokens or unknown:
        message = f"the shape 「{shape.says}」 of {command.name} lacks {unknown or 'words'}"
        raise ConfigError(message)
    pattern = re.compile("".join(map(_token, tokens)))
    return _Mould(command.name, command.changes, shape, pattern)


class Shapes:
    """Knows the shapes of all commands, in the order of their rooms."""

    def __init__(self, commands: Iterable[Command[S, W]]) -> None:
        """Raise ConfigError for a shape whose meaning names a gap that it lacks."""
        self._moulds = [_mould(command, shape) for command in commands for shape in command.shapes]

    def read(self, sentence: Sentence) -> tuple[Shaped, ...]:
        """Return what the whole sentence may mean, at most once for each command."""
        if len(sentence.text) > LONGEST:
            return ()
        found: dict[str, Shaped] = {}
        for mould in self._moulds:
            shaped = found.get(mould.command) or _shaped(mould, sentence)
            if shaped is not None:
                found[mould.command] = shaped
        return tuple(found.values())


def _shaped(mould: _Mould, sentence: Sentence) -> Shaped | None:
    text = sentence.text
    tail = QUESTION_TAIL.search(text) if mould.changes else None
    if tail is not None:
        text = DONE.sub("", text[: tail.start()])
    match = _match(mould.pattern, text)
    if match is None:
        return None
    gaps = match.groupdict()
    asks_leave = sentence.asks_leave or gaps.get("leave") is not None
    asks = QUESTION_WORD.search(gaps.get("rest") or "") is not None
    return Shaped(
        guess=Guess(mould.command, " ".join(_argument(mould.shape, match, sentence))),
        is_sure=mould.shape.sure and not asks_leave,
        number=gaps.get("number") or "",
        is_question=asks or (tail is not None and not asks_leave),
    )


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Match a whole text, with or without what may be a courtesy: 「請長假」 begins with none."""
    opening = OPENINGS.match(text)
    return pattern.fullmatch(text) or pattern.fullmatch(text, opening.end() if opening else 0)


def _argument(shape: Shape, match: re.Match[str], sentence: Sentence) -> Iterator[str]:
    """Fill the gaps with what was typed; the number is written half-width."""
    for token in shape.means.split():
        gap = token[-1]
        if gap not in NAMES:
            yield token
            continue
        name = NAMES[gap]
        start, end = match.span(name)
        typed = match[name] if gap == "#" else sentence.folded.typed(start, end)
        yield token[:-1] + typed.strip()
