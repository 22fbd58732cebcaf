"""How the bot is called, in Slack's way: `#` is not heard there, only a mention or `/po`. Pure."""

import re
from collections.abc import Collection
from dataclasses import replace

from bot.message import Card

MENTION = "@PO 小幫手 "
# 「#啟用」 in a sentence; whether a command is meant, the commands themselves decide.
CALL = re.compile(r"[#＃]([^\s#＃「」『』（）()，,、；;。：:！？!?]+)")


def in_slacks_words(card: Card, verbs: Collection[str]) -> Card:
    """Return `card` with 「#啟用」 written 「@PO 小幫手 啟用」, for each of the commands `verbs`.

    What somebody put behind `#` and is no command stays; so do text to copy and what buttons type.
    """

    def told(text: str) -> str:
        return CALL.sub(lambda found: _called(found, verbs), text)

    return replace(
        card,
        alt=told(card.alt),
        title=told(card.title),
        facts=tuple(replace(fact, value=told(fact.value)) for fact in card.facts),
        items=tuple(
            replace(item, title=told(item.title), text=told(item.text)) for item in card.items
        ),
        body=told(card.body),
        note=told(card.note),
    )


def _called(found: re.Match[str], verbs: Collection[str]) -> str:
    return f"{MENTION}{found[1]}" if found[1] in verbs else found[0]
