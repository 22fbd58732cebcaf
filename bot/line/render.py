"""A card as LINE messages; the only file that knows what a Flex bubble is. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import quote

from bot.line.limits import (
    ACTION_TEXT_LIMIT,
    ALT_LIMIT,
    BODY_LIMIT,
    BUTTON_COUNT,
    FACT_COUNT,
    FACT_LABEL_LIMIT,
    FACT_VALUE_LIMIT,
    FLAG_LIMIT,
    HALF_ROW_WIDTH,
    ITEM_COUNT,
    ITEM_TEXT_LIMIT,
    ITEM_TITLE_LIMIT,
    LABEL_LIMIT,
    MESSAGE_LIMIT,
    NOTE_LIMIT,
    SHORT_LABEL_WIDTH,
    STRIP_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    TYPED_LIMIT,
    URI_LIMIT,
)
from bot.line.tidy import tidy
from bot.line.utf16 import pieces, shorten, units
from bot.message import Button, Card, ChatRef, Fact, Item, Tone

Json: TypeAlias = dict[str, "JsonValue"]
JsonValue: TypeAlias = "str | int | bool | list[Json] | Json"

INK, SOFT, LINE = "#1F2933", "#5F6B7A", "#E4E7EB"
GREEN, RED = "#1F6F5C", "#B3261E"
STRIP_COLOURS = {  # tone: ink, background
    Tone.CALM: (GREEN, "#E6F2EE"),
    Tone.NOTICE: ("#9A6200", "#FFF4DF"),
    Tone.URGENT: (RED, "#FCE8E6"),
}
NO_ALT = "PO 小幫手有一則訊息"
IN_PRIVATE = "私訊處理"
CHAT_LINK = "https://line.me/R/oaMessage/"
BARS = re.compile(r"^[▁▂▃▄▅▆▇█]{2,}")  # a small chart drawn with letters


def _line(text: str, limit: int) -> str:
    return shorten(text.replace("\n", " "), limit)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _text(text: str, size: str, colour: str, **more: JsonValue) -> Json:
    return {"type": "text", "text": text, "size": size, "color": colour, **more}


def _box(layout: str, contents: list[Json], **more: JsonValue) -> Json:
    return {"type": "box", "layout": layout, "contents": contents, **more}


def _strip(card: Card) -> Json | None:
    ink, background = STRIP_COLOURS[card.tone]
    left = _line("　".join(part for part in (card.kind, card.number) if part), STRIP_LIMIT)
    flag = _line(card.flag, FLAG_LIMIT)
    contents: list[Json] = []
    if left:
        contents.append(_text(left, "xs", ink, weight="bold", flex=1))
    if flag:
        contents.append(_text(flag, "xs", ink, align="end", flex=0 if left else 1))
    if not contents:
        return None
    strip = _box(
        "horizontal",
        contents,
        backgroundColor=background,
        paddingAll="10px",
        paddingStart="16px",
        paddingEnd="16px",
    )
    return _box("vertical", [strip], paddingAll="0px")


def _facts(facts: Iterable[Fact]) -> list[Json]:
    pairs = [
        (_line(fact.label, FACT_LABEL_LIMIT), shorten(fact.value, FACT_VALUE_LIMIT), fact.strong)
        for fact in facts
    ]
    long_labels = any(_width(label) > SHORT_LABEL_WIDTH for label, _, _ in pairs)
    rows: list[Json] = []
    for label, value, strong in pairs[:FACT_COUNT]:
        left = _text(label, "sm", SOFT, flex=3 if long_labels else 2)
        if long_labels:
            left["wrap"] = True
        weight = "bold" if strong else "regular"
        right = _text(value, "sm", INK, wrap=True, flex=5 if long_labels else 6, weight=weight)
        rows.append(_box("baseline", [left, right] if label else [right], spacing="md"))
    return [_box("vertical", rows, spacing="sm")] if rows else []


def _item(item: Item) -> Json:
    lines: list[Json] = []
    if title := _line(item.title, ITEM_TITLE_LIMIT):
        ink = RED if item.strong else INK
        lines.append(_text(title, "md", ink, weight="bold", wrap=True))
    if text := shorten(item.text, ITEM_TEXT_LIMIT):
        lines.append(_text(text, "sm", INK if item.strong else SOFT, wrap=True))
    return _box("vertical", lines, spacing="xs")


def _items(items: tuple[Item, ...]) -> list[Json]:
    separator: Json = {"type": "separator", "color": LINE}
    drawn: list[Json] = []
    for item in items[:ITEM_COUNT]:
        drawn += [_item(item), separator]
    if len(items) > ITEM_COUNT:
        drawn.append(_text(f"還有 {len(items) - ITEM_COUNT} 筆", "xs", SOFT))
    return drawn


def _body(card: Card, notes: list[str]) -> list[Json]:
    title = _line(card.title, TITLE_LIMIT)
    text = shorten(card.body, BODY_LIMIT)
    chart = bool(BARS.match(text))
    ink = STRIP_COLOURS[card.tone][0] if chart else INK
    drawn: list[Json] = []
    if title:
        drawn.append(_text(title, "lg", INK, weight="bold", wrap=True, maxLines=2))
    if chart:
        drawn.append(_text(text, "sm", ink, wrap=True))
    drawn += _facts(card.facts)
    drawn += _items(card.items)
    if text and not chart:
        drawn.append(_text(text, "sm", ink, wrap=True))
    drawn += [_text(note, "xs", SOFT, wrap=True) for note in notes]
    if drawn and drawn[-1]["type"] == "separator":
        drawn.pop()
    return drawn


def _buttons(buttons: Iterable[Button]) -> tuple[Button, ...]:
    """Keep the buttons that LINE takes; a shortened command would do something else."""
    kept = (button for button in buttons if units(button.command) <= ACTION_TEXT_LIMIT)
    return tuple(kept)[:BUTTON_COUNT]


def _button(button: Button, *, green: bool) -> Json:
    drawn: Json = {
        "type": "button",
        "height": "sm",
        "style": "primary" if green else "secondary",
        "action": {
            "type": "message",
            "label": _line(button.label, LABEL_LIMIT),
            "text": button.command,
        },
    }
    if green:
        drawn["color"] = GREEN
    return drawn


def _rows(buttons: tuple[Button, ...]) -> list[Json]:
    """Draw buttons two a row; one with a long label gets a row of its own."""
    first = next((button for button in buttons if button.primary), buttons[0])
    rows: list[Json] = []
    waiting: Json | None = None
    for button in buttons:
        drawn = _button(button, green=button is first)
        wide = _width(button.label) > HALF_ROW_WIDTH
        if waiting is not None and not wide:
            rows.append(_box("horizontal", [waiting, drawn], spacing="sm"))
            waiting = None
            continue
        if waiting is not None:
            rows.append(waiting)
        rows += [drawn] if wide else []
        waiting = None if wide else drawn
    return rows if waiting is None else [*rows, waiting]


def _command_in_private(card: Card) -> str:
    command = card.in_private or (card.buttons[0].command if card.buttons else "")
    return " ".join(command.split()).lstrip("#＃").strip()


def chat_link(basic_id: str, command: str) -> str:
    """Return the link that opens the 1:1 chat with `command` filled in.

    A command too long for a link is left out: half of it would be something else.
    """
    start = f"{CHAT_LINK}{quote(basic_id, safe='')}/"
    link = f"{start}?{quote(command, safe='')}" if command else start
    return link if len(link) <= URI_LIMIT else start


def _private_button(link: str) -> Json:
    return {
        "type": "button",
        "height": "sm",
        "style": "link",
        "color": GREEN,
        "action": {"type": "uri", "label": IN_PRIVATE, "uri": link},
    }


def _footer(card: Card, *, chat: ChatRef, basic_id: str) -> Json | None:
    buttons = _buttons(card.buttons)
    rows: list[Json] = []
    if chat.is_group:
        command = _command_in_private(card)
        if command and basic_id:
            rows = [_private_button(chat_link(basic_id, command))]
    elif buttons:
        rows = _rows(buttons)
    return _box("vertical", rows, spacing="sm", paddingAll="12px") if rows else None


def _notes(card: Card, *, chat: ChatRef) -> list[str]:
    notes = [shorten(card.note, NOTE_LIMIT)]
    if chat.is_group and (command := _command_in_private(card)):
        notes.append(f"電腦版請私訊輸入：{shorten(command, TYPED_LIMIT)}")
    return [note for note in notes if note]


def _bubble(card: Card, *, chat: ChatRef, basic_id: str, notes: list[str]) -> Json | None:
    bubble: Json = {"type": "bubble", "size": "mega"}
    if strip := _strip(card):
        bubble["header"] = strip
    if body := _body(card, notes):
        bubble["body"] = _box("vertical", body, spacing="md", paddingAll="16px")
    if footer := _footer(card, chat=chat, basic_id=basic_id):
        bubble["footer"] = footer
    return bubble if len(bubble) > 2 else None  # noqa: PLR2004  # type and size alone


def _is_plain(card: Card) -> bool:
    return not any((card.kind, card.number, card.flag, card.title, card.facts, card.items))


def _texts(text: str) -> list[Json]:
    return [{"type": "text", "text": piece} for piece in pieces(text, TEXT_LIMIT)]


def _flex(card: Card, bubble: Json | None) -> list[Json]:
    if bubble is None:
        return []
    alt = _line(card.alt, ALT_LIMIT) or NO_ALT
    return [{"type": "flex", "altText": alt, "contents": bubble}]


def render(card: Card, *, chat: ChatRef, basic_id: str) -> list[Json]:
    """Draw `card` as one to five LINE messages; none when there is nothing at all to say.

    `basic_id` is the bot's own (「@example」); without it a group card has no button, only the line
    that tells what to type in private. A body too long for a bubble becomes a text of its own.
    """
    card = tidy(card)
    notes = _notes(card, chat=chat)
    plain = _is_plain(card)
    if plain and _footer(card, chat=chat, basic_id=basic_id) is None:
        shown = _texts("\n".join([card.body, *notes]))
    elif units(card.body) > BODY_LIMIT:
        bubble = _bubble(replace(card, body=""), chat=chat, basic_id=basic_id, notes=notes)
        body, card_drawn = _texts(card.body), _flex(card, bubble)
        shown = [*body, *card_drawn] if plain else [*card_drawn, *body]
    else:
        shown = _flex(card, _bubble(card, chat=chat, basic_id=basic_id, notes=notes))
    found = [*shown, *_texts(card.copy_text)] or _texts(card.alt)
    return found[:MESSAGE_LIMIT]
