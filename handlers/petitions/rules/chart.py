"""A petition's endorsements as a small line chart: SVG, and the same in words. Pure.

The title is not in it (the card has it), so that only these letters are ever drawn: LETTERS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.petitions.rules.course import Look, Terms
from handlers.petitions.rules.outlook import Level
from handlers.shared.roc_date import taipei_date

WIDTH, HEIGHT = 1000, 520  # pixels; about the 20:10 that a card shows without cutting
LEFT, RIGHT, TOP, BOTTOM = 96, 40, 56, 64  # pixels around the plot
HEADROOM = 1.12  # over the goal or the highest count
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
COUNT_WIDTH = 140  # pixels, of the widest count
LABEL_SIDE = 0.72  # of the plot; what stands further right has its label on the left


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
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


def draw(picture: Picture) -> str:
    """Draw the chart as SVG."""
    terms = picture.terms
    highest = max((look.count for look in picture.looks), default=0)
    span = max(terms.due - terms.start, timedelta(days=1))
    scale = _Scale(terms.start, span, max(highest, terms.goal) * HEADROOM)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *_pauses(terms, scale),
        *_days(terms, scale),
        *_levels(picture, scale),
        *_goal(terms, scale),
        *_line(picture.looks, scale),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="26" fill="{INK}">'
        f"{''.join(parts)}</svg>"
    )


def chart_text(picture: Picture) -> str:
    """Say the numbers of the chart, for who cannot see it."""
    if not picture.looks:
        return f"還沒有附議數，門檻 {picture.terms.goal:,} 份"
    last = picture.looks[-1]
    told = "".join(f"，{_day(at)} {LEVEL_WORDS[level]}" for level, at in picture.told)
    return (
        f"{_day(last.at)} 有 {last.count:,} 份，門檻 {picture.terms.goal:,} 份，"
        f"附議到 {_day(_last_day(picture.terms))}{told}"
    )


def _goal(terms: Terms, scale: _Scale) -> list[str]:
    y = scale.y(terms.goal)
    return [
        (
            f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{GOAL}" stroke-width="3" '
            f'stroke-dasharray="12 8"/>'
        ),
        _text("門檻", LEFT - 12, y - 4, anchor="end", colour=GOAL),
        _text(f"{terms.goal:,}", LEFT - 12, y + 26, anchor="end", colour=GOAL),
    ]


def _days(terms: Terms, scale: _Scale) -> list[str]:
    """Draw the axis with its first day, its middle and its last day."""
    y = HEIGHT - BOTTOM
    last = _last_day(terms)
    days = [(terms.start, "start"), (terms.start + (last - terms.start) / 2, "middle")]
    labels = [
        _text(_day(at), scale.x(at), y + 40, anchor=anchor) for at, anchor in [*days, (last, "end")]
    ]
    return [f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{GRID}" stroke-width="3"/>', *labels]


def _pauses(terms: Terms, scale: _Scale) -> list[str]:
    drawn: list[str] = []
    for first, last in terms.pauses:
        left, right = scale.x(first), scale.x(last)
        if right > left:
            drawn.append(
                f'<rect x="{left}" y="{TOP}" width="{right - left:.1f}" '
                f'height="{HEIGHT - TOP - BOTTOM}" fill="{PAUSE}"/>'
            )
            drawn.append(_text("暫停", (left + right) / 2, HEIGHT - BOTTOM - 16, anchor="middle"))
    return drawn


def _levels(picture: Picture, scale: _Scale) -> list[str]:
    drawn: list[str] = []
    for row, (level, at) in enumerate(picture.told):
        x, y = scale.x(at), TOP - 24 + 30 * row  # under each other: both may be of one moment
        anchor = "end" if x > LEFT + LABEL_SIDE * (WIDTH - LEFT - RIGHT) else "start"
        beside = -10 if anchor == "end" else 10
        drawn.append(
            f'<path d="M{x} {y - 20}V{HEIGHT - BOTTOM}" stroke="{MARK}" stroke-width="2"/>'
        )
        word = f"{LEVEL_WORDS[level]} {_day(at)}"
        drawn.append(_text(word, x + beside, y, anchor=anchor, colour=MARK))
    return drawn


def _line(looks: Sequence[Look], scale: _Scale) -> list[str]:
    if not looks:
        return []
    points = " ".join(f"{scale.x(look.at)},{scale.y(look.count)}" for look in looks)
    last = looks[-1]
    x, y = scale.x(last.at), scale.y(last.count)
    below = y < HEIGHT - BOTTOM - 60
    roomy = x + COUNT_WIDTH < WIDTH - RIGHT
    return [
        (
            f'<polyline points="{points}" fill="none" stroke="{LINE}" stroke-width="5" '
            f'stroke-linejoin="round" stroke-linecap="round"/>'
        ),
        f'<circle cx="{x}" cy="{y}" r="9" fill="{LINE}"/>',
        _text(
            f"{last.count:,} 份",
            x + 18 if roomy else WIDTH - RIGHT,
            y + (40 if roomy else 50) if below else y - 20,
            anchor="start" if roomy else "end",
            colour=LINE,
        ),
    ]


def _text(words: str, x: float, y: float, *, anchor: str = "start", colour: str = INK) -> str:
    """Write words with a white rim, so that they can be read across lines."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'stroke="#ffffff" stroke-width="6" paint-order="stroke">{words}</text>'
    )


def _last_day(terms: Terms) -> datetime:
    return terms.due - timedelta(seconds=1)  # it ends at 00:00 of the day after


def _day(at: datetime) -> str:
    on = taipei_date(at)
    return f"{on.month}/{on.day}"
