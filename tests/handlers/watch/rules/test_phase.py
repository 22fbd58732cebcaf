"""A topic's course from usual talk over a peak to calm, by counts alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.phase import Course, Phase, follow

BEGAN = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
USUAL = 4.0  # posts a day


def course_of(days: list[int], spoke: dict[int, AlarmKind]) -> list[Phase]:
    """The phases after each hour; `days` are the counts of 24 hours."""
    course, phases = Course(), list[Phase]()
    for place, day in enumerate(days):
        heard = [spoke[place]] if place in spoke else []
        course = follow(course, BEGAN + place * HOUR, day, USUAL, heard)
        phases.append(course.phase)
    return phases


def test_it_rises_stands_falls_and_is_calm_after_two_days() -> None:
    days = [4, 4, 20, 40, 60] + [60] * 7 + [15] * 3 + [5] * 60
    phases = course_of(days, {2: AlarmKind.BURST})
    assert phases[1] is Phase.USUAL
    assert phases[2] is Phase.RISING
    assert phases[10] is Phase.PEAK
    assert phases[12] is Phase.FALLING
    assert phases[-1] is Phase.CALM
    seen = list(dict.fromkeys(phases))
    assert seen == [Phase.USUAL, Phase.RISING, Phase.PEAK, Phase.FALLING, Phase.CALM]


def test_calm_is_usual_after_a_week_and_may_rise_again() -> None:
    days = [40] + [4] * 24 * 12
    phases = course_of(days, {0: AlarmKind.HIGH})
    assert phases[-1] is Phase.USUAL
    again = course_of([*days[:100], 50], {0: AlarmKind.HIGH, 100: AlarmKind.BURST})
    assert again[-1] is Phase.RISING


@given(
    st.lists(st.integers(0, 100), min_size=5, max_size=80),
    st.dictionaries(st.integers(0, 79), st.sampled_from(AlarmKind), max_size=5),
)
def test_nothing_rises_unless_a_detector_spoke(
    days: list[int], spoke: dict[int, AlarmKind]
) -> None:
    rises = {place for place, kind in spoke.items() if kind is not AlarmKind.DECLINE}
    for place, phase in enumerate(course_of(days, spoke)):
        if phase is not Phase.USUAL:
            assert any(one <= place for one in rises)
