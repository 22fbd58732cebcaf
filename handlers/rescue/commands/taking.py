"""接求救: an officer says that they will get in touch, and the colleague knows."""

from bot.message import Card
from bot.room import Access, Place
from handlers.rescue import cards
from handlers.rescue.commands.board import commands
from handlers.rescue.commands.finding import unit_of
from handlers.rescue.errors import NoSuchRescueError
from handlers.rescue.rules import read_number
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.telling import tell
from storage.unit_of_work import UnitOfWork


@commands.add(
    "接求救",
    usage="接求救 [第幾號]",
    summary="看同仁的求救；告訴他您會聯絡",
    aliases=("同仁求救", "看求救", "待接的求救"),
    examples=("接求救",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def take(request: Asked, services: Services) -> Card:
    """Note who gets in touch, and tell the colleague; who was first counts."""
    me = speaking_officer(request.speaker)
    number = read_number(request.argument)
    with services.unit_of_work() as uow:
        if number is None:
            return _waiting(uow, request)
        rescue = uow.rescues.find(number)
        if rescue is None or rescue.agency_id not in request.speaker.office_ids:
            raise NoSuchRescueError
        asker = uow.officers.get(rescue.officer_id)
        unit = unit_of(uow, rescue, now=request.now)
        if uow.rescues.take(rescue.id, me.id, now=request.now):
            tell(uow, asker.id, cards.somebody_comes(me), rescue.agency_id, now=request.now)
            uow.commit()
            return cards.taken(asker, unit)
        taker_id = rescue.taken_by or me.id
        taker = uow.officers.get(taker_id).shown_name
    return cards.taken(asker, unit) if taker_id == me.id else cards.taken_by_other(taker)


def _waiting(uow: UnitOfWork, request: Asked) -> Card:
    """List the calls of the speaker's agencies that nobody took: a successor finds them too."""
    rescues = [r for i in request.speaker.office_ids for r in uow.rescues.open_of_agency(i)]
    people = uow.officers.by_ids({r.officer_id for r in rescues})
    rows = [
        cards.Waiting(r, people[r.officer_id], unit_of(uow, r, now=request.now)) for r in rescues
    ]
    return cards.waiting(rows, today=taipei_date(request.now))
