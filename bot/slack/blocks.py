"""The blocks a card is drawn with. No text in them is read as markup: none mentions or links.

Texts are `plain_text` or elements of `rich_text`, never `mrkdwn`; angle brackets, with which Slack
marks mentions and links, become full-width on top of that.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from bot.slack.limits import BUTTON_LABEL_LIMIT, CONFIRM_TEXT_LIMIT, HEADER_LIMIT, TYPED_LIMIT
from bot.utf16 import shorten

Json: TypeAlias = dict[str, "JsonValue"]
JsonValue: TypeAlias = "str | int | bool | list[Json] | Json"

BRACKETS = str.maketrans("<>", "＜＞")
# Only the government's own pages can be followed from a card; whatever else stays letters.
ADDRESS = re.compile(r"https://(?:[a-z0-9-]+\.)+gov\.tw(?:/[!-;=?-~]*)?(?![!-~])")

DIVIDER: Json = {"type": "divider"}


def shown(text: str) -> str:
    """Return `text` as it may stand in a block."""
    return text.translate(BRACKETS)


def line(text: str, limit: int) -> str:
    """Return `text` on one line and within `limit`."""
    return shorten(" ".join(text.splitlines()), limit)


def plain(text: str) -> Json:
    """Make a text object that Slack does not interpret."""
    return {"type": "plain_text", "text": shown(text), "emoji": False}


def header(text: str) -> Json:
    """Make a title."""
    return {"type": "header", "text": plain(line(text, HEADER_LIMIT))}


def context(texts: Iterable[str]) -> Json:
    """Make a line of small grey texts."""
    return {"type": "context", "elements": [plain(text) for text in texts]}


def _letters(text: str, *, bold: bool) -> Json:
    element: Json = {"type": "text", "text": shown(text)}
    if bold:
        element["style"] = {"bold": True}
    return element


def words(text: str, *, bold: bool = False) -> Iterator[Json]:
    """Make the elements of a paragraph; an address of the government's can be followed."""
    at = 0
    for found in ADDRESS.finditer(text):
        if found.start() > at:
            yield _letters(text[at : found.start()], bold=bold)
        yield {"type": "link", "url": found.group()}
        at = found.end()
    if at < len(text):
        yield _letters(text[at:], bold=bold)


def paragraph(elements: Iterable[Json]) -> Json:
    """Make one paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(entries: Iterable[Iterable[Json]]) -> Json:
    """Make a list with a dot before each entry."""
    listed = [paragraph(entry) for entry in entries]
    return {"type": "rich_text_list", "style": "bullet", "elements": listed}


def to_copy(text: str) -> Json:
    """Make a text that is copied as it stands."""
    return {"type": "rich_text_preformatted", "elements": [_letters(text, bold=False)]}


def rich(*parts: Json) -> Json:
    """Make a block of paragraphs and lists."""
    return {"type": "rich_text", "elements": list(parts)}


def button(label: str, *, action_id: str, value: str, primary: bool = False) -> Json:
    """Make a button; a tap brings `value` back, as it is."""
    made: Json = {
        "type": "button",
        "text": plain(line(label, BUTTON_LABEL_LIMIT)),
        "action_id": action_id,
        "value": value,
    }
    if primary:
        made["style"] = "primary"
    return made


def asking_first(made: Json, *, title: str, command: str) -> Json:
    """Make a button show what it would type, before it does."""
    text = f"會用您的名義輸入：{shorten(command, TYPED_LIMIT)}\n回答只有您看得到。"
    confirm: Json = {
        "title": plain(title),
        "text": plain(shorten(text, CONFIRM_TEXT_LIMIT)),
        "confirm": plain("好"),
        "deny": plain("先不要"),
    }
    return {**made, "confirm": confirm}


def actions(buttons: Iterable[Json]) -> Json:
    """Make a row of buttons."""
    return {"type": "actions", "elements": list(buttons)}
