"""How officers ask for a counterpart: what is mere wording, and what is the matter."""

import re

from handlers.contacts.rules.names import fold, is_han
from storage.records.officers import Role

# Wording that may stand anywhere between names; the longest is cut first.
_WORDING = """
    不好意思 麻煩一下 請教一下 請問一下 可不可以 有沒有人 聯絡窗口 聯繫窗口 找一下 查一下 問一下
    要找誰 該找誰 可以問 聯絡人 承辦人 負責人 業務窗口 哪一位 哪個人 哪一個 哪個部會 哪個機關
    哪個單位 部會 誰在管 誰負責 誰管 誰承辦 誰主辦 幫我 幫忙 麻煩 請問 請教 我要 我想 想要 想找
    現在 目前 今天 最近 是誰 誰是 哪位 哪個 哪裡 那邊 那個 這個 那件 這件 那裡 在管 負責 承辦
    主辦 主責 窗口 聯絡 聯繫 對口 電話 分機 怎麼 如何 謝謝 感謝 拜託 您好 你好 哈囉 一下 什麼 啥
    同仁 開放政府 關於 有關 處理 業務 代理人 代理 督導 工作小組 國會 新聞
"""
_PHRASE = re.compile(
    "|".join((*sorted(_WORDING.split(), key=len, reverse=True), r"(?<![a-z0-9])po(?![a-z0-9])")),
    re.I,
)
# Single characters that are wording only at the edge of a piece.
_EDGE = "的啊呢嗎吧喔哦耶呀了在這那哪有是誰人要想找查問請跟和與及或我你您他她幫給先"
_SPLIT = re.compile(r"[\W_]+")
_TITLE = re.compile(
    r"(專門委員|副?(?:部|次|署|局|司|處|科|課|股|組|所|院|主)長|主任(?:秘書)?|專員|專委|科員|視察|技正|技士|"
    r"技佐|組員|編審|參事|研究員|分析師|設計師|秘書|先生|小姐|女士|同仁|學長|學姐|大哥|大姐|姐|哥)$"
)

_LONG_SURNAMES = "歐陽 司馬 司徒 上官 諸葛 皇甫 東方 端木 尉遲 夏侯 范姜 張簡 張廖"
# These say nothing of what somebody is.
COURTESY_TITLES = ("先生", "小姐", "女士", "同仁", "學長", "學姐", "大哥", "大姐", "姐", "哥")

_ROLES = (
    ("國會", Role.PARLIAMENT),
    ("新聞", Role.PRESS),
    ("督導", Role.SUPERVISOR),
    ("代理", Role.DEPUTY),
    ("工作小組", Role.TEAM),
)

# A name that is glued to one of these is part of another name.
_AGENCY_END = re.compile(r"(署|局|院|會|部|府|中心|館|所|法庭|庭|公司|大學|學校|分署|基金)$")
_UNIT_END = re.compile(r"[司處室科組課]$")
_PLACE_END = re.compile(r"[國本市縣省州區鄉鎮韓蘇陸]$")


def pieces(text: str) -> tuple[str, ...]:
    """Cut `text` at spaces, punctuation and wording; the rest is what was asked about."""
    words = (part for word in _SPLIT.split(text) for part in _PHRASE.split(word))
    return tuple(word for word in words if bare(word))


def is_mere_wording(text: str) -> bool:
    """Whether nothing is asked about: 「窗口」, 「PO 是誰」."""
    return not pieces(text)


def bare(piece: str) -> str:
    """Cut single characters of wording off the edges: 「跟健保卡的」 gives 「健保卡」.

    They may belong to the matter all the same (有機農業, 人事): try the whole piece first.
    """
    return piece.strip(_EDGE)


def readings(piece: str) -> tuple[str, ...]:
    """Give what `piece` may mean, folded, the longest first: as it is, bare, without a title."""
    whole = fold(piece)
    cut = (fold(bare(piece)), fold(without_title(bare(piece))))
    # One character left over is no name: 「人院」 is not 「院」.
    return tuple(dict.fromkeys((whole, *(reading for reading in cut if len(reading) > 1))))


def without_title(piece: str) -> str:
    """Cut a title off a person's name: 「王小明科長」 gives 「王小明」."""
    return _TITLE.sub("", piece)


def surname_and_title(piece: str) -> tuple[str, str] | None:
    """Split 「王科長」 into surname and title; None where a whole name or none is given."""
    word = bare(piece)
    title = _TITLE.search(word)
    surname = word[: title.start()] if title else ""
    if title is None or not surname or not all(map(is_han, surname)):
        return None
    known = len(surname) == 1 or surname in _LONG_SURNAMES.split()
    return (surname, title[1]) if known else None


def wanted_role(text: str) -> Role | None:
    """Tell which kind of contact is asked for, if the question says so."""
    return next((role for word, role in _ROLES if word in text), None)


def glued_before(text: str) -> str:
    """Return the Han characters that touch what follows `text`, unless they are wording."""
    run = re.search(r"\w*\Z", text)
    word = run.group() if run else ""
    rest = "" if _ends_in_wording(word) else word
    return rest if rest and is_han(rest[-1]) else ""


def glued_after(text: str) -> str:
    """Return the characters that touch what stands before `text`, unless they are wording."""
    run = re.match(r"\w*", text)
    word = run.group() if run else ""
    if not word or not is_han(word[0]) or word[0] in _EDGE + "長" or _PHRASE.match(word):
        return ""
    return _PHRASE.split(word)[0].strip(_EDGE)


def _ends_in_wording(word: str) -> bool:
    if not word or word[-1] in _EDGE:
        return True
    return any(found.end() == len(word) for found in _PHRASE.finditer(word))


def ends_like_agency(piece: str) -> bool:
    """Whether `piece` looks like the end of an agency's name."""
    return _AGENCY_END.search(piece) is not None


def ends_like_unit(piece: str) -> bool:
    """Whether `piece` looks like the end of an internal unit's name."""
    return _UNIT_END.search(piece) is not None


def ends_like_place(piece: str) -> bool:
    """Whether `piece` looks like a country or place: 「美國」 before 「國防部」."""
    return _PLACE_END.search(piece) is not None
