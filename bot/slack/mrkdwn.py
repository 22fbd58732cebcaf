"""Slack's marked text as a person typed it: mentions, links and escapes undone. Pure.

https://docs.slack.dev/messaging/formatting-message-text/
"""

import re
from collections.abc import Collection

MARK = re.compile(r"<([^<>]*)>")
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
ADDRESSES = ("mailto:", "tel:")


def _plain(mark: str) -> str:
    """Return what one `<…>` stands for."""
    target, _, label = mark.partition("|")
    if target.startswith("@"):
        return f"@{label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    for scheme in ADDRESSES:
        if target.startswith(scheme):
            return label or target.removeprefix(scheme)
    return target if "://" in target else f"<{mark}>"


def unescaped(text: str) -> str:
    """Undo the three escapes; `&amp;` last, or 「&amp;lt;」 would become a bracket."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain_typed(text: str) -> str:
    """Return a text as it was typed: links bare, other people as `@…`, escapes undone."""
    return unescaped(MARK.sub(lambda found: _plain(found[1]), text))


def mentioned_ids(text: str) -> list[str]:
    """Return who is mentioned, in order."""
    return PERSON.findall(text)


def unnamed(text: str) -> str:
    """Put 「@某人」 for people of whom only an account is told, as in what is kept of a message."""
    return PERSON.sub(lambda found: found[0] if "|" in found[0] else "@某人", text)


def without_mentions(text: str, ids: Collection[str]) -> str:
    """Take the mentions of some accounts out of a marked text."""
    return PERSON.sub(lambda found: "" if found[1] in ids else found[0], text)
