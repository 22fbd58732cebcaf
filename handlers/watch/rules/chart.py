"""How much was said in two weeks as bars of six hours: SVG, and the same in words. Pure.

The title is not in it (the card has it): only LETTERS are drawn, which the charts' font has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.shared.roc_date import taipei_date
from handlers.watch.rules.volume import DAY

WIDTH, HEIGHT = 1000, 480  # pixels; a card on a phone is about 300 points wide
LEFT, RIGHT, TOP, BOTTOM = 40, 40, 80, 80  # pixels around the plot
LETTER = 40  # pixels; 12 points on a phone
LETTERS = "0123456789/,"
FONT = "Noto Sans CJK TC"
SPAN = 14 * DAY
BLOCK = timedelta(hours=6)
BARS = SPAN // BLOCK
GAP = 3  # pixels between bars
BAR, HOT, INK, GRID = "#90a4ae", "#ef6c00", "#37474f", "#cfd8dc"
LABEL_SIDE = 0.85  # of the bars; what stands further right has its number on the left


@dataclass(frozen=True, slots=True)
class Bars:
    """The posts of each six hours until a moment, the earliest first."""

    until: datetime
    counts: tuple[int, ...]
    hot: int  # the last so many are what the card tells of


def bars_of(moments: Sequence[datetime], until: datetime, hot: timedelta) -> Bars:
    """Count posts by the moments they were posted."""
    counts = [0] * BARS
    for moment in moments:
        place = BARS - 1 - (until - moment) // BLOCK
        if 0 <= place < BARS:
            counts[place] += 1
    return Bars(until, tuple(counts), max(1, round(hot / BLOCK)))


def chart_text(bars: Bars) -> str:
    """Say the numbers of the chart, for who cannot see it."""
    lately = sum(bars.counts[-bars.hot :])
    before = bars.counts[: -bars.hot]
    return (
        f"14 天，每 6 小時一格：最近 {6 * bars.hot} 小時 {lately:,} 則，"
        f"之前最多一格 {max(before, default=0):,} 則"
    )


def draw(bars: Bars) -> str:
    """Draw the chart as SVG."""
    highest = max(*bars.counts, 1)
    floor, step = HEIGHT - BOTTOM, (WIDTH - LEFT - RIGHT) / BARS
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    for place, count in enumerate(bars.counts):
        height = count / highest * (floor - TOP)
        colour = HOT if place >= BARS - bars.hot else BAR
        parts.append(
            f'<rect x="{LEFT + place * step:.1f}" y="{floor - height:.1f}" '
            f'width="{step - GAP:.1f}" height="{height:.1f}" fill="{colour}"/>'
        )
    top = max(range(BARS), key=lambda place: (bars.counts[place], place))
    anchor = "end" if top > LABEL_SIDE * BARS else "middle"
    x = LEFT + (top + (1 if anchor == "end" else 0.5)) * step
    parts.append(_text(f"{bars.counts[top]:,}", x, TOP - 20, anchor))
    parts.append(f'<path d="M{LEFT} {floor}H{WIDTH - RIGHT}" stroke="{GRID}" stroke-width="4"/>')
    days = [
        (LEFT, "start", bars.until - SPAN),
        (WIDTH / 2, "middle", bars.until - SPAN / 2),
        (WIDTH - RIGHT, "end", bars.until),
    ]
    parts += [_text(_day(at), x, floor + 54, anchor) for x, anchor, at in days]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="{LETTER}" fill="{INK}">'
        f"{''.join(parts)}</svg>"
    )


def _text(words: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def _day(at: datetime) -> str:
    on = taipei_date(at)
    return f"{on.month}/{on.day}"
