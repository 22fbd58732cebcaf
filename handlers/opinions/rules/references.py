"""Which opinions a line names: 「37-3」, 「37 第3則」, 「115-0037-3、5」. Pure.

A case number of this product looks alike: 「115-0037」 with its four digits is a case, 「37-3」 is
the third opinion of case 37.
"""

import re
from dataclasses import dataclass

MOST = 20  # opinions answered in one line
# Blanks are bounded everywhere, so that a long run of them is not tried in every way there is.
_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_CASE = r"\s{0,3}(?:案號|案件|案|第)?\s{0,3}#?\s{0,3}"
_ONE = r"(?:第\s{0,3})?\d{1,3}(?!\d)\s{0,3}(?:[則號筆點條](?!\d))?"
_COUNTED = r"[\d個天日人份次萬千百元月年週分成%％.]"
_END = rf"(?=$|[\s、,，。:：;；]|(?!{_COUNTED})\S)"
_LIST = (
    rf"(?P<numbers>{_ONE}{_END}"
    rf"(?:\s{{0,3}}[、,，]\s{{0,3}}(?:\d{{1,4}}-)?{_ONE}(?!\s{{0,3}}{_COUNTED}){_END})*)"
)
_JOINT = r"\s{0,3}(?:[-‐–—－]\s{0,3}|之|的|案|號|件|\s)\s{0,3}(?:意見)?\s{0,3}"
_TO_NUMBER = r"(?:\s{0,3}-\s{0,3}|之|\s{0,3}(?=第))"
_FULL = re.compile(rf"{_CASE}(?P<year>1\d\d)-(?P<serial>\d{{1,4}}){_TO_NUMBER}{_LIST}")
_SPACED = re.compile(rf"{_CASE}(?P<year>1\d\d)-(?P<serial>\d{{4}})\s+{_LIST}")
_SHORT = re.compile(rf"{_CASE}(?P<serial>\d{{1,4}}){_JOINT}{_LIST}")
_NUMBER = re.compile(r"(?:\d{1,4}-)?(?:第\s{0,3})?(\d{1,3})")
_INTO = re.compile(r"\s{0,3}(?:併入|併到|併進|歸入|到|進|入|至|->|→)\s{0,3}")
_EDGE = " \t\n,，、:：;；"


@dataclass(frozen=True, slots=True)
class Reference:
    """Opinions of one case, and what else the line says."""

    case: str  # 「37」 or 「115-0037」
    serials: tuple[int, ...]
    rest: str


def read_reference(text: str) -> Reference | None:
    """Read which opinions a line begins with; None when it names none."""
    plain = text.translate(_WIDTH)
    match = _FULL.match(plain) or _SPACED.match(plain) or _SHORT.match(plain)
    if match is None:
        return None
    year = match.groupdict().get("year")
    serials = (int(number) for number in _NUMBER.findall(match["numbers"]))
    return Reference(
        case=f"{year}-{match['serial']}" if year else match["serial"],
        serials=tuple(dict.fromkeys(serials))[:MOST],
        rest=text[match.end() :].strip(_EDGE),
    )


def read_merge(text: str) -> tuple[Reference, int] | None:
    """Read 「37-5 到 37-3」, 「37-5、8 併入 3」: which go where; None when that is not said."""
    which = read_reference(text)
    if which is None:
        return None
    rest = _INTO.sub("", which.rest.translate(_WIDTH), count=1).strip()
    target = read_reference(rest)
    if target is not None and target.case == which.case and len(target.serials) == 1:
        return which, target.serials[0]
    alone = re.fullmatch(r"第?\s{0,3}(\d{1,3})\s{0,3}[則號筆點條]?", rest)
    return (which, int(alone[1])) if alone else None
