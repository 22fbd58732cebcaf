"""What a card may hold where it is shown. Every card passes here, answers and jobs alike. Pure."""

from dataclasses import replace

from bot.message import Answer, Button, Card

MOST_LINES = 5  # facts, and items, that fit a phone without scrolling
MOST_BUTTONS = 4  # one to one, two a row
PRIVATELY = "私訊處理"  # the only button a group may see


def for_group(card: Card) -> Card:
    """Keep what several people may see: at most five lines, and one button, 「私訊處理」.

    The button fills in `in_private`, or else the command of the card's first button; a card with
    neither has no button. Text to be copied and pictures stay out. Doing it twice changes nothing.
    """
    command = card.in_private or (card.buttons[0].command if card.buttons else "")
    return replace(
        card,
        facts=card.facts[:MOST_LINES],
        items=card.items[:MOST_LINES],
        buttons=(Button(PRIVATELY, command, primary=True),) if command else (),
        in_private=command,
        copy_text="",
        picture=None,
    )


def for_person(card: Card) -> Card:
    """Keep what fits a one-to-one chat: at most five lines and four buttons."""
    return replace(
        card,
        facts=card.facts[:MOST_LINES],
        items=card.items[:MOST_LINES],
        buttons=card.buttons[:MOST_BUTTONS],
    )


def fitting(answer: Answer, *, in_group: bool) -> Answer:
    """Hold each card of an answer to the manners of its place."""
    here = answer.here
    if here is not None:
        here = for_group(here) if in_group else for_person(here)
    private = None if answer.private is None else for_person(answer.private)
    return replace(answer, here=here, private=private, more=tuple(map(for_person, answer.more)))


def merged(answers: tuple[Answer, ...]) -> Answer:
    """Make one answer of several: the first card for each place, leaving if any says so."""
    return Answer(
        here=next((a.here for a in answers if a.here), None),
        private=next((a.private for a in answers if a.private), None),
        leave_chat=any(a.leave_chat for a in answers),
    )
