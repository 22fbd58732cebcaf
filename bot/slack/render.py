"""Cards as what `chat.postMessage` takes, but for the channel. Pure.

The same parts in the same order as in LINE and on the web. Colour tells nothing here: what presses
says so in words. A tap brings back `value`, a line that could be typed; in a channel it asks first,
as LINE does by only filling it in, and whoever pressed is answered alone.
"""

import re
from collections.abc import Sequence

from bot.message import Button, Card, ChatKind, ChatRef, Fact, Item, Tone
from bot.slack import blocks
from bot.slack.blocks import DIVIDER, Json, JsonValue, line
from bot.slack.limits import (
    ALT_LIMIT,
    BLOCK_COST,
    BUTTON_COUNT,
    BUTTON_VALUE_LIMIT,
    FACT_COUNT,
    FACT_LABEL_LIMIT,
    FACT_VALUE_LIMIT,
    FLAG_LIMIT,
    ITEM_COUNT,
    ITEM_TEXT_LIMIT,
    ITEM_TITLE_LIMIT,
    MESSAGE_BLOCKS,
    MESSAGE_COST,
    MESSAGE_TEXT,
    NOTE_LIMIT,
    STRIP_LIMIT,
    TITLE_LIMIT,
)
from bot.tidy import tidy
from bot.utf16 import shorten, units

NO_ALT = "PO 小幫手有一則訊息"
IN_PRIVATE = "私訊處理"
WIDE_SPACE = "\u3000"  # as wide as a Chinese character: values stand one below the other
BARS = re.compile(r"^[▁▂▃▄▅▆▇█]{2,}")  # a small chart drawn with letters
TOO_LONG = "全文太長，這裡只放得下前面。"


def render(card: Card, *, chat: ChatRef) -> Json:
    """Draw `card` as one message; {} when there is nothing at all to say.

    Of a picture only its words are drawn: it follows as a file, for a message with an address that
    Slack cannot fetch is refused as a whole.
    """
    return render_all([card], chat=chat)


def render_all(cards: Sequence[Card], *, chat: ChatRef) -> Json:
    """Draw several cards as one message, a line between each two."""
    drawn = draw_cards(cards, chat=chat)
    said = [alt for card in cards if (alt := line(tidy(card).alt, ALT_LIMIT))]
    if not drawn and not said:
        return {}
    alt = "\n".join(said) or NO_ALT
    return {
        "text": _escaped(alt),
        "blocks": drawn or [_told(alt)],
        # Nothing that somebody typed is to be mentioned, formatted, or fetched by Slack's servers.
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def draw_cards(cards: Sequence[Card], *, chat: ChatRef) -> list[Json]:
    """Draw cards one below the other; together they stay within one message.

    Of cards too many or too large for that, the last ones are told by their `alt` alone.
    """
    room = MESSAGE_TEXT // max(1, len(cards))
    drawn: list[Json] = []
    for index, card in enumerate(cards):
        made = _Drawing(tidy(card), chat, index).blocks(room)
        if _cost([*drawn, *made]) > MESSAGE_COST or len(drawn) + len(made) >= MESSAGE_BLOCKS:
            made = [_told(line(tidy(card).alt, TITLE_LIMIT) or NO_ALT)]
        drawn += [DIVIDER, *made] if drawn and made else made
    return drawn[:MESSAGE_BLOCKS]


def _told(text: str) -> Json:
    return blocks.rich(blocks.paragraph(blocks.words(text)))


def _escaped(text: str) -> str:
    """Write `text` so that Slack's own markup cannot begin in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Drawing:
    """One card on its way to blocks."""

    def __init__(self, card: Card, chat: ChatRef, index: int) -> None:
        self._card = card
        self._chat = chat
        self._index = index

    def blocks(self, room: int) -> list[Json]:
        """Draw all parts; the body, then the text to copy, get what the others leave of `room`."""
        card = self._card
        chart = bool(BARS.match(card.body))
        depicted = card.picture.alt if card.picture else ""
        foot = [*self._note(depicted), *self._note(card.note), *self._actions()]
        head = [*self._strip(), *self._title()]
        middle = [*_facts(card.facts), *_items(card.items)]
        left = max(BLOCK_COST, room - _cost([*head, *middle, *foot]) - 4 * BLOCK_COST)
        body = shorten(card.body, left)
        told = [_told(body)] if body else []
        copied = self._copied(left - units(body))
        middle = [*told, *middle] if chart else [*middle, *told]
        return [*head, *middle, *foot, *copied]

    def _strip(self) -> list[Json]:
        card = self._card
        left = "　".join(part for part in (card.kind, card.number) if part)
        urgent = "緊急" if card.tone is Tone.URGENT else ""
        right = "・".join(part for part in (urgent, line(card.flag, FLAG_LIMIT)) if part)
        texts = [text for text in (line(left, STRIP_LIMIT), right) if text]
        return [blocks.context(["　｜　".join(texts)])] if texts else []

    def _title(self) -> list[Json]:
        title = line(self._card.title, TITLE_LIMIT)
        return [blocks.header(title)] if title else []

    def _note(self, note: str) -> list[Json]:
        return [blocks.context([shorten(note, NOTE_LIMIT)])] if note else []

    def _copied(self, room: int) -> list[Json]:
        text = self._card.copy_text
        if not text:
            return []
        kept = shorten(text, max(BLOCK_COST, room))
        copied = blocks.rich(blocks.to_copy(kept))
        return [copied] if kept == text else [copied, *self._note(TOO_LONG)]

    def _actions(self) -> list[Json]:
        made = self._in_private() if self._chat.is_group else self._here()
        return [blocks.actions(made)] if made else []

    def _in_private(self) -> list[Json]:
        card = self._card
        command = card.in_private or (card.buttons[0].command if card.buttons else "")
        command = " ".join(command.split()).lstrip("#＃").strip()
        if not command or units(command) > BUTTON_VALUE_LIMIT:
            return []
        made = blocks.button(IN_PRIVATE, action_id=f"type-{self._index}", value=command)
        return [blocks.asking_first(made, title=IN_PRIVATE, command=command)]

    def _here(self) -> list[Json]:
        kept = _usable(self._card.buttons)
        is_page = self._chat.kind is ChatKind.HOME  # of several cards: not each has a green one
        otherwise = kept[0] if kept and not is_page else None
        first = next((button for button in kept if button.primary), otherwise)
        return [
            blocks.button(
                button.label,
                action_id=f"type-{self._index}-{number}",
                value=button.command,
                primary=button is first,
            )
            for number, button in enumerate(kept)
        ]


def _usable(buttons: Sequence[Button]) -> list[Button]:
    """Keep the buttons that Slack takes; a shortened command would do something else."""
    kept = (button for button in buttons if units(button.command) <= BUTTON_VALUE_LIMIT)
    return list(kept)[:BUTTON_COUNT]


def _facts(facts: Sequence[Fact]) -> list[Json]:
    elements: list[Json] = []
    labels = [line(fact.label, FACT_LABEL_LIMIT) for fact in facts[:FACT_COUNT]]
    widest = max(map(len, labels), default=0)
    for label, fact in zip(labels, facts, strict=False):
        left = f"{label.ljust(widest, WIDE_SPACE)}{WIDE_SPACE}" if label else ""
        elements += blocks.words(("\n" if elements else "") + left)
        elements += blocks.words(shorten(fact.value, FACT_VALUE_LIMIT), bold=fact.strong)
    return [blocks.rich(blocks.paragraph(elements))] if elements else []


def _item(item: Item) -> list[Json]:
    title, text = line(item.title, ITEM_TITLE_LIMIT), shorten(item.text, ITEM_TEXT_LIMIT)
    between = "\n" if title and text else ""
    return [*blocks.words(title, bold=True), *blocks.words(between + text, bold=item.strong)]


def _items(items: Sequence[Item]) -> list[Json]:
    if not items:
        return []
    parts = [blocks.bullets(_item(item) for item in items[:ITEM_COUNT])]
    if len(items) > ITEM_COUNT:
        parts.append(blocks.paragraph(blocks.words(f"還有 {len(items) - ITEM_COUNT} 筆")))
    return [blocks.rich(*parts)]


def _cost(drawn: Sequence[Json]) -> int:
    return sum(BLOCK_COST + text_length(block) for block in drawn)


def text_length(value: JsonValue) -> int:
    """Return how many units of text are shown somewhere inside a block."""
    if isinstance(value, dict):
        own = value.get("text") or value.get("url")
        inner = sum(text_length(entry) for entry in value.values())
        return inner + (units(own) if isinstance(own, str) else 0)
    if isinstance(value, list):
        return sum(text_length(entry) for entry in value)
    return 0
