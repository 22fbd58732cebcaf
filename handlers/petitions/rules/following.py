"""「到 4000 叫我」「每天超過 500 叫我」: what somebody wants to be told of. Pure."""

import re
from dataclasses import dataclass

from bot.folded import folded
from storage.records.watches import FollowKind

LARGEST = 30_000_000  # more people than there are
DIGITS = "一二三四五六七八九"
ROUND = tuple((f"{digit}千", 1000 * n) for n, digit in enumerate("一兩三四五六七八九", start=1))
_ALSO = r"\d百千萬零一二兩三四五六七八九"  # a number is read whole or not at all
_NUMBER = (
    rf"(?<![,{_ALSO}])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,8}}|[一二兩三四五六七八九])"
    rf"\s*(?P<unit>[百千萬])?(?![{_ALSO}])"
)
_PACE = re.compile(rf"(?:每天|每日|一天|單日|日增|天天)[^\d一二兩三四五六七八九]{{0,6}}{_NUMBER}")
_COUNT = re.compile(rf"(?:到|破|滿|達|超過|過|有|上)?\s*{_NUMBER}\s*(?:份|票|人|個|連署|附議)*")
_UNITS = {"百": 100, "千": 1000, "萬": 10000}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is waited for."""

    kind: FollowKind
    threshold: int


def read_wish(text: str) -> Wish | None:
    """Read what is waited for, links and case numbers cut off; None where no number says it."""
    plain = folded(text)
    for kind, pattern in ((FollowKind.PACE, _PACE), (FollowKind.COUNT, _COUNT)):
        match = pattern.search(plain)
        if match is not None:
            value = _value(match["number"]) * _UNITS.get(match["unit"] or "", 1)
            return Wish(kind, value) if 0 < value <= LARGEST else None
    return None


def wish_words(kind: FollowKind, threshold: int) -> str:
    """「到 4,000 份」 or 「一天超過 500 份」."""
    if kind is FollowKind.PACE:
        return f"一天超過 {threshold:,} 份"
    return f"到 {threshold:,} 份"


def _value(written: str) -> int:
    plain = written.replace(",", "").replace("兩", "二")
    return int(plain) if plain.isdecimal() else DIGITS.index(plain) + 1
