"""結案, 重啟, 註銷: how a case ends, and how it comes back."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access, Result
from handlers.cases.cards import choice_card
from handlers.cases.commands.board import commands
from handlers.cases.commands.desk import (
    Change,
    find_case,
    find_own_case,
    look_of,
    require_owner,
    save,
    shown,
    text_to_keep,
    with_dates,
)
from handlers.cases.errors import AnswerOwedError, CaseClosedError, CaseOpenError, TextTooLongError
from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.spoken import CANCEL_SHAPES, CLOSE_SHAPES
from handlers.cases.rules.stages import closing_stage, reopened_stage
from handlers.cases.rules.wording import RESULT_LIMIT
from handlers.services import Asked, Services
from handlers.shared.opinion_state import LISTENS_ON
from storage.records.cases import Case, CaseKind

PETITION_RESULTS = ("參採", "部分參採", "研議中", "不予參採")
EARLY_RESULTS = ("成案前已處理", "未成案", "不受理")
OTHER_RESULTS = ("已回覆", "已辦理", "免辦")


@commands.add(
    "結案",
    usage="結案 <案號> <結果>",
    summary="辦完了，記一句結果",
    aliases=("結掉", "辦結", "結束案件", "可結案", "結案了"),
    shapes=CLOSE_SHAPES,
    examples=("結案 42 已回覆立委辦公室",),
    access=Access.OFFICER,
    changes=True,
)
def close(request: Asked, services: Services) -> Result:
    """Close a case with its result; ask, in 1:1, for a result that is missing."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        found = find_own_case(uow, request, text, example="結案 42 已回覆")
        case = found.file.case
        require_answered(case, request)
        result = found.rest.removeprefix("結果").strip(" ：:")
        if not result:
            return which_result(found.file, request)
        if len(result) > RESULT_LIMIT:
            what = "結果"
            raise TextTooLongError(what, RESULT_LIMIT)
        done = closed(case, result, request)
        file = save(uow, request, found.file, done, Change("結案", f"結案：{result}"))
        file = with_dates(uow, request, services, file)
        uow.commit()
    note = f"輿情再聽 {LISTENS_ON.days} 天，看退燒了沒。" if file.talk else ""
    return shown(request, file, action="已結案", note=note)


@commands.add(
    "重啟",
    usage="重啟 <案號>",
    summary="結案或註銷的再辦",
    aliases=("重開", "重新開案", "重啟案件", "恢復辦理", "再開"),
    examples=("重啟 42",),
    access=Access.OFFICER,
    changes=True,
)
def reopen(request: Asked, services: Services) -> Result:
    """Open a closed or cancelled case again."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        file = find_case(uow, request, text, example="重啟 42").file
        require_owner(file, request)
        case = file.case
        if case.closed_at is None and case.cancelled_at is None:
            raise CaseOpenError(look_of(request).number(case))
        opened = replace(case, stage=reopened_stage(case), closed_at=None, cancelled_at=None)
        opened = replace(opened, result="")
        summary = f"重啟，{opened.stage.value}"
        file = save(uow, request, file, opened, Change("重啟", summary))
        file = with_dates(uow, request, services, file)
        uow.commit()
    return shown(request, file, action="已重啟", body="已重啟。")


@commands.add(
    "註銷",
    usage="註銷 <案號>",
    summary="開錯的收掉，案號保留",
    aliases=(
        *("撤銷", "作廢", "銷案", "開錯了", "誤開", "登記錯了"),
        *("刪除案件", "取消登記", "刪除", "刪掉"),
    ),
    shapes=CANCEL_SHAPES,
    examples=("註銷 42",),
    access=Access.OFFICER,
    changes=True,
)
def cancel(request: Asked, services: Services) -> Result:
    """Cancel a case that was opened by mistake; its number is not given again."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, text, example="註銷 42")
        require_owner(found.file, request)
        case = found.file.case
        if case.cancelled_at is not None:
            raise CaseClosedError(look_of(request).number(case), "註銷了")
        cancelled = replace(case, cancelled_at=request.now)
        file = save(uow, request, found.file, cancelled, Change("註銷", "註銷，案號保留"))
        file = with_dates(uow, request, services, file)
        uow.commit()
    note = "十分鐘內可以「復原」，之後用「重啟」。"
    return shown(request, file, action="已註銷", note=note)


def require_answered(case: Case, request: Asked) -> None:
    """Refuse to close while a public answer is owed."""
    if closing_stage(case) is None:
        raise AnswerOwedError(look_of(request).number(case), case.stage.value)


def closed(case: Case, result: str, request: Asked) -> Case:
    """Return the case as it is once it is closed."""
    stage = closing_stage(case) or case.stage
    return replace(case, stage=stage, result=result, closed_at=request.now)


def which_result(file: CaseFile, request: Asked, *, line: str = "") -> Card:
    """Ask for the result; `line` is the command that an answer is added to."""
    case = file.case
    line = line or f"結案 {case.number}"
    results: tuple[str, ...] = OTHER_RESULTS
    if case.kind is CaseKind.PETITION:
        early = case.stage.value in {"檢核中", "附議中"}
        results = EARLY_RESULTS if early else PETITION_RESULTS
    choices = [(result, f"{line} {result}") for result in results]
    number = look_of(request).number(case)
    own = line.replace(case.number, number)
    text = f"{number} 的結果是？也可以自己寫一句：{own} 結果"
    return choice_card(case, look_of(request), text, choices)
