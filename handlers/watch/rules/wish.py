"""What 訂閱 was told: the topic, for whom, and how. Pure."""

import re
from dataclasses import dataclass

from storage.records.watching import Hearer

GROUP = r"(?:給|在)?(?:這個|本|這)群組?(?:也?要?聽|說|裡)?|群組訂閱"
AGENCY = r"(?:給)?(?:本機關|我們機關|全機關)|機關訂閱"
MORNING = r"(?:每天|每日)?早上(?:講|說|報|通知|叫我)?一次(?:就好|就可以|即可)?|每天早上(?:就好)?"
URGENT = r"很急|急件|緊急|(?:假日|下班)也要(?:叫我|說|通知)?|隨時(?:叫我|通知)"
NAMES = r"只聽名稱|只要名稱|名稱就好"
REMITS = r"也聽業務|名稱和業務|含業務|連業務"
OPTIONS = {
    name: re.compile(rf"(?<![^\s，,。;；])(?:{words})(?![^\s，,。;；])")
    for name, words in (
        ("group", GROUP),
        ("agency", AGENCY),
        ("morning", MORNING),
        ("urgent", URGENT),
        ("names", NAMES),
        ("remits", REMITS),
    )
}
LABEL = re.compile(r"^(?:關鍵字|話題|輿情|主題)?\s*[:：]\s*")
ABOUT = re.compile(r"\s*的?(?:輿情|聲量|新聞|消息|討論|話題)$")
ANSWER = re.compile(r"^(?P<number>\d{1,6})\s*(?:號)?\s*(?:取消|刪|退|停|靜音|安靜|不要)")
TAIL = re.compile(r"\s*(?:的(?:輿情|聲量|討論)|這個(?:話題|議題|關鍵字))$")
CASE = re.compile(
    r"^(?P<case>案件|案號|案子|第)?\s*(?P<number>(?:\d{2,3}[-－]\s?)?\d{1,6})(?![\d.%])"
    r"\s*(?P<kind>號案件|號案|案件|案)?"
    r"(?P<about>\s*(?:這件|那件)?的?(?:輿情|聲量|討論|話題)(?=\s|$))?(?P<words>(?:[\s，,：:].*)?)$"
)
ENDS = " \t\n，,。、;；"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of."""

    text: str  # the topic, for `read_query`
    hearer: Hearer = Hearer.ME
    morning_only: bool = False
    urgent: bool = False
    named: bool = False  # of an agency: its names are agreed to
    remits: bool = False  # of an agency: its duties too

    @property
    def options(self) -> str:
        """What was said besides the topic, as it can be typed again."""
        words = (
            (self.hearer is Hearer.GROUP, "這個群組"),
            (self.hearer is Hearer.AGENCY, "本機關"),
            (self.morning_only, "早上一次就好"),
            (self.urgent, "急件"),
        )
        return " ".join(word for holds, word in words if holds)


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
    text = text if CASE.match(text) else TAIL.sub("", text)
    return Wish(
        text,
        hearer,
        morning_only="morning" in found,
        urgent="urgent" in found,
        named="names" in found,
        remits="remits" in found,
    )


def read_case(text: str) -> tuple[str, str] | None:
    """Read 「案件38 健保卡 換發」 and 「38 的輿情」: the number, and the words; None: no case."""
    match = CASE.match(text)
    if match is None:
        return None
    words = match["words"].strip(ENDS)
    is_case = match["case"] or match["kind"] or match["about"]
    if not is_case and words:  # 「165 詐騙」 is a topic
        return None
    return match["number"], words


def numbered(text: str) -> int | None:
    """Return the number in 「3取消」, 「3 靜音四小時」: what is there already is meant."""
    match = ANSWER.match(text)
    return int(match["number"]) if match else None


def agency_of(text: str) -> str:
    """Return the name in 「衛福部的輿情」."""
    return ABOUT.sub("", text.removeprefix("機關").strip(" ：:")).strip()
