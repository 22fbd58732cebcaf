"""What is under a card on LINE: its buttons, and in a group the way into the private chat. Pure."""

from collections.abc import Iterable
from urllib.parse import quote

from bot.line.flex import GREEN, Json, box, one_line, width
from bot.line.limits import (
    ACTION_TEXT_LIMIT,
    BUTTON_COUNT,
    HALF_ROW_WIDTH,
    LABEL_LIMIT,
    NOTE_LIMIT,
    TYPED_LIMIT,
    URI_LIMIT,
)
from bot.message import Button, Card, ChatRef
from bot.utf16 import shorten, units

IN_PRIVATE = "私訊處理"
CHAT_LINK = "https://line.me/R/oaMessage/"


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
            "label": one_line(button.label, LABEL_LIMIT),
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
        wide = width(button.label) > HALF_ROW_WIDTH
        if waiting is not None and not wide:
            rows.append(box("horizontal", [waiting, drawn], spacing="sm"))
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


def footer(card: Card, *, chat: ChatRef, basic_id: str) -> Json | None:
    """Draw the buttons of a card; in a group the one that opens the private chat."""
    buttons = _buttons(card.buttons)
    rows: list[Json] = []
    if chat.is_group:
        command = _command_in_private(card)
        if command and basic_id:
            rows = [_private_button(chat_link(basic_id, command))]
    elif buttons:
        rows = _rows(buttons)
    return box("vertical", rows, spacing="sm", paddingAll="12px") if rows else None


def notes_of(card: Card, *, chat: ChatRef) -> list[str]:
    """Return the grey sentences; in a group also what to type in private, for computers."""
    notes = [shorten(card.note, NOTE_LIMIT)]
    if chat.is_group and (command := _command_in_private(card)):
        notes.append(f"電腦版請私訊輸入：{shorten(command, TYPED_LIMIT)}")
    return [note for note in notes if note]
