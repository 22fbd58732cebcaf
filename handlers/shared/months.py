"""Steps by calendar months. Pure."""

from datetime import date, timedelta


def months_after(day: date, count: int) -> date:
    """Move by months, back when negative; a day that the month does not have becomes its last."""
    months = day.year * 12 + day.month - 1 + count
    end = last_day(date(months // 12, months % 12 + 1, 1))
    return end.replace(day=min(day.day, end.day))


def last_day(day: date) -> date:
    """Return the last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
