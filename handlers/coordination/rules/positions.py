"""What an agency says of its own part: 「我們負責 卡片製發 依據 全民健康保險法第16條」. Pure."""

import re
from dataclasses import dataclass

from storage.records.coordination import Stance

LONGEST_PART = 100  # characters
LONGEST_GROUNDS = 200
_US = r"(?:我們?|咱們|本(?:機關|院|部|會|署|局|處|總處|行|館|中心)|敝(?:機關|部|會|署|局))"
_OURS = re.compile(
    rf"(?:是|由|應由)?{_US}(?:就|只|僅|主要|會|來|可以?)*(?:負責|主責|承辦|辦理|來辦|處理)(?:的是|的)?"
)
_NOT_OURS = re.compile(
    rf"(?:不是|並?非|不屬於?|不歸){_US}(?:的|負責|主責|承辦|辦理|業務|權責|管|所管)*"
    r"|不歸我們管|與我們無關|無關本機關"
)
_GROUNDS = re.compile(
    r"[\s,，;；。、]*(?:法律依據|法規依據|依據|根據|法源|依照|理由|因為|原因)(?:是|為)?[\s:：]*"
)
_DOUBT = re.compile(r"[不非無沒]|[?？]|嗎")
_EDGES = " \t\n,，、:：;；。"


@dataclass(frozen=True, slots=True)
class Stated:
    """A position as it was read."""

    stance: Stance
    part: str
    grounds: str


def parse_position(text: str) -> Stated | None:
    """Read what an agency says of its part; None when it cannot be told whether it is its own."""
    split = _GROUNDS.search(text)
    head = (text[: split.start()] if split else text).strip(_EDGES)
    grounds = (text[split.end() :] if split else "").strip(_EDGES)
    refused, taken = _NOT_OURS.search(head), _OURS.search(head)
    if refused and (taken is None or taken.start() >= refused.start()):
        rest = f"{head[: refused.start()]} {head[refused.end() :]}"
        return Stated(Stance.NOT_OURS, _tidied(rest), grounds)
    if taken:
        rest = f"{head[: taken.start()]} {head[taken.end() :]}"
        return Stated(Stance.OURS, _tidied(rest), grounds)
    if not head or _DOUBT.search(head):
        return None
    return Stated(Stance.OURS, _tidied(head), grounds)


def _tidied(text: str) -> str:
    return " ".join(text.split()).strip(_EDGES)
