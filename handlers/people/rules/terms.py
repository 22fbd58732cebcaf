"""From which day, and which 類型 may be given by whom."""

import re
from datetime import date

from handlers.shared.access import Speaker
from handlers.shared.roc_date import find_dates
from storage.records.officers import Role

AROUND = re.compile(r"(?:自|從|起日|迄日|到|於)?\s*\x00\s*(?:起算|起|為止|止|到任|離任)?")


def cut_date(argument: str, *, today: date) -> tuple[str, date | None]:
    """Take the first day out of 「王小明 業務單位 自115/03/18起」; return the rest and the day.

    Raises BadDateError when something is meant as a day but does not exist.
    """
    found = find_dates(argument, today=today)
    if not found:
        return argument.strip(), None
    first = found[0]
    marked = f"{argument[: first.start]}\x00{argument[first.end :]}"
    return AROUND.sub(" ", marked).strip(), first.on


def may_give(speaker: Speaker, role: Role) -> bool:
    """Whether the speaker may give that role: 國發會's own comes from 國發會 or administrators."""
    return role is not Role.HUB or speaker.is_admin or Role.HUB in speaker.roles
