"""預告理由: why a notice is shorter than usual, kept on its case for everybody to read."""

from dataclasses import replace

from bot.room import Access, Result, Shape
from handlers.notices.commands.board import commands
from handlers.notices.commands.desk import REASON
from handlers.notices.commands.opening import shown
from handlers.notices.errors import (
    NoNoticeOfCaseError,
    NoReasonError,
    NotOurNoticeError,
    PersonalDataInNoticeError,
    ReasonTooLongError,
)
from handlers.services import Asked, Services
from handlers.shared.audience import Sight
from handlers.shared.case_numbers import clean_text
from handlers.shared.colleagues import speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.sight import find_named
from storage.records.cases import HistoryEntry, Note

REASON_LIMIT = 300  # characters


@commands.add(
    "預告理由",
    usage="預告理由 <案號> <為什麼比較短>",
    summary="預告比規定短的理由，記在案件上",
    aliases=("縮短理由", "縮短預告理由", "預告縮短理由"),
    shapes=(Shape("# 預告? 只有|只|較短|比較短 預告? ~? 是? 因為|理由是|理由 …", "# …"),),
    examples=("預告理由 37 配合母法施行日，須如期發布",),
    access=Access.OFFICER,
    changes=True,
)
def give_reason(request: Asked, services: Services) -> Result:
    """Keep the reason as a shared note of the case; another one goes beside it."""
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        text = clean_text(request.argument)
        named = find_named(uow, request, text, example="預告理由 37 配合母法施行日", verb="預告")
        case = named.case
        notice = uow.notices.of_case(case.id)
        if notice is None or named.sight is not Sight.FULL:
            raise NoNoticeOfCaseError(named.number)
        if case.agency_id not in request.speaker.office_ids:
            raise NotOurNoticeError(named.number, uow.agencies.get(case.agency_id).short)
        reason = named.rest.strip(" ：:，,。")
        _check(reason, named.number)
        note = uow.cases.add_note(
            Note(
                id=0,
                case_id=case.id,
                agency_id=case.agency_id,
                officer_id=officer.id,
                text=f"{REASON}{reason}",
                shared=True,
                written_at=request.now,
            )
        )
        uow.history.add(
            HistoryEntry(
                id=0,
                case_id=case.id,
                at=request.now,
                officer_id=officer.id,
                agency_id=case.agency_id,
                action="備註",
                summary="記下預告較短的理由（共用）",
                before={"_note": note.id},  # as the cases room takes a note back
            )
        )
        card = replace(shown(uow, request, notice, said="理由已記"), note=f"{REASON}{reason}")
        uow.commit()
    return card


def _check(reason: str, number: str) -> None:
    if not reason:
        raise NoReasonError(number)
    if len(reason) > REASON_LIMIT:
        raise ReasonTooLongError(REASON_LIMIT)
    found = find_personal_data(reason)
    if found is not None:
        raise PersonalDataInNoticeError(found)
