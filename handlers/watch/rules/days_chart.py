"""Counts of days as bars, one strip below the other, a meeting's day marked: SVG. Pure.

Neither titles nor names are in it (the card has them): only LETTERS are drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 1000, 560  # pixels; what cards make room for
LEFT, RIGHT, TOP, BOTTOM = 40, 40, 30, 70  # pixels around the strips
LETTER = 36  # pixels
LETTERS = "0123456789/,"
FONT = "Noto Sans CJK TC"
HEAD = 50  # pixels of a strip for its highest number
GAP = 4  # pixels between bars
APART = 16  # pixels between strips
COLOURS = ("#78909c", "#26a69a", "#7e57c2", "#8d6e63")
INK, GRID, MARK = "#37474f", "#cfd8dc", "#ef6c00"
EDGE = 4  # days; a mark so near the edge has no number of its own
LABEL_SIDE = 0.85  # of the bars; what stands further right has its number on the left


@dataclass(frozen=True, slots=True)
class Strip:
    """One series; None where nothing is known of a day."""

    values: tuple[float | None, ...]


def draw_days(days: Sequence[date], strips: Sequence[Strip], marked: date | None = None) -> str:
    """Draw up to four strips over the same days."""
    height = (HEIGHT - TOP - BOTTOM) / max(1, len(strips))
    step = (WIDTH - LEFT - RIGHT) / len(days)
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    if marked is not None and marked in days:
        x = LEFT + (list(days).index(marked) + 0.5) * step
        parts.append(
            f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{MARK}" stroke-width="4" '
            'stroke-dasharray="10 8"/>'
        )
    for place, strip in enumerate(strips):
        floor = TOP + (place + 1) * height - (APART if place < len(strips) - 1 else 0)
        parts += _strip(strip, COLOURS[place % len(COLOURS)], (TOP + place * height, floor), step)
    parts += _dates(days, step, marked)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="{LETTER}" fill="{INK}">'
        f"{''.join(parts)}</svg>"
    )


def _strip(strip: Strip, colour: str, between: tuple[float, float], step: float) -> Iterator[str]:
    ceiling, floor = between
    known = [value for value in strip.values if value is not None]
    highest = max(*known, 1.0) if known else 1.0
    room = floor - ceiling - HEAD
    for place, value in enumerate(strip.values):
        if value is None:
            continue
        height = max(value / highest * room, 2.0)
        yield (
            f'<rect x="{LEFT + place * step + GAP / 2:.1f}" y="{floor - height:.1f}" '
            f'width="{step - GAP:.1f}" height="{height:.1f}" fill="{colour}"/>'
        )
    yield f'<path d="M{LEFT} {floor:.1f}H{WIDTH - RIGHT}" stroke="{GRID}" stroke-width="3"/>'
    if known and max(known) > 0:
        top = max(
            (place for place, value in enumerate(strip.values) if value is not None),
            key=lambda place: (strip.values[place] or 0.0, place),
        )
        anchor = "end" if top > LABEL_SIDE * len(strip.values) else "middle"
        x = LEFT + (top + (1 if anchor == "end" else 0.5)) * step
        yield _text(f"{max(known):,.0f}", x, ceiling + HEAD - 10, anchor)


def _dates(days: Sequence[date], step: float, marked: date | None) -> Iterator[str]:
    y = HEIGHT - BOTTOM + 46
    yield _text(_day(days[0]), LEFT, y, "start")
    yield _text(_day(days[-1]), WIDTH - RIGHT, y, "end")
    if marked is not None and marked in days:
        place = list(days).index(marked)
        if EDGE < place < len(days) - EDGE - 1:
            yield _text(_day(marked), LEFT + (place + 0.5) * step, y, "middle")


def _text(words: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def _day(on: date) -> str:
    return f"{on.month}/{on.day}"
