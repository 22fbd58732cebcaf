"""A file of counts that an officer hands over one to one: shown first, as a pasted table is."""

from collections.abc import Sequence

from bot.message import Card
from bot.room import Access
from bot.sources.sheets import Row
from handlers.services import Asked, Services
from handlers.shared.access import may
from handlers.shared.roc_date import taipei_date
from handlers.watch.commands.noting import draft
from handlers.watch.errors import TooManyCountsError
from handlers.watch.rules.tally_rows import is_of_counts, read_tally_rows
from handlers.watch.rules.tally_words import MOST_ROWS


def counts_card(request: Asked, services: Services, rows: Sequence[Row]) -> Card | None:
    """Show what would be kept; None when the columns are not those of counts.

    Raises NoChannelError, TooManyCountsError.
    """
    if not is_of_counts(rows[0][1]) or not may(request.speaker, Access.OFFICER):
        return None
    today = taipei_date(request.now)
    read = read_tally_rows(rows, "", today=today)
    if len(read.counts) > MOST_ROWS:
        raise TooManyCountsError(len(read.counts))
    return draft(request, services, read.counts, read.refused, today=today)
