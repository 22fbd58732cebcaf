"""What 搜尋輿情 was told: the words, how far back, which page, in which order. Pure."""

import re
import unicodedata
from dataclasses import dataclass

USUAL_DAYS = 30
MOST_DAYS = 730  # no longer than posts may be kept
PAGE = re.compile(r"(?:^|\s)第?\s?(?P<page>\d{1,2})\s?頁$")
DAYS = re.compile(
    r"(?:^|\s)(?:最?近|過去|這)?\s?(?:(?P<count>\d{1,3})\s?(?P<unit>天|日|週|周|個?月)內?|"
    r"(?P<word>今天|[一1]?(?:週|周|星期|個禮拜)內?|[一1]?個月內?))$"
)
HOT = re.compile(r"(?:^|\s)(?:最熱門?|熱門|最多人(?:討論|回應|說)|討論最多)的?$")
ENDS = " \t\n，,。、;；?？"
UNITS = {"天": 1, "日": 1, "週": 7, "周": 7}


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for."""

    text: str  # for `read_query`
    days: int = USUAL_DAYS
    page: int = 1
    by_heat: bool = False  # the most discussed first, not the latest


def read_search(argument: str) -> Search:
    """Read 「健保卡 (換發 OR eID) -廣告 近 7 天 最熱 第2頁」; what belongs to no end is words."""
    rest, days, page, by_heat = argument.strip(ENDS), USUAL_DAYS, 1, False
    for _ in range(3):  # in any order
        if match := _last(PAGE, rest):
            page, rest = max(1, int(match[0]["page"])), match[1]
        if match := _last(HOT, rest):
            by_heat, rest = True, match[1]
        if match := _last(DAYS, rest):
            days, rest = _days(match[0]), match[1]
    return Search(" ".join(rest.split()), days, page, by_heat)


def write_search(search: Search) -> str:
    """Write what `read_search` reads."""
    days = f" 近{search.days}天" if search.days != USUAL_DAYS else ""
    heat = " 最熱" if search.by_heat else ""
    page = f" 第{search.page}頁" if search.page > 1 else ""
    return f"{search.text}{days}{heat}{page}"


def _last(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str], str] | None:
    """Return what stands at the end, and the text before it; widths do not matter."""
    levelled = unicodedata.normalize("NFKC", text)
    match = pattern.search(levelled if len(levelled) == len(text) else text)
    return (match, text[: match.start()].strip(ENDS)) if match else None


def _days(match: re.Match[str]) -> int:
    if match["count"]:
        days = int(match["count"]) * UNITS.get(match["unit"], 30)
    elif match["word"] == "今天":
        days = 1
    else:
        days = 30 if "月" in match["word"] else 7
    return min(max(days, 1), MOST_DAYS)
