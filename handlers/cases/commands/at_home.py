"""我的案件 on the bot's own page."""

from dataclasses import replace

from bot.message import SILENCE, Card, EventKind
from bot.room import Access, Result
from handlers.cases.commands.board import commands
from handlers.cases.commands.looking_up import search
from handlers.services import Asked, Services
from handlers.shared.access import may

TITLE = "我的案件"


@commands.on(EventKind.HOME_OPENED)
def show_mine(request: Asked, services: Services) -> Result:
    """Show the first of the speaker's own cases, as 「查詢」 alone does."""
    if not may(request.speaker, Access.BOUND):
        return SILENCE
    mine = search(replace(request, argument=""), services)
    if not isinstance(mine, Card):
        return SILENCE
    count = f"　{mine.title}" if mine.items else ""
    return replace(mine, title=f"{TITLE}{count}")
