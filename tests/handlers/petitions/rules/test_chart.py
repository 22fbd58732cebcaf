"""The chart: well-formed, inside its frame, of known letters, and the same in words."""

import re
from xml.etree import ElementTree as Tree  # our own drawing is read, nothing foreign

from hypothesis import given
from hypothesis import strategies as st

from bot.painter import Painter
from handlers.petitions.rules.chart import FONT, HEIGHT, LETTERS, WIDTH, Chart, chart_text, draw
from handlers.petitions.rules.course import Look
from handlers.petitions.rules.outlook import Level
from tests.handlers.petitions.rules.petitions import day, terms

SVG = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    looks=(Look(day(1), 500), Look(day(6), 3180)),
    terms=terms(),
    told=((Level.WATCH, day(2)), (Level.ACT, day(4))),
)


def words(svg: str) -> list[str]:
    root = Tree.fromstring(svg)  # noqa: S314  # our own drawing
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_it_shows_the_goal_the_count_the_warnings_and_the_days() -> None:
    assert sorted(words(draw(CHART))) == sorted(
        ["門檻", "5,000", "3,180 份", "留意 12/2", "準備 12/4", "11/30", "12/30", "1/29"]
    )


def test_an_election_pause_is_shaded() -> None:
    paused = draw(Chart(looks=CHART.looks, terms=terms(pause=(10, 30))))
    assert "暫停" in words(paused)
    assert "暫停" not in words(draw(CHART))


def test_it_is_said_in_words_too() -> None:
    assert chart_text(CHART) == (
        "12/6 有 3,180 份，門檻 5,000 份，附議到 1/29，12/2 留意，12/4 準備"
    )
    assert chart_text(Chart(looks=(), terms=terms())) == "還沒有附議數，門檻 5,000 份"


def test_the_font_has_every_letter() -> None:
    def alone(letter: str) -> str:
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">'
            f'<text x="2" y="40" font-family="{FONT}" font-size="40">{letter}</text></svg>'
        )

    painter = Painter(alone)
    missing = painter.paint("龜")
    letters = LETTERS.replace(" ", "")
    assert [one for one in letters if painter.paint(one) in {missing, painter.paint("")}] == []


@given(
    looks=st.lists(st.tuples(st.floats(-5, 90), st.integers(0, 99_999)), max_size=30),
    goal=st.integers(1, 99_999),
    told=st.none() | st.floats(0, 80),
)
def test_whatever_is_drawn_stays_in_the_frame_and_in_the_font(
    looks: list[tuple[float, int]], goal: int, told: float | None
) -> None:
    svg = draw(
        Chart(
            looks=tuple(Look(day(at), count) for at, count in sorted(looks)),
            terms=terms(goal=goal, pause=(10, 20)),
            told=((Level.WATCH, day(told)),) if told is not None else (),
        )
    )
    assert set("".join(words(svg))) <= set(LETTERS)
    for points in re.findall(r'points="([^"]+)"', svg):
        for x, y in (pair.split(",") for pair in points.split()):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT
