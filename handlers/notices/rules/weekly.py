"""When the week's new notices are told: on its first working day, else on a later one. Pure."""

from datetime import date, timedelta

from handlers.shared.work_calendar import WorkCalendar

GROUP_ON = "notice-weekly-group/"  # + chat id: "1" where an officer asked for it
GROUP_SAID = "notice-weekly-said/"  # + chat id: the Monday of the week in which it was said last
SATURDAY = 5
NEW = timedelta(days=10)  # what an agency hears of at the very first time


def week_to_tell(today: date, calendar: WorkCalendar) -> date | None:
    """Return the Monday of the week that may be told today; None on days off."""
    if not calendar.is_workday(today) or today.weekday() >= SATURDAY:
        return None
    return today - timedelta(days=today.weekday())
