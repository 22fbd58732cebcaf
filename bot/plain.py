"""A card as plain text: for the command line, notifications and screen readers."""

from collections.abc import Iterator

from bot.message import Card


def _lines(card: Card) -> Iterator[str]:
    strip = "　".join(part for part in (card.kind, card.number, card.flag) if part)
    yield f"【{strip}】" if strip else ""
    yield card.title
    yield from (f"{fact.label}：{fact.value}" for fact in card.facts)
    yield from (f"・{item.title}　{item.text}".rstrip("　") for item in card.items)
    yield card.body
    yield card.picture.alt if card.picture else ""
    yield f"（{card.note}）" if card.note else ""
    yield "".join(f"〔{button.label}〕" for button in card.buttons)
    yield card.copy_text


def plain_text(card: Card) -> str:
    """Write every part of a card, in the order in which it is drawn."""
    return "\n".join(line for line in _lines(card) if line)
