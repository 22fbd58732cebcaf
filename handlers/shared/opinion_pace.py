"""How soon opinion is read and told: what 「輿情設定」 changes, within bounds. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta

LOOK_SETTING = "opinion-look"  # seconds between two looks at a feed: 「120-1800」
WAIT_SETTING = "opinion-wait"  # seconds from an alarm to its card: 「300」
LEAST = timedelta(seconds=1)
MOST_BETWEEN = timedelta(hours=1)
MOST_WAIT = timedelta(minutes=10)
POLITE = timedelta(minutes=1)  # between two looks at a feed of somebody else's, at least
USUAL_WAIT = timedelta(minutes=5)  # so that copies and what goes along come in too
_LOOK = re.compile(r"(\d{1,5})-(\d{1,5})")
_SPAN = re.compile(r"(?P<count>\d{1,4})\s*(?P<unit>秒鐘?|分鐘?|小時)?\s*")
_UNITS = {"秒": timedelta(seconds=1), "分": timedelta(minutes=1), "小": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Looks:
    """How long there may be between two looks at a feed: shortest when busy, longest when quiet."""

    shortest: timedelta = timedelta(minutes=2)
    longest: timedelta = timedelta(minutes=30)

    def politely(self) -> "Looks":
        """Return what others' servers are asked at most."""
        return Looks(max(self.shortest, POLITE), max(self.longest, POLITE))


USUAL_LOOKS = Looks()


def read_looks(text: str | None) -> Looks:
    """Read the setting; what is missing or out of bounds is the usual."""
    match = _LOOK.fullmatch(text or "")
    if match is None:
        return USUAL_LOOKS
    looks = Looks(timedelta(seconds=int(match[1])), timedelta(seconds=int(match[2])))
    return looks if may_be_looks(looks) else USUAL_LOOKS


def read_wait(text: str | None) -> timedelta:
    """Read the setting; what is missing or out of bounds is the usual."""
    wait = timedelta(seconds=int(text)) if text and re.fullmatch(r"[0-9]{1,5}", text) else None
    return wait if wait is not None and may_be_wait(wait) else USUAL_WAIT


def may_be_looks(looks: Looks) -> bool:
    """Whether it is within bounds."""
    return LEAST <= looks.shortest <= looks.longest <= MOST_BETWEEN


def may_be_wait(wait: timedelta) -> bool:
    """Whether it is within bounds."""
    return LEAST <= wait <= MOST_WAIT


def write_looks(looks: Looks) -> str:
    """Write it as it is kept."""
    return f"{round(looks.shortest.total_seconds())}-{round(looks.longest.total_seconds())}"


def write_wait(wait: timedelta) -> str:
    """Write it as it is kept."""
    return str(round(wait.total_seconds()))


def read_span(text: str) -> timedelta | None:
    """Read 「2分鐘」, 「30秒」, 「1小時」; a number alone is minutes."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    return int(match["count"]) * _UNITS[(match["unit"] or "分")[0]]


def show_span(span: timedelta) -> str:
    """「2 分鐘」, 「90 秒」."""
    seconds = round(span.total_seconds())
    return f"{seconds // 60} 分鐘" if seconds % 60 == 0 else f"{seconds} 秒"
