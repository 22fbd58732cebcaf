"""A card made safe to draw: no hidden marks, no blank parts."""

from dataclasses import replace

from bot.addressing import without_hidden_marks
from bot.message import Button, Card, Fact, Item


def _tidy(text: str) -> str:
    return without_hidden_marks(text).strip()


def tidy(card: Card) -> Card:
    """Return `card` without control and direction marks, and without parts that hold nothing."""
    facts = (Fact(_tidy(fact.label), _tidy(fact.value), fact.strong) for fact in card.facts)
    items = (Item(_tidy(item.title), _tidy(item.text), item.strong) for item in card.items)
    buttons = (
        Button(_tidy(button.label), _tidy(button.command), button.primary)
        for button in card.buttons
    )
    return Card(
        alt=_tidy(card.alt),
        kind=_tidy(card.kind),
        number=_tidy(card.number),
        flag=_tidy(card.flag),
        tone=card.tone,
        title=_tidy(card.title),
        facts=tuple(fact for fact in facts if fact.value),
        items=tuple(item for item in items if item.title or item.text),
        body=_tidy(card.body),
        note=_tidy(card.note),
        buttons=tuple(button for button in buttons if button.label and button.command),
        in_private=_tidy(card.in_private),
        copy_text=_tidy(card.copy_text),
        must_arrive=card.must_arrive,
        picture=card.picture and replace(card.picture, alt=_tidy(card.picture.alt)),
    )
