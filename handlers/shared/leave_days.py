"""How leave is said: 「今明請假」, 「請假到 12/11（五）」, 「今天下午請假」. Pure."""

from datetime import date, timedelta

from handlers.shared.roc_date import show_date
from storage.records.presence import Absence, Half

ONE_DAY = timedelta(days=1)


def away_words(absence: Absence, *, today: date) -> str:
    """Say until when somebody who is away today is away."""
    if absence.half is not Half.WHOLE:
        return f"今天{absence.half}請假"
    if absence.ends_on == today:
        return "今天請假"
    if absence.ends_on == today + ONE_DAY:
        return "今明請假"
    return f"請假到 {show_date(absence.ends_on, today=today)}"


def leave_words(absence: Absence, *, today: date) -> str:
    """「12/18（五）到 12/20（日）」, 「12/9（三）下午」."""
    first = show_date(absence.starts_on, today=today)
    if absence.starts_on == absence.ends_on:
        return f"{first}{absence.half}"
    return f"{first}到 {show_date(absence.ends_on, today=today)}"
