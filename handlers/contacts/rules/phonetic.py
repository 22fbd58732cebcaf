"""How names sound: 拼音 and 注音, typed with or without tones."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from handlers.contacts.rules.names import TONE_MARKS, has_han, is_han

ZHUYIN = re.compile(r"[\u3105-\u312f\u31a0-\u31bf]")
_TONES = re.compile(r"[1-5]")
_NOT_LETTERS = re.compile(r"[^a-z]")

# What an officer gets who types 注音 with the keyboard still in English (大千 layout).
_DACHEN = str.maketrans(
    "1qaz2wsxedcrfv5tgbyhnujm8ik,9ol.0p;/-",
    "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ",
    "3467 ",  # the tone keys
)
_KEYS_ONLY = re.compile(r"[a-z0-9,./; -]+")
# Said alike by many in Taiwan: retroflex or not, -n or -ng.
_LOOSE = ((re.compile(r"([zcs])h"), r"\1"), (re.compile(r"ng"), "n"))


@dataclass(frozen=True, slots=True)
class Sound:
    """How a name of Han characters sounds; the parts are joined without spaces."""

    toned: str  # wei4fu2bu4
    plain: str  # weifubu; ü is u
    zhuyin: str  # ㄨㄟㄈㄨㄅㄨ
    syllable_count: int

    @property
    def loose(self) -> str:
        """The plain sound, with what Taiwan's speakers often do not distinguish made equal."""
        return loosen(self.plain)


def loosen(plain: str) -> str:
    """Make sounds equal that many speakers do not distinguish: sh/s, zh/z, ch/c, n/ng."""
    for pattern, instead in _LOOSE:
        plain = pattern.sub(instead, plain)
    return plain


@lru_cache(maxsize=4096)
def _zhuyin(syllable: str) -> str:
    from pypinyin import Style  # noqa: PLC0415  # 55 MB, once somebody is looked for
    from pypinyin.contrib.tone_convert import to_tone  # noqa: PLC0415
    from pypinyin.style import convert  # noqa: PLC0415

    spelled = convert(to_tone(syllable), Style.BOPOMOFO, strict=True)
    return "".join(c for c in spelled if c not in TONE_MARKS)


@lru_cache(maxsize=65536)
def sound_of(name: str) -> Sound | None:
    """Tell how `name` sounds; None unless it is made of Han characters only."""
    if not name or not all(map(is_han, name)):
        return None
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  # as above

    syllables = lazy_pinyin(name, style=Style.TONE3, errors="ignore")
    if len(syllables) != len(name):  # a rare character without a known reading
        return None
    toned = "".join(syllables)
    return Sound(
        toned=toned,
        plain=_TONES.sub("", toned).replace("ü", "u").replace("v", "u"),
        zhuyin="".join(map(_zhuyin, syllables)),
        syllable_count=len(syllables),
    )


def typed_zhuyin(text: str) -> str:
    """Read 注音, alone or between Han characters: 「ㄨㄟˋ福ㄅㄨˋ」; "" if there is none."""
    if not ZHUYIN.search(text):
        return ""
    if has_han(text):
        from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  # as above

        text = "".join(lazy_pinyin(text, style=Style.BOPOMOFO))
    return "".join(ZHUYIN.findall(text))


def typed_pinyin(text: str) -> str:
    """Read 拼音 in any manner: weifubu, wei4 fu2 bu4, wèi-fú-bù; "" if it is none."""
    letters = "".join(
        c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c)
    )
    if not letters.isascii():
        return ""
    return _NOT_LETTERS.sub("", letters).replace("v", "u")


def typed_keys(text: str) -> str:
    """Read 注音 typed on an English keyboard: 「jo4zj6 1j4」; "" if it cannot be that."""
    lowered = unicodedata.normalize("NFKC", text).casefold().strip()
    if not _KEYS_ONLY.fullmatch(lowered):
        return ""
    return lowered.translate(_DACHEN)
