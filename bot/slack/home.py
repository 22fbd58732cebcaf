"""The App Home of one person as what `views.publish` takes. Pure."""

from collections.abc import Sequence

from bot.message import Card, ChatKind, ChatRef, Platform
from bot.slack import blocks
from bot.slack.blocks import Json
from bot.slack.limits import VIEW_BLOCKS
from bot.slack.render import draw_cards

EMPTY = "目前沒有您的案件與期限。"
HOW = "隨時可以私訊我「說明」，或在頻道輸入 /po 說明。"


def home_view(cards: Sequence[Card]) -> Json:
    """Draw the front page: the cards, and how to go on."""
    chat = ChatRef(Platform.SLACK, ChatKind.HOME, "")
    drawn = draw_cards(cards, chat=chat) or [blocks.rich(blocks.paragraph(blocks.words(EMPTY)))]
    return {"type": "home", "blocks": [*drawn[: VIEW_BLOCKS - 1], blocks.context([HOW])]}
