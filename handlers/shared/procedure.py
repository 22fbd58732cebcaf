"""三個條件的程序評估: whether a topic calls for an open procedure, for the head to decide. Pure.

The conditions are those of 行政院及所屬各機關開放政府聯絡人實施要點: 利害關係複雜、多方意見分歧或
民眾參與熱烈. One of them is enough to consider an open procedure early; topics of 協作會議 are
chosen by all three.
"""

import re
from dataclasses import dataclass

CONDITIONS = ("利害關係複雜", "多方意見分歧", "民眾參與熱烈")
QUESTIONS = (
    "牽涉的人或機關很多、利害不一樣嗎？",
    "大家的意見差很多嗎？",
    "很多人在討論、參與嗎？",
)
SOURCE = "行政院及所屬各機關開放政府聯絡人實施要點"
YES, NO = "是", "否"
ANSWER = re.compile(r"沒有|沒|不是|不|否|無|有|是|對")
YESES = frozenset({"有", "是", "對"})
# What a registration says of where it comes from: 「輿情訂閱3 評估是否是」.
ORIGIN = re.compile(rf"\s*輿情訂閱\s?(?P<topic>\d{{1,9}})(?:\s?評估(?P<answers>[{YES}{NO}]{{3}}))?")
HEAD_DECIDES = "由首長決定，這裡只整理條件。"


@dataclass(frozen=True, slots=True)
class Procedure:
    """What the answers suggest."""

    name: str  # what to do
    how: str  # what that is, in a sentence
    rules: tuple[str, ...] = ()  # of the rulebook, whose dates follow


COLLABORATE = Procedure(
    "協作會議",
    "三個條件都有：跨部會的提月會票選，自己的可以自提，月會報告。",
    ("月會提案", "分工會議"),
)
OPEN_UP = Procedure(
    "先在機關內開放",
    "有條件但不到三個：可以先公開會議資料、辦研商會議，或用眾開講收意見。",
)
AS_USUAL = Procedure("照一般程序", "三個條件都沒有：回應、澄清就好；變熱了再評估一次。")


@dataclass(frozen=True, slots=True)
class Origin:
    """That a case is registered from a topic, and what was answered to the three questions."""

    topic_id: int
    answers: tuple[bool, ...] = ()


def read_answers(text: str) -> tuple[bool, ...]:
    """Read 「有 沒有 有」."""
    return tuple(word in YESES for word in ANSWER.findall(text))[: len(CONDITIONS)]


def write_answers(answers: tuple[bool, ...]) -> str:
    """Write answers so that `read_answers` reads them: 「是否是」."""
    return "".join(YES if answer else NO for answer in answers)


def procedure_for(answers: tuple[bool, ...]) -> Procedure:
    """Return what all three answers suggest."""
    if all(answers):
        return COLLABORATE
    return OPEN_UP if any(answers) else AS_USUAL


def summary(answers: tuple[bool, ...]) -> str:
    """Return the line for a case's history."""
    parts = (
        f"{name}：{'有' if answer else '沒有'}"
        for name, answer in zip(CONDITIONS, answers, strict=True)
    )
    return f"{'、'.join(parts)}；建議{procedure_for(answers).name}"


def take_origin(text: str) -> tuple[str, Origin | None]:
    """Take 「輿情訂閱3 評估是否是」 out of a line; return the rest, and what it said."""
    match = ORIGIN.search(text)
    if match is None:
        return text, None
    answers = tuple(letter == YES for letter in match["answers"] or "")
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
    return rest, Origin(int(match["topic"]), answers)
