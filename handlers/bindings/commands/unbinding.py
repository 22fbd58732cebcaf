"""解除綁定: an account that belongs to nobody any more, after one more question."""

from bot.message import Card
from bot.room import Place
from handlers.bindings import cards
from handlers.bindings.commands.board import commands, record
from handlers.bindings.errors import NothingBoundError, NotYourColleagueError
from handlers.bindings.rules import EVERY, SURE, cut_platform, cut_sure, keeps_away
from handlers.services import Asked, Services
from handlers.shared.colleagues import (
    colleagues,
    in_term,
    keeps_people_of,
    people_of,
    pick_colleague,
    speaking_agency,
    speaking_officer,
)
from handlers.shared.roc_date import taipei_date
from storage.records.officers import Officer, Role
from storage.unit_of_work import UnitOfWork


@commands.add(
    "解除綁定",
    usage="解除綁定 [姓名] [LINE 或 Slack]",
    summary="解除帳號；手機掉了請馬上用",
    aliases=("解綁", "取消綁定", "手機掉了", "手機遺失"),
    examples=("解除綁定",),
    place=Place.DIRECT,
    changes=True,
)
def unbind(request: Asked, services: Services) -> Card:
    """Unbind one's own accounts, or a colleague's who lost a phone, when asked a second time."""
    argument, sure = cut_sure(request.argument)
    name, platform = cut_platform(argument)
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        officer, agency_id = (me, None) if not name else _loser(uow, request, name)
        accounts = uow.bindings.of_officer(officer.id)
        gone = [b for b in accounts if platform in {b.platform, EVERY, ""}]
        if not gone:
            raise NothingBoundError(officer.shown_name)
        platforms = [b.platform for b in gone]
        if not platform and not name and len(accounts) > 1:
            return cards.choose_account(platforms)
        if not sure:
            command = " ".join(filter(None, ("解除綁定", argument, SURE)))
            alone = len(gone) == len(accounts) and _is_only_po(uow, request, officer)
            whose = "您" if officer.id == me.id else officer.shown_name
            return cards.ask_unbind(whose, platforms, command, alone=alone)
        for binding in gone:
            uow.bindings.remove(binding.id)
            uow.settings.set(keeps_away(binding.platform, officer.id), "1", now=request.now)
            record(uow, request, "unbind", officer, agency_id, detail=binding.platform)
        uow.commit()
    return cards.unbound("您" if officer.id == me.id else officer.shown_name, platforms)


def _is_only_po(uow: UnitOfWork, request: Asked, officer: Officer) -> bool:
    """Whether no other PO of the agency could give a new code: none in office has an account."""
    today = taipei_date(request.now)
    held = [
        a
        for mine in uow.officers.appointments(officer_id=officer.id)
        if mine.role is Role.PO and in_term(mine, today)
        for a in uow.officers.appointments(agency_id=mine.agency_id)
        if a.role is Role.PO and in_term(a, today)
    ]
    others = {a.officer_id for a in held} - {officer.id}
    return bool(held) and not any(uow.bindings.of_officer(other) for other in others)


def _loser(uow: UnitOfWork, request: Asked, name: str) -> tuple[Officer, int]:
    """Find the colleague who lost a phone, and the agency whose log tells of it."""
    today = taipei_date(request.now)
    if request.speaker.is_admin:
        crowd = colleagues(uow.officers.all(), uow.officers.all_appointments(), today=None)
    else:
        agency = speaking_agency(request.speaker)
        if not keeps_people_of(request.speaker, agency.id):
            raise NotYourColleagueError
        crowd = people_of(uow.officers, agency.id, today=today)
    found = pick_colleague(name, crowd)
    return found.officer, found.present.agency_id
