"""Until when something is put off is never over, and a day without an hour is a working day."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from handlers.reminders.rules.rungs import start_of
from handlers.reminders.rules.snoozes import read_snooze
from handlers.shared.date_values import BadDateError
from handlers.shared.roc_date import taipei_date
from handlers.shared.work_calendar import BASE

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
SAID = st.one_of(
    st.text(max_size=10),
    st.integers(0, 400).map(lambda days: f"{days}天"),
    st.sampled_from(("下週一", "三天", "明天", "下午三點", "月底", "兩小時後", "12/20 15:00")),
)


@given(now=MOMENTS, said=SAID)
def test_it_is_ahead_or_not_read(now: datetime, said: str) -> None:
    try:
        found = read_snooze(said, now=now, calendar=BASE)
    except BadDateError:  # asks back, with a hint
        return
    if found is None:
        return
    if found.timed:
        assert found.moment > now
        return
    day = taipei_date(found.moment)
    assert found.moment == start_of(day)
    assert day > taipei_date(now)
    assert BASE.is_workday(day)
