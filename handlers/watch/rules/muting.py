"""How long a topic is not spoken of. Pure."""

import re
import unicodedata
from datetime import datetime, time, timedelta
from typing import Literal

from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.windows import Window
from handlers.shared.work_calendar import WorkCalendar

EVENT: Literal["event"] = "event"
OFF: Literal["off"] = "off"
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"兩": 2, "半": 0}
HOURS = re.compile(r"(?P<count>\d{1,3}|[一兩二三四五六七八九十])\s*個?(?P<unit>小時|鐘頭|天|日)")
MOST = timedelta(days=30)


def read_mute(
    text: str, window: Window, calendar: WorkCalendar, *, now: datetime
) -> datetime | Literal["event", "off"] | None:
    """Read 「四小時」, 「至明早」, 「此事件」, 「取消」; None when it is none of them.

    「至明早」 is until the hours of the next working day begin.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if not words:
        return now + timedelta(hours=4)
    if re.search(r"取消|解除|恢復", words):
        return OFF
    if re.search(r"事件|這件事|這次|平息", words):
        return EVENT
    if re.search(r"明早|明天|隔天|下個上班日", words):
        midnight = datetime.combine(taipei_date(now) + timedelta(days=1), time(), TAIPEI)
        return window.next_opening(midnight, calendar)
    match = HOURS.search(words)
    if match is None:
        return None
    written = match["count"]
    count = int(written) if written.isdigit() else DIGITS[written]
    length = timedelta(hours=count) if match["unit"] in {"小時", "鐘頭"} else timedelta(days=count)
    return now + min(length, MOST) if length else None
