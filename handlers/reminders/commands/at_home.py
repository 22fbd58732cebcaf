"""我的期限 on the bot's own page."""

from dataclasses import replace

from bot.message import SILENCE, Card, EventKind
from bot.room import Access, Result
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.today import all_mine
from handlers.services import Asked, Services
from handlers.shared.access import may

TITLE = "我的期限"


@commands.on(EventKind.HOME_OPENED)
def show_mine(request: Asked, services: Services) -> Result:
    """Show the nearest of what the speaker is to act on, as 「我的期限」 does."""
    if not may(request.speaker, Access.BOUND):
        return SILENCE
    mine = all_mine(replace(request, argument=""), services)
    if not isinstance(mine, Card):
        return SILENCE
    kept = tuple(button for button in mine.buttons if button.command != "我的案件")
    return replace(mine, title=TITLE, buttons=kept)  # the cases stand beside it
