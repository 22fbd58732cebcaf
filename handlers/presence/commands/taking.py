"""請假: say when one is away and who stands in; why is nobody's business and is not kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.message import Answer
from bot.room import Access, Result
from handlers.presence import cards
from handlers.presence.commands.board import commands
from handlers.presence.commands.handing import ask_to_stand_in
from handlers.presence.errors import DayOffError, NoOfficerError, OwnDeputyError
from handlers.presence.rules.leave import Span, cut_deputy, put_in, read_spans
from handlers.presence.rules.spoken import SHAPES
from handlers.services import Asked, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import (
    people_of,
    pick_colleague,
    speaking_agency,
    speaking_officer,
)
from handlers.shared.leave_days import leave_words
from handlers.shared.roc_date import taipei_date
from handlers.shared.work_calendar import WorkCalendar, days_between
from handlers.telling import calendar_of
from storage.on_duty import on_duty
from storage.records.agencies import Agency
from storage.records.duties import Step
from storage.records.officers import Officer
from storage.records.presence import Absence, Staff
from storage.unit_of_work import UnitOfWork


@commands.add(
    "請假",
    usage="請假 <日期> [代理 <姓名>]",
    summary="那幾天的提醒和聯絡先給代理人",
    aliases=("休假", "出差", "我要請假", "請特休", "公出"),
    shapes=SHAPES,
    examples=("請假 明天", "請假 12/18-12/20 代理 王小明"),
    access=Access.OFFICER,
    changes=True,
)
def take_leave(request: Asked, services: Services) -> Result:
    """Keep when the speaker is away; the reason is nobody's business and is not kept."""
    me = speaking_officer(request.speaker)
    agency = speaking_agency(request.speaker)
    today = taipei_date(request.now)
    days, name = cut_deputy(request.argument)
    spans = read_spans(days, today=today)
    with services.unit_of_work() as uow:
        _refuse_days_off(calendar_of(uow, agency.id), spans, today)
        deputy = _deputy(uow, name, agency, me, today=today) if name else None
        held = list(uow.absences.of_officer(me.id, since=today))
        before = {(a.starts_on, a.ends_on, a.half, a.deputy_id) for a in held}
        added = [_keep(uow, me, span, deputy, today=today) for span in spans]
        if all((a.starts_on, a.ends_on, a.half, a.deputy_id) in before for a in added):
            card = cards.kept_before()
        else:
            stand_in = _stand_in(uow, me, agency, added, now=request.now)
            ask_to_stand_in(uow, request, added, held)
            card = cards.kept(added, stand_in, today=today)
        uow.commit()
    return Answer(here=cards.kept_in_group()) if request.in_group else card


def _refuse_days_off(calendar: WorkCalendar, spans: Sequence[Span], today: date) -> None:
    for span in spans:
        if not any(map(calendar.is_workday, days_between(span.starts_on, span.ends_on))):
            days = Absence(id=0, officer_id=0, starts_on=span.starts_on, ends_on=span.ends_on)
            raise DayOffError(leave_words(days, today=today))


def _deputy(uow: UnitOfWork, name: str, agency: Agency, me: Officer, *, today: date) -> Officer:
    """Find the colleague who stands in: an officer of the own agency, for duties must be answered.

    Raises NoColleagueError, SeveralColleaguesError, OwnDeputyError, NoOfficerError.
    """
    found = pick_colleague(name, people_of(uow.officers, agency.id, today=today))
    if found.officer.id == me.id:
        raise OwnDeputyError
    if not any(a.role in OFFICER_ROLES for a in found.appointments):
        raise NoOfficerError(found.officer.name, found.present.role)
    return found.officer


def _keep(
    uow: UnitOfWork, me: Officer, span: Span, deputy: Officer | None, *, today: date
) -> Absence:
    """Put one span beside what there is; return it as it stands now."""
    new = Absence(
        id=0,
        officer_id=me.id,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        half=span.half,
        deputy_id=deputy.id if deputy is not None else None,
    )
    change = put_in(uow.absences.of_officer(me.id, since=today), new)
    uow.absences.remove(change.gone)
    return [uow.absences.add(absence) for absence in change.added][-1]


def _stand_in(
    uow: UnitOfWork, me: Officer, agency: Agency, added: Sequence[Absence], *, now: datetime
) -> cards.StandIn:
    """Say who is told on the first of these days, and what should be known about it."""
    today = taipei_date(now)
    first = added[0]
    others = on_duty(uow, agency.id, now=now).officers.keys() - {me.id}
    away_ids = {
        a.officer_id
        for day in days_between(first.starts_on, first.ends_on)
        for a in uow.absences.on(day, others)
    }
    staff = _then(uow, agency, first, away_ids, now=now)
    steps = (Step.DEPUTY, Step.TEAM)
    acting = [i for step in steps for i in staff.step_beside((me.id,), step)]
    told = next((i for i in acting if staff.may_be_told(i)), None)
    named = uow.officers.get(first.deputy_id) if first.deputy_id is not None else None
    named_id = named.id if named is not None else None
    served = [
        a
        for a in uow.absences.of_deputy(me.id, since=today)
        if a.starts_on <= first.ends_on and first.starts_on <= a.ends_on
    ]
    return cards.StandIn(
        name=staff.officers[told].shown_name if told is not None else "",
        is_named=told is not None and told == named_id,
        unbound=named.shown_name if named is not None and named.id not in staff.accounts else "",
        away=named.shown_name if named is not None and named.id in away_ids else "",
        replaces=tuple(uow.officers.get(a.officer_id).shown_name for a in served),
    )


def _then(
    uow: UnitOfWork, agency: Agency, first: Absence, away_ids: set[int], *, now: datetime
) -> Staff:
    """Return the agency's people as they will be on these days."""
    absences = {i: replace(first, officer_id=i) for i in away_ids} | {first.officer_id: first}
    return replace(on_duty(uow, agency.id, now=now), absences=absences)
