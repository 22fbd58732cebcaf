"""What a draft is called, out of a typed line or an official text. Pure."""

import re
from collections.abc import Iterable

from storage.names import level_text

TITLE_LIMIT = 120  # characters; as long as a case's subject may be
PASTED = 60  # characters; a longer text is a pasted notice, in which the title is to be found
_SUBJECT = re.compile(r"主\s?旨\s?[:：]\s*(?P<title>[^。\n]{2,200})")
_DRAFT = re.compile(
    r"(?:(?:修正|訂定|廢止|增訂|制定)\s?)?[「『《][^」』》\n]{2,80}[」』》][^，。;；\n]{0,60}?草案"
    r"|(?:(?:修正|訂定|廢止|增訂|制定)\s?)?[^\s，。:：;；「」]{2,60}?草案(?:總說明)?"
)
_BEFORE = re.compile(r"^(?:[^「『\n]{0,40}?公告\s?[:：]\s*)?(?:謹?預告|公告|主旨\s?[:：])?\s*")
_AFTER = re.compile(
    r"(?:[,，、;；:：。\s]|預告(?:期間?)?|期間|公告日?|刊登|自|從|於|的|在|，?為期)+$"
)
_LAW = re.compile(
    r"草案|法(?!國|院|官|務|人)|條例|細則|辦法|規則|規程|規定|標準|準則|要點|基準|須知|方案|綱領"
)
_ASKED = re.compile(r"[?？]|嗎|呢$|哪|幾|什麼|多少|還有|還剩")
_EDGES = " ,，、;；:：。.()（）\n\t"


def draft_title(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return what the draft is called; `spans` are where the text tells its time. "" for none."""
    if (subject := _SUBJECT.search(text)) is not None:
        return _tidy(_first_draft(subject["title"]) or subject["title"])
    rest = _without(text, spans)
    if len(rest) > PASTED and (found := _first_draft(rest)):
        return _tidy(found)
    first_line = next((line for line in rest.splitlines() if line.strip(_EDGES)), "")
    return _tidy(first_line if len(rest) > PASTED else " ".join(rest.split()))


def names_a_draft(title: str) -> bool:
    """Whether a title is one of a law or a rule, and no question or remark."""
    return _LAW.search(title) is not None and _ASKED.search(title) is None


def same_draft(one: str, other: str) -> bool:
    """Whether two titles mean one draft: beside signs and width they are the same."""
    first, second = _bare(one), _bare(other)
    return bool(first) and first == second


def _bare(title: str) -> str:
    return re.sub(r"[\W_]|預告|^(?:修正|訂定)", "", level_text(title))


def _first_draft(text: str) -> str:
    found = _DRAFT.search(text)
    return found[0] if found is not None else ""


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept = [True] * len(text)
    for start, end in spans:
        kept[start:end] = [False] * (end - start)
    return "".join(sign if keep else " " for sign, keep in zip(text, kept, strict=True))


def _tidy(title: str) -> str:
    plain = _AFTER.sub("", _BEFORE.sub("", " ".join(title.split()))).strip(_EDGES)
    return plain if len(plain) <= TITLE_LIMIT else f"{plain[: TITLE_LIMIT - 1]}…"
