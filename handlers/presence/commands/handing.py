"""Telling deputies: that they stand in, and that they need not any more. No command."""

from collections.abc import Iterable
from dataclasses import replace

from bot.message import Card
from handlers.presence import cards
from handlers.services import Asked
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, topic
from handlers.telling import Manner, tell
from storage.records.presence import Absence
from storage.unit_of_work import UnitOfWork


def ask_to_stand_in(
    uow: UnitOfWork, request: Asked, added: list[Absence], before: Iterable[Absence]
) -> None:
    """Tell who stands in on new days, and who stood in on them until now."""
    me, today = speaking_officer(request.speaker), taipei_date(request.now)
    for old in before:
        for new in added:
            if new.deputy_id in {None, old.deputy_id} or not _meet(old, new):
                continue
            days = replace(
                old,
                starts_on=max(old.starts_on, new.starts_on),
                ends_on=min(old.ends_on, new.ends_on),
            )
            card = cards.another_stands_in(me.shown_name, days, today=today)
            tell_deputy(uow, request, old.deputy_id, card)
    asked = cards.asked_to_stand_in(me.shown_name, added, today=today)
    topics = (topic(Topic.STAND_IN, me.id),)
    tell_deputy(uow, request, added[0].deputy_id, asked, topics=topics)


def _meet(one: Absence, other: Absence) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def tell_deputy(
    uow: UnitOfWork,
    request: Asked,
    officer_id: int | None,
    card: Card,
    *,
    topics: tuple[str, ...] = (),
) -> None:
    """Tell a deputy one to one, in their hours; who is not bound hears nothing."""
    if officer_id is not None:
        agency = speaking_agency(request.speaker)
        manner = Manner(courtesy=True, topics=topics)
        tell(uow, officer_id, card, agency.id, now=request.now, manner=manner)
