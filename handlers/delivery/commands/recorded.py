"""送達紀錄: what was sent, why, and what became of it; numbers and reasons, never contents."""

from bot.message import Card
from bot.room import Access, Place
from handlers.delivery import cards
from handlers.delivery.commands.board import commands
from handlers.delivery.rules.periods import read_period
from handlers.services import Asked, Services
from handlers.shared.roc_date import taipei_date

FAILURES = 3  # the last ones, on the card


@commands.add(
    "送達紀錄",
    usage="送達紀錄 [天數]",
    summary="送出的訊息：為什麼、送達沒有、最近送不到的",
    aliases=("發送紀錄", "推播紀錄", "送達統計"),
    examples=("送達紀錄", "送達紀錄 30"),
    access=Access.ADMIN,
    place=Place.DIRECT,
)
def show_record(request: Asked, services: Services) -> Card:
    """Count what was sent in a period, and show what did not arrive last."""
    period = read_period(request.argument, now=request.now)
    with services.unit_of_work() as uow:
        counted = uow.outbox.tally(period.since, period.until)
        failures = uow.outbox.last_failures(period.since, FAILURES)
        ids = {one.officer_id for one in failures if one.officer_id is not None}
        names = {i: officer.shown_name for i, officer in uow.officers.by_ids(ids).items()}
    return cards.record(counted, failures, names, days=period.days, today=taipei_date(request.now))
