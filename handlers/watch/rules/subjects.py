"""The words of an agency's topic, and of a case's: none that rings for nothing. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from handlers.watch.rules.folding import fold
from storage.records.agencies import Agency

YUAN = "行政院"  # nobody writes it before a former name
LEAST_NAME = 3  # characters; shorter ones stand inside other words: 「人總」 in 「個人總額」
LEAST_REMIT = 3
MOST_REMITS = 20  # words of one agency's topic
MOST_CASE_WORDS = 3
TOO_OFTEN = 0.01  # of all posts: such a word tells nothing of one agency
LEAST_POSTS = 200  # below, what is common is not known
LONGEST_KNOWN = 6
LONGEST_WORD = 4  # characters of a piece that nobody knows; longer ones are cut to their ends
# Other countries have a ministry of that name too; news of it would ring for ours.
NAMESAKES = frozenset(
    {
        *("國防部", "外交部", "財政部", "教育部", "內政部", "經濟部", "交通部", "勞動部", "農業部"),
        *("文化部", "法務部", "環境部", "中央銀行"),
    }
)
ABROAD = (
    *("美國", "美", "中國", "大陸", "中共", "日本", "韓國", "南韓", "北韓", "俄羅斯", "俄國"),
    *("烏克蘭", "英國", "法國", "德國", "以色列", "伊朗", "印度", "菲律賓", "越南", "泰國"),
    "加拿大",
)
# Where a subject falls into pieces: words that say what is wanted, not about what.
CUT = re.compile(
    r"[\s,，、。．;；:：/／()（）「」『』《》〈〉?？!！.\-－~～…]+"
    r"|一案|乙案|那件|這件|等案|草案|提案|提議|建議|應該|希望|請求|要求|請勿|是否|能否|可否|如何|為何"
    r"|全面|加速|加強|提高|提升|降低|調漲|調降|修正|修法|增訂|訂定|研議|檢討|放寬|取消|廢除|廢止|開放|推動|落實"
    r"|禁止|加重|改善|落實|納入|辦理|處理|問題|事宜|相關|有關|關於|針對|以及|或者|因應|規劃|實施|政策|制度|措施"
    r"|[的之與和及或在將把被讓使為由對應請從於至到也都更又再案件要]"
)
FUNCTIONAL = frozenset("一二三四五六七八九十年月日第每各其此該")


def agency_words(agency: Agency, everyone: Iterable[Agency], typed: str = "") -> tuple[str, ...]:
    """Return the names that mean an agency and nothing else, the official one first.

    What was typed is one of them however short it is.
    """
    taken = {
        fold(name)
        for other in everyone
        if other.id != agency.id and other.valid_to is None
        for name in (other.name, *other.short_names)
    }
    kept: list[str] = []
    former = [name.removeprefix(YUAN) for name in agency.former_names]
    for name in (agency.name, *agency.short_names, *former, typed):
        is_fit = len(name) >= LEAST_NAME or (name == typed and len(name) > 1)
        if name and is_fit and fold(name) not in taken:
            kept.append(name)
    return _without_longer(kept)


def _without_longer(names: Iterable[str]) -> tuple[str, ...]:
    """Leave out names that hold another one: that one finds them too."""
    once = list(dict.fromkeys(names))
    folded = {name: fold(name) for name in once}
    return tuple(
        name
        for name in once
        if not any(folded[o] in folded[name] for o in once if folded[o] != folded[name])
    )


def remit_words(
    agency: Agency, everyone: Iterable[Agency], remits: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Return what an agency answers for, as far as it is nobody else's and no common word."""
    theirs = Counter(
        fold(word)
        for other in everyone
        if agency.id not in {other.id, other.parent_id} and other.id != agency.parent_id
        for word in {*other.duties, *remits.get(other.name, ())}
    )
    own = dict.fromkeys((*agency.duties, *remits.get(agency.name, ())))
    fit = (
        word
        for word in own
        if len(word) >= LEAST_REMIT and not word.isdigit() and not theirs[fold(word)]
    )
    return _without_longer(fit)


def seldom(
    words: Iterable[str], found: Callable[[str], int], post_count: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part words into those to listen for and those that are in too many posts."""
    kept: list[str] = []
    common: list[str] = []
    for word in words:
        is_common = post_count >= LEAST_POSTS and found(word) > TOO_OFTEN * post_count
        (common if is_common else kept).append(word)
    return tuple(kept[:MOST_REMITS]), tuple(common)


def either(words: Sequence[str]) -> str:
    """Write words one of which must occur, as people would type it."""
    quoted = [f"「{word}」" if re.search(r"[\s()（）|]", word) else word for word in words]
    return " 或 ".join(quoted)


def namesakes(names: Iterable[str]) -> tuple[str, ...]:
    """Return what agencies of other countries are called that bear one of the names.

    「美國國防部」; the post is left out as a whole, ours named in it or not.
    """
    return tuple(f"{country}{name}" for name in names if name in NAMESAKES for country in ABROAD)


def either_here(words: Sequence[str]) -> str:
    """Write words one of which must occur, and leave out the agencies of other countries."""
    others = namesakes(words)
    return f"{either(words)} 不要 ({either(others)})" if others else either(words)


def vocabulary(everyone: Iterable[Agency], remits: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the words that agencies are known by: they may be found inside a subject."""
    duties = {word for agency in everyone for word in agency.duties}
    return frozenset({*duties, *(word for words in remits.values() for word in words)})


def case_words(subject: str, known: Collection[str]) -> tuple[str, ...]:
    """Suggest words for a case's topic, the most telling first: all of them must occur.

    「健保卡換發要加照片」 → 健保卡, 換發, 照片.
    """
    familiar = frozenset(map(fold, known))
    found = [word for piece in CUT.split(subject) for word in _words_in(piece, familiar)]
    return tuple(dict.fromkeys(found))[:MOST_CASE_WORDS]


def _words_in(piece: str, known: Collection[str]) -> list[str]:
    """Cut a piece at the longest words that are known; what is left is a word too."""
    folded = fold(piece)
    longest = min(LONGEST_KNOWN, len(folded))
    for length in range(longest, 1, -1):
        for start in range(len(folded) - length + 1):
            end = start + length
            if folded[start:end] in known:
                before, after = piece[:start], piece[end:]
                return [*_words_in(before, known), piece[start:end], *_words_in(after, known)]
    return _unknown(piece)


def _unknown(piece: str) -> list[str]:
    plain = piece.strip("".join(FUNCTIONAL))
    if len(plain) < 2:  # noqa: PLR2004  # one letter is in every second post
        return []
    if plain.isascii() or len(plain) <= LONGEST_WORD:
        return [plain]
    return [plain[:2], plain[-2:]]
