"""What a browser shows: the same parts of a card, in the same order, as LINE and Slack show.

Every text goes through the templates, which escape all of it.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.message import Card

TAIPEI = ZoneInfo("Asia/Taipei")
WEEKDAYS = "一二三四五六日"
REPUBLIC = 1911  # year 115 of the Republic is 2026
MAX_BUTTONS = 4  # in a one-to-one chat; a group card has one, 「私訊處理」

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


def render_card(card: Card, *, in_group: bool, picture_url: str = "") -> str:
    """Draw a card as HTML; without a `picture_url` the words of its picture stand in for it."""
    return TEMPLATES.get_template("card.html").render(
        card=card,
        private=private_command(card) if in_group else "",
        buttons=() if in_group else card.buttons[:MAX_BUTTONS],
        picture_url="" if in_group else picture_url,
    )


def private_command(card: Card) -> str:
    """Return what 「私訊處理」 fills in; "" when there is nothing to go on with."""
    if card.in_private:
        return card.in_private
    return card.buttons[0].command if card.buttons else ""


def render_said(text: str) -> str:
    """Draw what a person typed."""
    return TEMPLATES.get_template("said.html").render(text=text)


def render_event(text: str) -> str:
    """Draw what the room itself tells: somebody came or went."""
    return TEMPLATES.get_template("event.html").render(text=text)


def clock_text(now: datetime) -> str:
    """Write a moment as a card does, in Taipei: 「115/12/08（二）10:30」."""
    there = now.astimezone(TAIPEI)
    day = f"{there.year - REPUBLIC}/{there:%m/%d}（{WEEKDAYS[there.weekday()]}）"
    return f"{day}{there:%H:%M}"


def hour_text(now: datetime) -> str:
    """Write the hour beside a message: 「10:30」, in Taipei."""
    return f"{now.astimezone(TAIPEI):%H:%M}"
