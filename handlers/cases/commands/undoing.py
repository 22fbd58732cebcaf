"""復原, and what happens when the message that registered a case is taken back."""

from dataclasses import replace

from bot.message import SILENCE, EventKind
from bot.room import Access, Result
from handlers.cases.commands.board import commands
from handlers.cases.commands.desk import acting, file_of, look_of, shown, with_dates
from handlers.cases.errors import CaseChangedError, NothingToUndoError
from handlers.cases.rules.spoken import UNDO_SHAPES
from handlers.cases.rules.undoing import (
    FOR_GOOD,
    MOVED_NOTICE,
    UNDO_WITHIN,
    Before,
    restore,
    unpack,
    why_not,
)
from handlers.services import Asked, Services
from handlers.shared.audience import Sight, sight_of
from handlers.sight import viewer_of
from storage.errors import StaleRecordError
from storage.records.cases import Case, HistoryEntry, Secrecy
from storage.unit_of_work import UnitOfWork

TAKEN_BACK = "收回"
ENTRIES = 100  # of a case's history that are looked through


@commands.add(
    "復原",
    usage="復原",
    summary="收回自己十分鐘內的最後一個變更",
    aliases=(
        *("取消剛剛那個", "取消剛剛的", "取消剛才那個", "取消上一步", "還原", "undo"),
        *("回復", "上一步", "收回", "收回剛剛的", "收回剛剛那個"),
        *("撤回", "撤回剛剛的", "還原上一步", "回上一步"),
    ),
    shapes=UNDO_SHAPES,
    examples=("復原",),
    access=Access.OFFICER,
    changes=True,
)
def undo(request: Asked, services: Services) -> Result:
    """Take back the speaker's own last change, unless somebody changed the case since."""
    officer, _ = acting(request)
    with services.unit_of_work() as uow:
        entry = uow.history.last_by(officer.id)
        newest = uow.history.of_case(entry.case_id, limit=ENTRIES) if entry else ()
        reason = why_not(entry, newest, now=request.now)
        if entry is None or reason is not None:
            raise _not_undone(entry, reason or "")
        case = uow.cases.get(entry.case_id)
        viewer = viewer_of(request)
        if sight_of(file_of(uow, case, viewer).circle, viewer) is Sight.NOTHING:
            raise NothingToUndoError("這個變更請私訊復原")
        before = unpack(entry.before, case.id)
        _bring_back(uow, case, before)
        changed = restore(case, before.fields)
        if entry.action == "登記":
            changed = replace(changed, cancelled_at=request.now)
        try:
            saved = uow.cases.save(changed)
        except StaleRecordError:
            raise CaseChangedError(look_of(request).number(case)) from None
        uow.history.mark_undone(entry.id, now=request.now)
        file = with_dates(uow, request, services, file_of(uow, saved, viewer))
        uow.commit()
    return shown(request, file, action="已復原", body=f"已收回「{entry.action}」。")


@commands.on(EventKind.UNSENT)
def take_back(request: Asked, services: Services) -> Result:
    """Remove what an unsent message registered, and undo the case if nobody else touched it.

    Silent: there is no reply token, and the officer wants no fuss.
    """
    message = request.message
    if message.message_id is None:
        return SILENCE
    platform = message.chat.platform.value
    with services.unit_of_work() as uow:
        uow.inbox.wipe_message(platform, message.chat.id, message.message_id)
        case = uow.cases.by_source_message(platform, message.message_id)
        if case is not None:
            _take_back_case(uow, case, request)
            services.case_changed(uow, uow.cases.get(case.id), request.now)
        uow.commit()
    return SILENCE


def _not_undone(entry: HistoryEntry | None, reason: str) -> NothingToUndoError:
    """Say why not, and what helps instead."""
    if entry is None or entry.action not in FOR_GOOD:
        return NothingToUndoError(reason)
    if entry.action == "標記" and Secrecy.SECRET.value not in entry.summary:
        return NothingToUndoError(reason, "要改回來：標記 案號 一般")
    if entry.action == MOVED_NOTICE:
        return NothingToUndoError(reason, "改回來就再輸入一次：預告 案號 到 日期")
    return NothingToUndoError(reason, "清掉的內容收不回來")


def _take_back_case(uow: UnitOfWork, case: Case, request: Asked) -> None:
    entries = uow.history.of_case(case.id, limit=ENTRIES)
    if any(entry.action == TAKEN_BACK for entry in entries):
        return  # told twice; what was done since then stays
    touched = any(entry.officer_id != case.created_by for entry in entries)
    undone = not touched and request.now - case.created_at <= UNDO_WITHIN
    if undone and case.cancelled_at is None:
        uow.cases.save(replace(case, cancelled_at=request.now))
    uow.cases.wipe_registration(case.id)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=case.created_by,
            agency_id=case.agency_id,
            action=TAKEN_BACK,
            summary="登記的訊息收回了" + ("，已註銷" if undone else ""),
        )
    )


def _bring_back(uow: UnitOfWork, case: Case, before: Before) -> None:
    """Bring back what belongs to the case: parts, invitations, notes."""
    if before.note_id is not None:
        uow.cases.remove_note(before.note_id)
    for agency_id in before.invited_ids:
        uow.cases.uninvite_agency(case.id, agency_id)
    for agency_id in before.uninvited_ids:
        uow.cases.invite_agency(case.id, agency_id)
    if before.parts is not None:
        for part in uow.cases.agencies(case.id):
            uow.cases.remove_agency(case.id, part.agency_id)
        for part in before.parts:
            uow.cases.set_agency(part)
