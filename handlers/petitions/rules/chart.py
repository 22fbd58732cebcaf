"""A petition's endorsements as a small line chart: SVG, and the same in words. Pure.

The title is not in it (the card has it), so that only these letters are ever drawn: LETTERS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.petitions.rules.course import Look, Terms
from handlers.petitions.rules.outlook import Level
from handlers.shared.roc_date import taipei_date

WIDTH, HEIGHT = 1000, 560  # pixels; a card on a phone is about 300 points wide
LEFT, RIGHT, TOP, BOTTOM = 150, 40, 100, 80  # pixels around the plot
LETTER = 40  # pixels; 12 points on a phone
HEADROOM = 1.2  # over the goal or the highest count
FONT = "Noto Sans CJK TC"
LEVEL_WORDS = {Level.WATCH: "留意", Level.ACT: "準備"}
LETTERS = "0123456789/, 門檻留意準備暫停份"
LINE, GOAL, MARK, PAUSE, INK, GRID = (
    "#1565c0",
    "#c62828",
    "#ef6c00",
    "#eceff1",
    "#37474f",
    "#cfd8dc",
)
COUNT_WIDTH = 190  # pixels, of the widest count
LABEL_SIDE = 0.72  # of the plot; what stands further right has its label on the left


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn: all looks in order of time, and when which level was told."""

    looks: tuple[Look, ...]
    terms: Terms
    told: tuple[tuple[Level, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class _Scale:
    start: datetime
    span: timedelta
    highest: float

    def x(self, at: datetime) -> float:
        part = min(max((at - self.start) / self.span, 0.0), 1.0)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    def y(self, count: float) -> float:
        part = min(count / self.highest, 1.0)
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)


def draw(chart: Chart) -> str:
    """Draw the chart as SVG."""
    terms = chart.terms
    highest = max((look.count for look in chart.looks), default=0)
    span = max(terms.due - terms.start, timedelta(days=1))
    scale = _Scale(terms.start, span, max(highest, terms.goal) * HEADROOM)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_pauses(terms, scale),
        *_days(terms, scale),
        *_levels(chart, scale),
        *_goal(terms, scale),
        *_line(chart.looks, scale),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="{LETTER}" fill="{INK}">'
        f"{''.join(parts)}</svg>"
    )


def chart_text(chart: Chart) -> str:
    """Say the numbers of the chart, for who cannot see it."""
    if not chart.looks:
        return f"還沒有附議數，門檻 {chart.terms.goal:,} 份"
    last = chart.looks[-1]
    told = "".join(f"，{_day(at)} {LEVEL_WORDS[level]}" for level, at in chart.told)
    return (
        f"{_day(last.at)} 有 {last.count:,} 份，門檻 {chart.terms.goal:,} 份，"
        f"附議到 {_day(_last_day(chart.terms))}{told}"
    )


def _goal(terms: Terms, scale: _Scale) -> list[str]:
    y = scale.y(terms.goal)
    return [
        (
            f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{GOAL}" stroke-width="4" '
            f'stroke-dasharray="16 12"/>'
        ),
        _text("門檻", LEFT - 14, y - 8, anchor="end", colour=GOAL),
        _text(f"{terms.goal:,}", LEFT - 14, y + 38, anchor="end", colour=GOAL),
    ]


def _days(terms: Terms, scale: _Scale) -> list[str]:
    """Draw the axis with its first day, its middle and its last day."""
    y = HEIGHT - BOTTOM
    last = _last_day(terms)
    days = [(terms.start, "start"), (terms.start + (last - terms.start) / 2, "middle")]
    labels = [
        _text(_day(at), scale.x(at), y + 54, anchor=anchor) for at, anchor in [*days, (last, "end")]
    ]
    return [f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{GRID}" stroke-width="4"/>', *labels]


def _pauses(terms: Terms, scale: _Scale) -> list[str]:
    drawn: list[str] = []
    for first, last in terms.pauses:
        left, right = scale.x(first), scale.x(last)
        if right > left:
            drawn.append(
                f'<rect x="{left}" y="{TOP}" width="{right - left:.1f}" '
                f'height="{HEIGHT - TOP - BOTTOM}" fill="{PAUSE}"/>'
            )
            drawn.append(_text("暫停", (left + right) / 2, HEIGHT - BOTTOM - 20, anchor="middle"))
    return drawn


def _levels(chart: Chart, scale: _Scale) -> list[str]:
    drawn: list[str] = []
    for row, (level, at) in enumerate(chart.told):
        x, y = scale.x(at), TOP - 60 + 46 * row  # under each other: both may be of one moment
        anchor = "end" if x > LEFT + LABEL_SIDE * (WIDTH - LEFT - RIGHT) else "start"
        beside = -12 if anchor == "end" else 12
        drawn.append(
            f'<path d="M{x} {y - 32}V{HEIGHT - BOTTOM}" stroke="{MARK}" stroke-width="4"/>'
        )
        word = f"{LEVEL_WORDS[level]} {_day(at)}"
        drawn.append(_text(word, x + beside, y, anchor=anchor, colour=MARK))
    return drawn


def _line(looks: Sequence[Look], scale: _Scale) -> list[str]:
    if not looks:
        return []
    seen = {round(scale.x(look.at)): look for look in looks}  # the last of each pixel
    points = " ".join(f"{scale.x(look.at)},{scale.y(look.count)}" for look in seen.values())
    last = looks[-1]
    x, y = scale.x(last.at), scale.y(last.count)
    roomy = x + COUNT_WIDTH < WIDTH - RIGHT  # nothing is drawn right of the last count
    below = roomy and y < HEIGHT - BOTTOM - 80
    return [
        (
            f'<polyline points="{points}" fill="none" stroke="{LINE}" stroke-width="7" '
            f'stroke-linejoin="round" stroke-linecap="round"/>'
        ),
        f'<circle cx="{x}" cy="{y}" r="12" fill="{LINE}"/>',
        _text(
            f"{last.count:,} 份",
            x + 22 if roomy else WIDTH - RIGHT,
            y + 56 if below else y - 26,
            anchor="start" if roomy else "end",
            colour=LINE,
        ),
    ]


def _text(words: str, x: float, y: float, *, anchor: str = "start", colour: str = INK) -> str:
    """Write words with a white rim, so that they can be read across lines."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'stroke="#ffffff" stroke-width="9" paint-order="stroke">{words}</text>'
    )


def _last_day(terms: Terms) -> datetime:
    return terms.due - timedelta(seconds=1)  # it ends at 00:00 of the day after


def _day(at: datetime) -> str:
    on = taipei_date(at)
    return f"{on.month}/{on.day}"
