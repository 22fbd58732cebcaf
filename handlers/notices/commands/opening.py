"""Registering a notice: a 眾開講 with the notice's own end, from which 綜整回應 is counted."""

from bot.message import Button, Card
from handlers.notices.cards import case_card, number_of
from handlers.notices.commands.desk import case_of, keep_days, know, linked
from handlers.notices.rules.titles import same_draft
from handlers.services import Asked, Services
from handlers.shared.audience import is_public
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.roc_date import taipei_date
from handlers.sight import shown_number
from storage.records.agencies import Agency
from storage.records.cases import (
    Case,
    CaseAgency,
    CaseKind,
    HistoryEntry,
    Part,
    Secrecy,
    Stage,
    Standing,
)
from storage.records.notices import Notice
from storage.unit_of_work import UnitOfWork


def register_notice(uow: UnitOfWork, request: Asked, services: Services, notice: Notice) -> Card:
    """Open the case of a notice, or take the one that is there; the caller commits."""
    case = case_of(uow, notice)
    said = "已經登記"
    if case is None:
        agency = _whose(uow, request, notice)
        found = _already_there(uow, notice, agency)
        said = "已登記" if found is None else "接上原案"
        case = found or _open(uow, request, notice, agency)
        notice = linked(uow, notice, case)
        officer_id = speaking_officer(request.speaker).id
        keep_days(uow, notice, case, now=request.now, officer_id=officer_id)
        services.case_changed(uow, case, request.now)
    if not is_public(case):
        return Card.sentence("這件已經登記了，內容不在這裡看。")
    return shown(uow, request, notice, said=said)


def shown(uow: UnitOfWork, request: Asked, notice: Notice, *, said: str = "") -> Card:
    """Show a notice that is a case, with the dates of the case's own agency."""
    known = know(uow, notice)
    case = known.case
    if case is None:
        number = number_of(notice)
        return Card.sentence(f"{number} 還沒有登記。", Button("登記", f"登記預告 {number}"))
    duties = [d for d in uow.duties.of_case(case.id) if d.agency_id == case.agency_id]
    number = shown_number(case, request)
    today = taipei_date(request.now)
    return case_card(known, number, duties, today=today, said=said, in_group=request.in_group)


def _whose(uow: UnitOfWork, request: Asked, notice: Notice) -> Agency:
    """Return the agency that registers: of the speaker's several offices the notice's own."""
    agency = speaking_agency(request.speaker)
    offices = request.speaker.office_ids & uow.notices.agencies_of(notice.id)
    return agency if agency.id in offices or not offices else uow.agencies.get(min(offices))


def _already_there(uow: UnitOfWork, notice: Notice, agency: Agency) -> Case | None:
    """Find an open 眾開講 of the agency that was registered by hand under the same title."""
    alike = [i for i, _, subject in uow.cases.open_subjects() if same_draft(subject, notice.title)]
    for case in uow.cases.by_ids(alike).values():
        mine = case.agency_id == agency.id and case.kind is CaseKind.CONSULTATION
        if mine and case.secrecy is Secrecy.NORMAL and uow.notices.of_case(case.id) is None:
            return case
    return None


def _open(uow: UnitOfWork, request: Asked, notice: Notice, agency: Agency) -> Case:
    officer = speaking_officer(request.speaker)
    message = request.message
    today = taipei_date(request.now)
    platform = message.chat.platform.value
    is_over = notice.ends_on is not None and notice.ends_on < today
    case = uow.cases.add(
        Case(
            id=0,
            number=uow.cases.next_number(today.year - ROC_EPOCH),
            kind=CaseKind.CONSULTATION,
            stage=Stage.TO_COLLECT if is_over else Stage.NOTICED,
            subject=notice.title,
            agency_id=agency.id,
            holder_id=officer.id,
            created_at=request.now,
            created_by=officer.id,
            links=(notice.link,) if notice.link else (),
            source_chat=f"{platform}:{message.chat.id}",
            source_event=message.event_id,
            source_message=f"{platform}:{message.message_id}" if message.message_id else "",
        )
    )
    uow.cases.set_agency(
        CaseAgency(
            case_id=case.id,
            agency_id=agency.id,
            part=Part.LEAD,
            standing=Standing.CONFIRMED,
            said_by=agency.id,
            source="本機關確認",
        )
    )
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=officer.id,
            agency_id=agency.id,
            action="登記",
            summary=f"登記為{case.kind.value}，{case.stage.value}（{notice.source}）",
        )
    )
    return case
