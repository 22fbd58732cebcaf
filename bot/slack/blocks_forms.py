"""Modals and their fields, as what `views.open` takes. Pure.

A field's `name` is its block_id and its action_id: what was typed comes back under
`state.values[name][name]`.
"""

from collections.abc import Sequence

from bot.slack.blocks import Json, line, plain
from bot.slack.limits import (
    INPUT_LIMIT,
    LABEL_LIMIT,
    OPTION_COUNT,
    OPTION_LIMIT,
    OPTION_VALUE_LIMIT,
    PLACEHOLDER_LIMIT,
    VIEW_BLOCKS,
    VIEW_TITLE_LIMIT,
)
from bot.utf16 import shorten, units


def _input(name: str, label: str, element: Json, *, optional: bool, hint: str) -> Json:
    made: Json = {
        "type": "input",
        "block_id": name,
        "label": plain(line(label, LABEL_LIMIT)),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    if hint:
        made["hint"] = plain(line(hint, LABEL_LIMIT))
    return made


def text_input(  # noqa: PLR0913  # what a field of Slack's has
    name: str,
    label: str,
    *,
    initial: str = "",
    placeholder: str = "",
    hint: str = "",
    longest: int = INPUT_LIMIT,
    multiline: bool = False,
    optional: bool = False,
) -> Json:
    """Make a field for words."""
    limit = min(longest, INPUT_LIMIT)
    element: Json = {"type": "plain_text_input", "multiline": multiline, "max_length": limit}
    if initial:
        element["initial_value"] = shorten(initial, limit)
    if placeholder:
        element["placeholder"] = plain(line(placeholder, PLACEHOLDER_LIMIT))
    return _input(name, label, element, optional=optional, hint=hint)


def select(
    name: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    initial: str = "",
    hint: str = "",
    optional: bool = False,
) -> Json:
    """Make a choice of at least one `(what is read, value)`; `initial` is one of the values."""
    options: list[Json] = [
        {"text": plain(line(text, OPTION_LIMIT)), "value": value}
        for text, value in choices
        if value and units(value) <= OPTION_VALUE_LIMIT
    ]
    element: Json = {"type": "static_select", "options": options[:OPTION_COUNT]}
    chosen = next((option for option in options[:OPTION_COUNT] if option["value"] == initial), None)
    if chosen is not None:
        element["initial_option"] = chosen
    return _input(name, label, element, optional=optional, hint=hint)


def date_input(
    name: str, label: str, *, initial: str = "", hint: str = "", optional: bool = False
) -> Json:
    """Make a day to pick; `initial` is written 2026-12-16."""
    element: Json = {"type": "datepicker"}
    if initial:
        element["initial_date"] = initial
    return _input(name, label, element, optional=optional, hint=hint)


def modal(
    title: str,
    fields: Sequence[Json],
    *,
    callback_id: str,
    submit: str = "送出",
    close: str = "取消",
    private_metadata: str = "",
) -> Json:
    """Make a modal of fields."""
    return {
        "type": "modal",
        "title": plain(line(title, VIEW_TITLE_LIMIT)),
        "submit": plain(line(submit, VIEW_TITLE_LIMIT)),
        "close": plain(line(close, VIEW_TITLE_LIMIT)),
        "callback_id": callback_id,
        "private_metadata": private_metadata,
        "blocks": list(fields)[:VIEW_BLOCKS],
    }
