"""A card as LINE messages; with flex.py and buttons.py all that knows of Flex bubbles. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.line.buttons import footer, notes_of
from bot.line.flex import GREEN, INK, LINE, RED, SOFT, Json, box, one_line, text_node, width
from bot.line.limits import (
    ALT_LIMIT,
    BODY_LIMIT,
    FACT_COUNT,
    FACT_LABEL_LIMIT,
    FACT_VALUE_LIMIT,
    FLAG_LIMIT,
    ITEM_COUNT,
    ITEM_TEXT_LIMIT,
    ITEM_TITLE_LIMIT,
    MESSAGE_LIMIT,
    SHORT_LABEL_WIDTH,
    STRIP_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    URI_LIMIT,
)
from bot.message import Card, ChatRef, Fact, Item, Tone
from bot.tidy import tidy
from bot.utf16 import pieces, shorten, units

STRIP_COLOURS = {  # tone: ink, background
    Tone.CALM: (GREEN, "#E6F2EE"),
    Tone.NOTICE: ("#9A6200", "#FFF4DF"),
    Tone.URGENT: (RED, "#FCE8E6"),
}
NO_ALT = "PO 小幫手有一則訊息"
LARGER = "看大圖"
PICTURE_RATIO = "25:14"  # of a chart: 1000 by 560 pixels
BARS = re.compile(r"^[▁▂▃▄▅▆▇█]{2,}")  # a small chart drawn with letters


def _strip(card: Card) -> Json | None:
    ink, background = STRIP_COLOURS[card.tone]
    left = one_line("　".join(part for part in (card.kind, card.number) if part), STRIP_LIMIT)
    flag = one_line(card.flag, FLAG_LIMIT)
    contents: list[Json] = []
    if left:
        contents.append(text_node(left, "xs", ink, weight="bold", flex=1))
    if flag:
        contents.append(text_node(flag, "xs", ink, align="end", flex=0 if left else 1))
    if not contents:
        return None
    strip = box(
        "horizontal",
        contents,
        backgroundColor=background,
        paddingAll="10px",
        paddingStart="16px",
        paddingEnd="16px",
    )
    return box("vertical", [strip], paddingAll="0px")


def _facts(facts: Iterable[Fact]) -> list[Json]:
    pairs = [
        (one_line(fact.label, FACT_LABEL_LIMIT), shorten(fact.value, FACT_VALUE_LIMIT), fact.strong)
        for fact in facts
    ]
    long_labels = any(width(label) > SHORT_LABEL_WIDTH for label, _, _ in pairs)
    rows: list[Json] = []
    for label, value, strong in pairs[:FACT_COUNT]:
        left = text_node(label, "sm", SOFT, flex=3 if long_labels else 2)
        if long_labels:
            left["wrap"] = True
        weight = "bold" if strong else "regular"
        right = text_node(value, "sm", INK, wrap=True, flex=5 if long_labels else 6, weight=weight)
        rows.append(box("baseline", [left, right] if label else [right], spacing="md"))
    return [box("vertical", rows, spacing="sm")] if rows else []


def _item(item: Item) -> Json:
    lines: list[Json] = []
    if title := one_line(item.title, ITEM_TITLE_LIMIT):
        ink = RED if item.strong else INK
        lines.append(text_node(title, "md", ink, weight="bold", wrap=True))
    if text := shorten(item.text, ITEM_TEXT_LIMIT):
        lines.append(text_node(text, "sm", INK if item.strong else SOFT, wrap=True))
    return box("vertical", lines, spacing="xs")


def _items(items: tuple[Item, ...]) -> list[Json]:
    separator: Json = {"type": "separator", "color": LINE}
    drawn: list[Json] = []
    for item in items[:ITEM_COUNT]:
        drawn += [_item(item), separator]
    if len(items) > ITEM_COUNT:
        drawn.append(text_node(f"還有 {len(items) - ITEM_COUNT} 筆", "xs", SOFT))
    return drawn


def _title(card: Card) -> list[Json]:
    title = one_line(card.title, TITLE_LIMIT)
    return [text_node(title, "lg", INK, weight="bold", wrap=True, maxLines=2)] if title else []


def _words(card: Card, notes: list[str]) -> list[Json]:
    text = shorten(card.body, BODY_LIMIT)
    chart = bool(BARS.match(text))
    ink = STRIP_COLOURS[card.tone][0] if chart else INK
    drawn: list[Json] = []
    if chart:
        drawn.append(text_node(text, "sm", ink, wrap=True))
    drawn += _facts(card.facts)
    drawn += _items(card.items)
    if text and not chart:
        drawn.append(text_node(text, "sm", ink, wrap=True))
    drawn += [text_node(note, "xs", SOFT, wrap=True) for note in notes]
    if drawn and drawn[-1]["type"] == "separator":
        drawn.pop()
    return drawn


def _body(card: Card, notes: list[str], picture_url: str) -> Json | None:
    """Draw title, picture and words; a picture is as wide as the bubble."""
    if not picture_url:
        drawn = [*_title(card), *_words(card, notes)]
        return box("vertical", drawn, spacing="md", paddingAll="16px") if drawn else None
    title, words = (
        [box("vertical", part, spacing="md", paddingAll="16px")] if part else []
        for part in (_title(card), _words(card, notes))
    )
    picture: Json = {
        "type": "image",
        "url": picture_url,
        "size": "full",
        "aspectRatio": PICTURE_RATIO,
        "aspectMode": "fit",
        "action": {"type": "uri", "label": LARGER, "uri": picture_url},
    }
    return box("vertical", [*title, picture, *words], paddingAll="0px")


def _bubble(
    card: Card, *, chat: ChatRef, basic_id: str, notes: list[str], picture_url: str
) -> Json | None:
    bubble: Json = {"type": "bubble", "size": "mega"}
    if strip := _strip(card):
        bubble["header"] = strip
    if body := _body(card, notes, picture_url):
        bubble["body"] = body
    if under := footer(card, chat=chat, basic_id=basic_id):
        bubble["footer"] = under
    return bubble if len(bubble) > 2 else None  # noqa: PLR2004  # type and size alone


def _is_plain(card: Card) -> bool:
    return not any((card.kind, card.number, card.flag, card.title, card.facts, card.items))


def _texts(text: str) -> list[Json]:
    return [{"type": "text", "text": piece} for piece in pieces(text, TEXT_LIMIT)]


def _flex(card: Card, bubble: Json | None) -> list[Json]:
    if bubble is None:
        return []
    words = (card.alt.removesuffix("。"), card.picture.alt) if card.picture else (card.alt,)
    alt = one_line("：".join(part for part in words if part), ALT_LIMIT) or NO_ALT
    return [{"type": "flex", "altText": alt, "contents": bubble}]


def render(card: Card, *, chat: ChatRef, basic_id: str, picture_url: str = "") -> list[Json]:
    """Draw `card` as one to five LINE messages; none when there is nothing at all to say.

    `basic_id` is the bot's own (「@example」); without it a group card has no button, only the line
    that tells what to type in private. `picture_url` is where the card's picture is; "": its words
    stand in for it. A body too long for a bubble becomes a text of its own.
    """
    card = tidy(card)
    notes = notes_of(card, chat=chat)
    shows = card.picture is not None and not chat.is_group and len(picture_url) <= URI_LIMIT
    where = picture_url if shows else ""
    if card.picture is not None and not where:
        notes = [card.picture.alt, *notes]

    def flex(card: Card) -> list[Json]:
        bubble = _bubble(card, chat=chat, basic_id=basic_id, notes=notes, picture_url=where)
        return _flex(card, bubble)

    plain = _is_plain(card) and not where
    if plain and footer(card, chat=chat, basic_id=basic_id) is None:
        shown = _texts("\n".join([card.body, *notes]))
    elif units(card.body) > BODY_LIMIT:
        body, card_drawn = _texts(card.body), flex(replace(card, body=""))
        shown = [*body, *card_drawn] if plain else [*card_drawn, *body]
    else:
        shown = flex(card)
    found = [*shown, *_texts(card.copy_text)] or _texts(card.alt)
    return found[:MESSAGE_LIMIT]
