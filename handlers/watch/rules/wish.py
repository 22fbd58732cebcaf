"""What 訂閱 was told: the topic, for whom, and how. Pure."""

import re
from dataclasses import dataclass

from storage.records.watching import Hearer

GROUP = r"(?:給|在)?(?:這個|本|這)群組?(?:也?要?聽|說|裡)?|群組訂閱"
AGENCY = r"(?:給)?(?:本機關|我們機關|全機關)|機關訂閱"
MORNING = r"(?:每天|每日)?早上(?:講|說|報|通知|叫我)?一次(?:就好|就可以|即可)?|每天早上(?:就好)?"
URGENT = r"很急|急件|緊急|(?:假日|下班)也要(?:叫我|說|通知)?|隨時(?:叫我|通知)"
OPTIONS = {
    name: re.compile(rf"(?<![^\s，,。;；])(?:{words})(?![^\s，,。;；])")
    for name, words in (
        ("group", GROUP),
        ("agency", AGENCY),
        ("morning", MORNING),
        ("urgent", URGENT),
    )
}
LABEL = re.compile(r"^(?:關鍵字|話題|輿情|主題)?\s*[:：]\s*")
ENDS = " \t\n，,。、;；"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of."""

    text: str  # the topic, for `read_query`
    hearer: Hearer = Hearer.ME
    morning_only: bool = False
    urgent: bool = False


def read_wish(argument: str) -> Wish:
    """Read 「健保卡換發 或 eID 不要廣告 早上一次就好 本機關」."""
    rest, found = argument.strip(), set[str]()
    for name, pattern in OPTIONS.items():
        quoteless = pattern.sub(" ", rest)
        if quoteless != rest:
            found.add(name)
            rest = quoteless
    hearer = Hearer.ME
    if "group" in found:
        hearer = Hearer.GROUP
    elif "agency" in found:
        hearer = Hearer.AGENCY
    text = " ".join(LABEL.sub("", rest.strip(ENDS)).split()).strip(ENDS)
    return Wish(text, hearer, morning_only="morning" in found, urgent="urgent" in found)
