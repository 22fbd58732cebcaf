"""名冊新鮮度: the hub sees how much of the roster is confirmed, in counts."""

from collections import Counter

from bot.message import Card
from bot.room import Access, Place
from handlers.presence import cards
from handlers.presence.commands.board import commands
from handlers.services import Asked, Services
from handlers.shared.colleagues import (
    in_term,
)
from handlers.shared.freshness import is_stale
from handlers.shared.roc_date import taipei_date


@commands.add(
    "名冊新鮮度",
    usage="名冊新鮮度",
    summary="各機關有幾位的資料一年內沒有人確認",
    aliases=("名冊多新", "名冊確認情形"),
    examples=("名冊新鮮度",),
    access=Access.HUB,
    place=Place.DIRECT,
)
def show_freshness(request: Asked, services: Services) -> Card:
    """Count for each agency how many entries are confirmed; no names."""
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        places = [a for a in uow.officers.all_appointments() if in_term(a, today)]
        names = {agency.id: agency.short for agency in uow.agencies.all()}
    counts = Counter(a.agency_id for a in places)
    stale = Counter(a.agency_id for a in places if is_stale(a, today=today))
    rows = [cards.Freshness(names[i], counts[i], stale[i]) for i in counts]
    return cards.freshness_list(sorted(rows, key=lambda row: (-row.stale_count, row.agency)))
