"""Each level of a petition is told once, whatever the stream."""

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules.course import Look
from handlers.petitions.rules.outlook import Level
from handlers.petitions.rules.warning import EarlyWarning, Sighting, warnings_of
from tests.handlers.petitions.rules.petitions import day, terms


def warned(*looks: tuple[str, float, int]) -> list[EarlyWarning]:
    return list(warnings_of(Sighting(key, Look(day(at), n), terms()) for key, at, n in looks))


def test_watch_comes_first_then_act_and_neither_again() -> None:
    steps = ((step / 4, 60 * step) for step in range(1, 84))
    told = warned(*(("甲", at, count) for at, count in steps))
    assert [warning.level for warning in told] == [Level.WATCH, Level.ACT]
    assert told[0].look.at < told[1].look.at


def test_a_jump_to_act_has_told_watch_too() -> None:
    told = warned(("甲", 0.5, 150), ("甲", 1.0, 4500), ("甲", 1.5, 4600))
    assert [(w.level, w.look.count) for w in told] == [(Level.WATCH, 4500), (Level.ACT, 4500)]


def test_passing_between_two_looks_is_no_warning() -> None:
    assert warned(("甲", 0.5, 150), ("甲", 1.0, 5200)) == []


def test_petitions_do_not_mix() -> None:
    alone = warned(("甲", 1, 1500), ("甲", 2, 3000))
    among = warned(("甲", 1, 1500), ("乙", 1, 10), ("甲", 2, 3000), ("乙", 2, 12))
    assert among == alone
    assert {warning.petition for warning in alone} == {"甲"}


def test_an_end_that_moved_is_heeded() -> None:
    late = Sighting("甲", Look(day(61), 4000), terms())
    moved = Sighting("甲", Look(day(61), 4000), terms(pause=(10, 70)))
    assert list(warnings_of([late])) == []
    assert [w.level for w in warnings_of([late, moved])] == [Level.WATCH, Level.ACT]


@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.floats(0, 70), st.integers(0, 6000)), max_size=60
    )
)
def test_no_level_is_told_twice_and_never_act_before_watch(
    looks: list[tuple[str, float, int]],
) -> None:
    told = warned(*sorted(looks, key=lambda look: look[1]))
    assert max(Counter((w.petition, w.level) for w in told).values(), default=1) == 1
    for petition in "甲乙丙":
        levels = [w.level for w in told if w.petition == petition]
        assert levels == sorted(levels)
        assert levels in ([], [Level.WATCH], [Level.WATCH, Level.ACT])


def test_on_real_petitions_the_promised_figures_hold(shared_folder: Path) -> None:
    from benchmarks.warning_data import read_petitions  # noqa: PLC0415  # only where data is
    from benchmarks.warnings import live_alarms, score  # noqa: PLC0415

    petitions = read_petitions(shared_folder / "domain" / "join")
    alarms = live_alarms(petitions)
    watch, act = score(petitions, alarms["watch"]), score(petitions, alarms["act"])
    assert watch.hits / (watch.hits + watch.false) >= 0.75
    assert watch.hits / watch.passed >= 0.96
    assert watch.lead >= 11
    assert act.hits / (act.hits + act.false) >= 0.88
    assert act.hits / act.passed >= 0.92
    assert act.lead >= 7
