"""A case that is registered from a topic of public opinion: the topic then knows its case."""

from dataclasses import replace

from handlers.cases.commands.desk import acting
from handlers.services import Asked
from handlers.shared.procedure import Origin, summary
from handlers.sight import shown_number
from storage.records.cases import Case, HistoryEntry, Secrecy
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork


def link_topic(uow: UnitOfWork, request: Asked, case: Case, origin: Origin | None) -> str:
    """Let a topic know its case, and the case's history whence it comes; the caller commits.

    Returns a sentence for the card; "" when there is no such topic of the speaker's.
    """
    wish = uow.watching.find(origin.topic_id) if origin is not None else None
    if origin is None or wish is None or not _is_ours(request, wish):
        return ""
    if case.secrecy is Secrecy.SECRET or wish.case_id is not None:
        return ""
    uow.watching.save(replace(wish, case_id=case.id))
    if case.secrecy is Secrecy.SENSITIVE:
        uow.watching.hush_case(case.id, f"案件 {shown_number(case, request)}")
    _write(uow, request, case, "輿情", f"由輿情訂閱 {wish.id} 登記")
    if origin.answers:
        _write(uow, request, case, "程序評估", summary(origin.answers))
    return f"訂閱 {wish.id} 之後會附上案號。"


def _is_ours(request: Asked, wish: Subscription) -> bool:
    speaker = request.speaker
    mine = speaker.officer is not None and wish.officer_id == speaker.officer.id
    return mine or (wish.hearer is not Hearer.ME and wish.agency_id in speaker.office_ids)


def _write(uow: UnitOfWork, request: Asked, case: Case, action: str, line: str) -> None:
    officer, agency = acting(request)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=officer.id,
            agency_id=agency.id,
            action=action,
            summary=line,
        )
    )
