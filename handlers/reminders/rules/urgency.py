"""What may be told out of hours, because somebody wanted just that (急件). Pure."""

import re
from datetime import UTC, date, datetime

from handlers.shared.roc_date import TAIPEI
from handlers.shared.windows import Window
from storage.records.duties import Reminder

_MARKED = re.compile(r"^[\s#＃,，:：]*(?:小幫手)?[\s,，:：]*急件?(?=[\s,，:：提])")
_MARK = re.compile(r"^(?:急件?|很急|急的)[\s,，:：]+|[\s,，:：]+(?:急件?|很急|急的)$")


def take_mark(said: str, argument: str) -> tuple[bool, str]:
    """Take 「急」 off a wish: off its front or end, or from before its verb in what was said."""
    rest = _MARK.sub("", argument.strip(), count=1)
    return rest != argument.strip() or _MARKED.match(said) is not None, rest


def is_for_others(reminder: Reminder, *, marked: bool) -> bool:
    """Whether it is there for whoever marks the case, and who is told did not."""
    return reminder.urgent and reminder.duty_id is not None and not marked


def morning_of(day: date, window: Window) -> datetime:
    """Return when an urgent reminder without an hour is told: that very day, in the morning."""
    return datetime.combine(day, window.opens, TAIPEI).astimezone(UTC)
