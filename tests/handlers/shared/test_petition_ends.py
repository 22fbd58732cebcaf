"""When endorsing ends: Join's date, the rule's, and what a pause does to them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.petition_ends import JOIN_ONLY, Ends
from storage.records.calendar import Pause
from storage.records.petitions import Petition
from storage.rules import shipped_rules

OPENED = datetime(2026, 11, 20, 2, tzinfo=UTC)
PLAIN = datetime(2027, 1, 19, 16, tzinfo=UTC)  # 00:00 of the 61st day in Taipei
RUNNING = Petition(join_id="1", added_at=OPENED, opened_at=OPENED, closes_at=PLAIN)


def pause(first: date, last: date) -> Pause:
    return Pause(id=1, starts_on=first, ends_on=last, reason="選舉", entered_at=OPENED)


def test_without_a_pause_it_is_joins_date() -> None:
    ending = Ends(shipped_rules()).of(RUNNING)
    assert (ending.at, ending.pauses, ending.by_rule) == (PLAIN, (), False)
    assert JOIN_ONLY.of(RUNNING).at == PLAIN
    assert ending.words(date(2026, 12, 7)) == "剩 44 天"


def test_where_join_tells_none_the_rule_does() -> None:
    silent = Petition(join_id="1", added_at=OPENED, opened_at=OPENED)
    assert Ends(shipped_rules()).of(silent).at == PLAIN
    assert Ends(shipped_rules()).of(Petition(join_id="1", added_at=OPENED)).at is None


def test_a_pause_puts_off_joins_plain_date() -> None:
    ends = Ends(shipped_rules(), (pause(date(2026, 12, 10), date(2026, 12, 19)),))
    ending = ends.of(RUNNING)
    assert ending.at == PLAIN + timedelta(days=10)
    assert ending.words(date(2026, 12, 7)) == "剩 44 天（選舉暫停不算，暫定，以 Join 公布為準）"
    assert ending.words(date(2026, 12, 12)) == "選舉暫停中，剩 41 天（暫定，以 Join 公布為準）"
    assert ending.words(date(2026, 12, 20)) == "剩 41 天（暫定，以 Join 公布為準）"


@given(start=st.integers(-40, 100), length=st.integers(1, 90), looked=st.integers(0, 200))
def test_no_day_of_endorsing_is_lost_or_won(start: int, length: int, looked: int) -> None:
    first = date(2026, 11, 20) + timedelta(days=start)
    ends = Ends(shipped_rules(), (pause(first, first + timedelta(days=length - 1)),))
    ending = ends.of(RUNNING)
    assert ending.at is not None
    assert ending.at >= PLAIN
    left = [ending.days_left(date(2026, 11, 20) + timedelta(days=n)) for n in range(looked + 1)]
    assert left == sorted(left, reverse=True)  # it stands still or goes down
    assert left[0] in {60, 61}  # 61 counts the day itself; a pause from that day on takes it
