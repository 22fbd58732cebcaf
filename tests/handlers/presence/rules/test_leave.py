"""Leave as days: whatever is said in whatever order, the last word counts and nothing overlaps."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.presence.rules.leave import Change, cut_deputy, put_in, read_spans, take_out
from storage.records.presence import Absence, Half

TODAY = date(2026, 12, 7)
DEPUTIES = (None, 2, 3)
HALVES = (Half.WHOLE, Half.MORNING, Half.AFTERNOON)


def absences() -> st.SearchStrategy[Absence]:
    """Leave of one person within three weeks; half days are of one day."""

    def make(start: int, length: int, half: Half, deputy_id: int | None) -> Absence:
        first = TODAY + timedelta(days=start)
        last = first if half is not Half.WHOLE else first + timedelta(days=length)
        return Absence(
            id=0, officer_id=1, starts_on=first, ends_on=last, half=half, deputy_id=deputy_id
        )

    return st.builds(
        make,
        st.integers(0, 20),
        st.integers(0, 10),
        st.sampled_from(HALVES),
        st.sampled_from(DEPUTIES),
    )


class Shelf:
    """What a store does with changes."""

    def __init__(self) -> None:
        self.held: dict[int, Absence] = {}
        self._ids = 0

    def keep(self, change: Change) -> None:
        for gone in change.gone:
            del self.held[gone]
        for added in change.added:
            self._ids += 1
            self.held[self._ids] = Absence(
                id=self._ids,
                officer_id=added.officer_id,
                starts_on=added.starts_on,
                ends_on=added.ends_on,
                half=added.half,
                deputy_id=added.deputy_id,
            )

    def on(self, day: date) -> list[Absence]:
        return [a for a in self.held.values() if a.covers(day)]


def days() -> list[date]:
    return [TODAY + timedelta(days=n) for n in range(-2, 35)]


@given(st.lists(absences(), max_size=8))
def test_nothing_overlaps_and_the_last_word_counts(said: list[Absence]) -> None:
    shelf = Shelf()
    away: set[date] = set()
    for new in said:
        shelf.keep(put_in(shelf.held.values(), new))
        away |= {day for day in days() if new.covers(day)}
        for day in days():
            assert len(shelf.on(day)) == (1 if day in away else 0), day
        for day in (d for d in days() if new.covers(d)):
            if new.deputy_id is not None:
                assert shelf.on(day)[0].deputy_id == new.deputy_id
    assert all(a.starts_on <= a.ends_on for a in shelf.held.values())
    assert all(a.half is Half.WHOLE or a.starts_on == a.ends_on for a in shelf.held.values())


@given(absences())
def test_saying_it_twice_changes_nothing(new: Absence) -> None:
    shelf = Shelf()
    shelf.keep(put_in([], new))
    before = [(a.starts_on, a.ends_on, a.half, a.deputy_id) for a in shelf.held.values()]
    shelf.keep(put_in(shelf.held.values(), new))
    assert [(a.starts_on, a.ends_on, a.half, a.deputy_id) for a in shelf.held.values()] == before


@given(absences(), st.integers(-3, 25))
def test_taken_back_no_day_to_come_is_left(new: Absence, passed: int) -> None:
    today = TODAY + timedelta(days=passed)
    shelf = Shelf()
    shelf.keep(put_in([], new))
    (held,) = shelf.held.values()
    if held.ends_on < today:
        return
    shelf.keep(take_out(held, today=today))
    assert [d for d in days() if d >= today and shelf.on(d)] == []
    assert all(bool(shelf.on(d)) is new.covers(d) for d in days() if d < today)


@given(st.integers(0, 300), st.integers(0, 55), st.sampled_from(["-", "~", "到", "至"]))
def test_any_range_of_days_is_read_as_it_was_written(start: int, length: int, to: str) -> None:
    first = TODAY + timedelta(days=start)
    last = first + timedelta(days=length)
    roc = (f"{d.year - 1911}/{d.month}/{d.day}" for d in (first, last))
    text = to.join(roc) if length else f"{first.year - 1911}/{first.month}/{first.day}"
    days_text, name = cut_deputy(f"{text} 代理 王小明")
    assert name == "王小明"
    (span,) = read_spans(days_text, today=TODAY)
    assert (span.starts_on, span.ends_on, span.half) == (first, last, Half.WHOLE)
