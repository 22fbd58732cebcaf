"""求救: three things to prepare at once, and the own officer is told in private."""

from datetime import timedelta

from bot.message import Answer, Card
from bot.room import Result, Shape
from handlers.rescue import cards
from handlers.rescue.commands.board import commands
from handlers.rescue.commands.finding import Helper, back_at, find_helper, unit_of
from handlers.rescue.errors import TooManyRescuesError
from handlers.rescue.rules import DAY, MOST_A_DAY, Call, read_call
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, topic
from handlers.telling import Manner, opening_for, tell
from storage.on_duty import on_duty
from storage.records.duties import Step
from storage.records.presence import Staff
from storage.records.rescues import Advice, Rescue
from storage.rescue_texts import read_advice
from storage.unit_of_work import UnitOfWork

REMEMBERED = timedelta(days=7)  # who did not answer meanwhile is not the first asked again


@commands.add(
    "求救",
    usage="求救 [情境或一句話]",
    summary="被提案打到、要開會、被罵、跨部會：先備三樣，私下告訴貴機關的 PO",
    aliases=("業務單位求救", "救命", "救命啊", "SOS", "救救我", "救救我們"),
    shapes=(
        Shape(
            "我們? 科|課|組|室|司|處|署|局|單位? 被提案打到|被附議打到 了? 怎麼辦|怎麼處理?",
            means="被提案打到",
            sure=False,
        ),
    ),
    examples=("求救", "求救 我們科被提案打到 快五千"),
    changes=True,
)
def call_for_help(request: Asked, services: Services) -> Result:
    """Help at once, and tell the officer on duty; what a group asked is answered privately."""
    card = _helped(request, services)
    return Answer(private=card) if request.in_group else card


def _helped(request: Asked, services: Services) -> Card:
    advices = read_advice()
    call = read_call(request.argument, advices)
    if call.advice is None:
        return cards.ask_situation(call, advices)
    with services.unit_of_work() as uow:
        told = _told_before(uow, request, call.advice)
        if told is None:
            told = _tell_officer(uow, request, call, call.advice)
        uow.commit()
    if told is None:
        return cards.own_call(speaking_agency(request.speaker))
    today = taipei_date(request.now)
    return cards.first_aid(call.advice, told, is_cut=call.is_cut, today=today)


def _told_before(uow: UnitOfWork, request: Asked, advice: Advice) -> cards.Told | None:
    """Return who was told of the same within a day: they are not told twice.

    Raises TooManyRescuesError.
    """
    calls = uow.rescues.since(speaking_officer(request.speaker).id, request.now - DAY)
    for call in calls:
        if call.situation == advice.situation and call.told_id is not None:
            staff = on_duty(uow, call.agency_id, now=request.now)
            told = uow.officers.get(call.told_id)
            return cards.Told(
                agency=staff.agency, told=told, role=_role(staff, told.id), before=True
            )
    if len(calls) >= MOST_A_DAY:
        raise TooManyRescuesError(MOST_A_DAY)
    return None


def _tell_officer(uow: UnitOfWork, request: Asked, call: Call, advice: Advice) -> cards.Told | None:
    """Tell whoever acts for the agency; None when that is only who asks."""
    me = speaking_officer(request.speaker)
    earlier = uow.rescues.since(me.id, request.now - REMEMBERED)
    silent = frozenset(
        c.told_id
        for c in earlier
        if c.situation == advice.situation and c.told_id is not None and c.taken_at is None
    )
    agency = speaking_agency(request.speaker)
    helper = find_helper(uow, agency, me.id, silent, now=request.now)
    if helper.officer_id is None and me.id in helper.staff.of_step(Step.HOLDER):
        return None
    rescue = uow.rescues.add(
        Rescue(
            id=0,
            officer_id=me.id,
            agency_id=helper.staff.agency.id,
            situation=advice.situation,
            asked_at=request.now,
            told_id=helper.officer_id,
        )
    )
    return _told(uow, request, call, helper, rescue)


def _told(
    uow: UnitOfWork, request: Asked, call: Call, helper: Helper, rescue: Rescue
) -> cards.Told:
    """Send the card to who is told, and say who that is."""
    staff = helper.staff
    if helper.officer_id is None:
        named = next((staff.officers[i] for i in staff.of_step(Step.HOLDER)), None)
        return cards.Told(agency=staff.agency, named=named)
    card = cards.for_officer(
        speaking_officer(request.speaker),
        unit_of(uow, rescue, now=request.now),
        call,
        rescue.situation,
        f"接求救 {rescue.id}",
    )
    back = back_at(helper.absence) if helper.absence is not None else request.now
    starts = max(back, request.now)
    manner = Manner(topics=(topic(Topic.RESCUE, rescue.id),), not_before=starts)
    tell(uow, helper.officer_id, card, staff.agency.id, now=request.now, manner=manner)
    opens_at = opening_for(uow, helper.officer_id, staff.agency.id, starts)
    away = staff.officers.get(helper.away_id or 0)
    return cards.Told(
        agency=staff.agency,
        told=staff.officers[helper.officer_id],
        role=_role(staff, helper.officer_id),
        away=away.shown_name if away is not None else "",
        on_leave=helper.absence is not None,
        opens_at=opens_at if opens_at > request.now else None,
    )


def _role(staff: Staff, officer_id: int) -> str:
    return next((a.role for a in staff.appointments if a.officer_id == officer_id), "")
