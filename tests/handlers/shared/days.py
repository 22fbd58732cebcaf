"""Days, rules and calendars that the tests of deadlines share."""

from datetime import UTC, date, datetime

from handlers.shared.roc_date import TAIPEI
from handlers.shared.rulebook import Rulebook
from storage.records.calendar import CalendarEntries, Closure, OfficialDay, Pause
from storage.records.rules import Rule
from storage.rules import shipped_rules

BOOK = Rulebook(shipped_rules())
ENTERED = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def on(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """「2018-10-28T23:59:59」 in Taipei, or with a zone of its own."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)).astimezone(UTC)


def rule(name: str, day: str) -> Rule:
    """The shipped rule for an event of that day."""
    return BOOK.rule(name, on=on(day))


def pause(first: str, last: str, reason: str = "地方選舉") -> Pause:
    return Pause(id=1, starts_on=on(first), ends_on=on(last), reason=reason, entered_at=ENTERED)


def closure(day: str, county: str = "臺北市", reason: str = "颱風") -> Closure:
    return Closure(county=county, on=on(day), reason=reason, entered_at=ENTERED)


def entries(*days: OfficialDay, closures: tuple[Closure, ...] = ()) -> CalendarEntries:
    return CalendarEntries(version=1, days={day.on: day for day in days}, closures=closures)
