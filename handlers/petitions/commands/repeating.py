"""成案包 <案號>: what was sent when a case passed, asked for again."""

from bot.message import Card
from bot.room import Access, Place, Shape
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.knowing import know
from handlers.petitions.commands.packing import package_card
from handlers.petitions.errors import NotPassedError
from handlers.services import Asked, Services
from handlers.shared.audience import Sight
from handlers.shared.case_errors import CaseNotFoundError
from handlers.shared.colleagues import speaking_agency
from handlers.sight import find_named
from storage.records.rules import Event

EXAMPLE = "成案包 37"


@commands.add(
    "成案包",
    usage="成案包 <案號>",
    summary="成案了：哪天前誰要做什麼、可找誰、類似的案件",
    shapes=(
        Shape("# 成案包|的成案包 給我?", "#"),
        Shape("# 成案了|成案|過了|成案之後|成案以後 我們? 要做什麼|要做啥|怎麼辦|要怎麼辦", "#"),
        Shape("# 成案了|成案|成案之後|成案以後 然後呢|接下來呢|接下來要做什麼|接下來怎麼辦", "#"),
    ),
    access=Access.BOUND,
    place=Place.DIRECT,
)
def show_package(request: Asked, services: Services) -> Card:
    """Show it as it stands today, to who may see the case."""
    with services.unit_of_work() as uow:
        named = find_named(uow, request, request.argument, example=EXAMPLE, verb="成案包")
        if named.sight is not Sight.FULL:
            raise CaseNotFoundError(named.number)
        case = named.case
        events = {one.event for one in uow.duties.events(case.id)}
        if Event.PASSED not in events:
            raise NotPassedError(named.number)
        petition = uow.petitions.find(case.join_id) if case.join_id else None
        known = know(uow, petition, now=request.now) if petition is not None else None
        agency = speaking_agency(request.speaker)
        return package_card(uow, known, case, agency.id, now=request.now)
