"""「單12 約時間 12/9 14:00」: which request, what is done, and with which words. Pure."""

import re
from dataclasses import dataclass

from handlers.requests.rules.moves import Action
from handlers.shared.case_numbers import clean_text

_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_NUMBER = re.compile(r"^(?:聯絡單|單)?\s*(?:第|#)?\s*(?P<id>\d{1,9})(?![\d/.:\-])\s*號?")
_INSIDE = re.compile(r"(?<!\w)單\s*#?(?P<id>\d{1,9})(?!\d)")
_EDGES = " \t\n,，、:：。"
# Written by people: the verb itself, and what else it is called.
_VERBS: tuple[tuple[str, Action], ...] = (
    *((action.value, action) for action in Action),
    *(("先請示", Action.CONSULT), ("請示", Action.CONSULT), ("我來處理", Action.ACCEPT)),
    *(("我來辦", Action.ACCEPT), ("接手", Action.ACCEPT), ("我接手", Action.ACCEPT)),
    *((word, Action.NOT_OURS) for word in ("非本機關", "不是我們的業務", "不是我們業務")),
    *((word, Action.NOT_OURS) for word in ("不是我們的", "不是本機關業務", "不是本機關的業務")),
    *(("另洽", Action.SUGGEST), ("轉同仁", Action.PASS), ("轉給", Action.PASS)),
    *(("轉", Action.PASS), ("約", Action.OFFER), ("換類型", Action.KIND), ("答覆", Action.REPLY)),
    *(
        ("修改", Action.EDIT),
        ("改成", Action.EDIT),
        ("改為", Action.EDIT),
        ("撤回", Action.WITHDRAW),
        ("不需要了", Action.WITHDRAW),
        ("催", Action.REMIND),
        ("再催", Action.REMIND),
        ("再催一下", Action.REMIND),
        ("請國發會幫忙", Action.ASK_HUB),
        ("電話", Action.CALL),
    ),
    *(("已回覆", Action.GOT_ANSWER), ("已連絡", Action.CONTACTED)),
)
_LONGEST_FIRST = sorted(_VERBS, key=lambda pair: -len(pair[0]))
# These stand alone: whatever follows makes another sentence of them.
_ALONE = frozenset(
    {
        *(Action.SEND, Action.DISCARD, Action.SEE, Action.ACCEPT, Action.MORE, Action.WITHDRAW),
        *(Action.REMIND, Action.CALL, Action.ASK_HUB, Action.NONE_FITS, Action.CONTACTED),
        *(Action.GOT_ANSWER, Action.HELP),
    }
)
# Glued to these stands what they take: 「轉小陳」. To the others it makes another word: 「改天」.
_GLUED = frozenset(
    {Action.PASS, Action.OFFER, Action.PICK, Action.KIND, Action.SUGGEST, Action.NOT_OURS}
)
_RECEIVED = re.compile(rf"收到了?[{_EDGES}]+")
_AFTER_RECEIVED = frozenset({Action.CONSULT, Action.ACCEPT, Action.OFFER, Action.REPLY})
_PROMISE = re.compile(r"[\d０-９今明後下這本週周禮星]|長官|主管|首長|[科處司組]長|一下")
_ASKED = re.compile(r"(?:如何|怎麼樣|怎樣|是什麼|什麼|呢|嗎|出來了沒)[?？]?")
_COURTESY = re.compile(r"^(?:了|囉|喔|，?謝謝.?|，?感謝)$")
SUGGESTED = re.compile(r"(?:建議)?(?:另洽|改?(?:問|找|洽))(?P<name>.+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line about one request."""

    request_id: int
    action: Action | None  # None: it is only looked at
    words: str = ""
    strange: str = ""  # what was typed in place of a verb


def read_line(text: str) -> Line | None:
    """Read 「12 我處理」, the text after 「聯絡單」 or 「單」; None without a number."""
    typed = clean_text(text, lines=True)
    match = _NUMBER.match(typed.translate(_WIDTH))  # as long as what was typed
    if match is None:
        return None
    rest = typed[match.end() :].strip(_EDGES)
    request_id = int(match["id"])
    if not rest:
        return Line(request_id, None)
    action, words = _verb(rest)
    return Line(request_id, action, words, strange="" if action else rest)


def number_inside(text: str) -> tuple[int | None, str]:
    """Take 「單12」 out of a text: 「我先請示 單12 12/10」; a bare number is none."""
    typed = clean_text(text, lines=True)
    match = _INSIDE.search(typed.translate(_WIDTH))
    if match is None:
        return None, typed.strip(_EDGES)
    rest = f"{typed[: match.start()]} {typed[match.end() :]}"
    return int(match["id"]), rest.strip(_EDGES)


def _verb(rest: str) -> tuple[Action | None, str]:
    thanks = _RECEIVED.match(rest)
    if thanks is not None:  # 「收到，我先請示，12/10 回您」
        action, words = _plain_verb(rest[thanks.end() :])
        if action in _AFTER_RECEIVED:
            return action, words
    return _plain_verb(rest)


def _plain_verb(rest: str) -> tuple[Action | None, str]:
    for verb, action in _LONGEST_FIRST:
        if rest.startswith(verb):
            words = rest[len(verb) :]
            alone = not words.strip(_EDGES) or _COURTESY.fullmatch(words.strip(_EDGES))
            if action in _ALONE:
                return (action, "") if alone else (None, "")
            if not _fits(action, words):
                return None, ""
            return action, words.strip(_EDGES)
    return None, ""


def _fits(action: Action, words: str) -> bool:
    """Whether what follows a verb belongs to it; 「結果如何」 asks."""
    if action is Action.OUTCOME and _ASKED.fullmatch(words.strip(_EDGES)):
        return False
    if not words or words[0] in _EDGES or action in _GLUED:
        return True
    return action is Action.CONSULT and _PROMISE.match(words) is not None
