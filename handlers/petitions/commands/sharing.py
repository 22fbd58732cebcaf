"""A typed 成案: whoever typed it reads the dates; the others of the case get their 成案包."""

from datetime import datetime

from handlers.petitions.cards import hidden_card
from handlers.petitions.commands.hearing import hearers_of_case
from handlers.petitions.commands.knowing import know
from handlers.petitions.commands.packing import package_card
from handlers.shared.topics import Topic, topic
from handlers.telling import Manner, tell
from storage.records.cases import Case, CaseKind, Secrecy
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork


def share_typed_passing(uow: UnitOfWork, case: Case, now: datetime) -> None:
    """Send the package when the day of 成案 was typed at `now`; the caller commits.

    It says that Join's record is still missing; when that comes, everybody hears the day it holds.
    """
    events = uow.duties.events(case.id)
    event = next((one for one in events if one.event is Event.PASSED), None)
    is_petition = case.kind is CaseKind.PETITION and case.secrecy is not Secrecy.SECRET
    if event is None or event.said_by is None or event.said_at != now or not is_petition:
        return
    petition = uow.petitions.find(case.join_id) if case.join_id else None
    known = know(uow, petition, now=now) if petition is not None else None
    manner = Manner(topics=[topic(Topic.CASE, case.id)])
    for officer_id, agency_id in hearers_of_case(uow, case, now=now).items():
        if officer_id != event.said_by:
            hidden = case.secrecy is not Secrecy.NORMAL
            card = (
                hidden_card(case) if hidden else package_card(uow, known, case, agency_id, now=now)
            )
            tell(uow, officer_id, card, agency_id, now=now, manner=manner)
