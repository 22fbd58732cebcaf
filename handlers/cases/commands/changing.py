"""更新: what an agency changes on its own case."""

from dataclasses import replace

from bot.errors import UserError
from bot.message import Card
from bot.room import Access, Result
from handlers.cases.cards import choice_card, due_question
from handlers.cases.commands.board import commands
from handlers.cases.commands.dating import keep_day, what_follows
from handlers.cases.commands.desk import (
    Change,
    acting,
    find_own_case,
    look_of,
    save,
    shown,
    text_to_keep,
    with_dates,
)
from handlers.cases.commands.ending import closed, require_answered, which_result
from handlers.cases.errors import (
    BadStageError,
    FormalPartError,
    NothingToChangeError,
    UnchangedError,
)
from handlers.cases.rules.changes import Changes, parse_changes
from handlers.cases.rules.due import later, passed_text
from handlers.cases.rules.files import CaseFile, named_part
from handlers.cases.rules.reading import agencies_named
from handlers.cases.rules.spoken import UPDATE_SHAPES
from handlers.cases.rules.stages import first_stage, may_move, next_stages
from handlers.cases.rules.undoing import Before
from handlers.services import Asked, Services
from handlers.shared.case_errors import echo
from handlers.shared.due_words import RESPONSE, day_words, next_duty
from handlers.shared.roc_date import show_date, show_moment, taipei_date
from storage.records.agencies import Agency
from storage.records.cases import Case, Stage, Standing
from storage.unit_of_work import UnitOfWork

UPDATE_EXAMPLE = "更新 42 階段 已回覆"


@commands.add(
    "更新",
    usage=(
        "更新 <案號> [階段 <階段>] [期限 <日期>|無] [案由 <案由>] "
        "[主辦/協辦/有關機關/先擬/移除 <機關>]"
    ),
    summary="改階段、期限、案由或分工",
    aliases=("修改", "改", "更改", "更正", "修正", "異動", "變更"),
    telling=(
        *("成案了", "已成案", "成案", "未成案", "沒成案", "不受理", "檢核中", "附議中", "研商中"),
        *("已回應", "後續進度", "解除列管", "預告中", "預告期滿", "期滿待綜整", "處理中", "已回覆"),
    ),
    shapes=UPDATE_SHAPES,
    examples=("更新 42 階段 已回覆", "更新 42 期限 下週五下班前", "37 成案了 12/8"),
    access=Access.OFFICER,
    changes=True,
)
def update(request: Asked, services: Services) -> Result:
    """Change what the line says; ask, in 1:1, when it says nothing."""
    text = text_to_keep(request)
    look = look_of(request)
    with services.unit_of_work() as uow:
        found = find_own_case(uow, request, text, example=UPDATE_EXAMPLE)
        case = found.file.case
        if not found.rest:
            return _which_stage(found.file, request)
        mentions = services.agencies_in(uow, found.rest)
        changes = parse_changes(found.rest, mentions, today=look.today)
        if changes.due is not None and changes.due.ask_back:
            return due_question(case, changes.due.on, look)
        if (question := _which_result(found.file, changes, request)) is not None:
            return question
        changed, said = _changed(case, changes, request)
        parts_said, before = _change_parts(uow, found.file, changes, request)
        said += parts_said
        said += keep_day(uow, request, case, changed, changes.stage_on)
        if not said:
            raise _nothing_to_change(case, changes, look.number(case))
        summary = "、".join(said)
        file = save(uow, request, found.file, changed, Change("更新", summary, before))
        file = with_dates(uow, request, services, file)
        follows = what_follows(uow, request, file)
        uow.commit()
    more = f"{_passed(case, changed, request)}{_unread(changes, look.number(case))}"
    more += _not_extended(file, case, request)
    body = f"{follows or f'已更新：{summary}。'}{more}"
    return shown(request, file, action="已更新", body=body)


def _nothing_to_change(case: Case, changes: Changes, number: str) -> UserError:
    """Tell what is so already from what cannot be read."""
    if changes.stage is case.stage:
        return UnchangedError(number, case.stage.value)
    return NothingToChangeError(number)


def _passed(before: Case, after: Case, request: Asked) -> str:
    """Point out a deadline that was just set to a day or hour that is over."""
    fresh = after.due_at if after.due_at != before.due_at else None
    return passed_text(fresh, now=request.now) if after.closed_at is None else ""


def _not_extended(file: CaseFile, before: Case, request: Asked) -> str:
    """Point out that a later typed deadline moves no response that is owed on Join."""
    owed = next_duty(
        [d for d in file.duties if d.name == RESPONSE],
        frozenset({before.agency_id}),
        today=look_of(request).today,
    )
    due_at = file.case.due_at
    if owed is None or due_at is None or due_at in {before.due_at, owed.due_at}:
        return ""
    day = day_words(owed, today=look_of(request).today)
    number = look_of(request).number(before)
    return f"{RESPONSE} {day} 不變；展延要先在 Join 公告，再打：已公告展延 {number} 理由。"


def _unread(changes: Changes, number: str) -> str:
    """Say which words changed nothing."""
    if not changes.unread or changes.closes:
        return ""
    return f"「{echo(changes.unread)}」看不出要改什麼，沒有動；要留話用：備註 {number} 內容"


def _which_result(file: CaseFile, changes: Changes, request: Asked) -> Card | None:
    """Ask for the result when a stage ends a case and none was said."""
    if not changes.closes or changes.result or changes.unread:
        return None
    if changes.stage is Stage.CLOSED:
        require_answered(file.case, request)
        return which_result(file, request)
    if changes.stage is not Stage.RELEASED or not _may(file.case, changes.stage):
        return None  # 未成案 and 不受理 are results themselves
    line = f"更新 {file.case.number} 階段 {changes.stage.value} 結果"
    return which_result(file, request, line=line)


def _which_stage(file: CaseFile, request: Asked) -> Card:
    number = file.case.number
    stages = next_stages(file.case.kind, file.case.stage)
    choices = [(stage.value, f"更新 {number} 階段 {stage.value}") for stage in stages]
    now = f"{look_of(request).number(file.case)} 現在是{file.case.stage.value}"
    text = f"{now}，改成哪一個？也可以打：更新 {number} 期限 下週五"
    return choice_card(file.case, look_of(request), text, choices)


def _changed(case: Case, changes: Changes, request: Asked) -> tuple[Case, list[str]]:
    """Return the case with the changed fields, and what changed, one phrase each."""
    said: list[str] = []
    today = taipei_date(request.now)
    if changes.subject and changes.subject != case.subject:
        case = replace(case, subject=changes.subject)
        said.append("案由")
    if changes.kind and changes.kind is not case.kind:
        said.append(f"類型 {case.kind.value} → {changes.kind.value}")
        case = replace(case, kind=changes.kind, stage=first_stage(changes.kind))
    if changes.stage and changes.stage is not case.stage:
        said.append(_stage_said(case, changes, today=request))
        case = _staged(case, changes, request)
        said += [f"結果 {case.result}"] if changes.closes else []
    if changes.due is not None:
        case = replace(case, due_at=changes.due.moment)
        said.append(f"期限 {show_moment(changes.due.moment, today=today)}")
    elif changes.delay:
        case = replace(case, due_at=later(case.due_at, changes.delay, today=today))
        said.append(f"期限 {show_moment(case.due_at or request.now, today=today)}")
    elif changes.no_due and case.due_at is not None:
        case = replace(case, due_at=None)
        said.append("取消期限")
    if changes.named.drafter and changes.named.drafter != case.drafter:
        case = replace(case, drafter=changes.named.drafter)
        said.append(f"先擬 {changes.named.drafter}")
    return case, said


def _stage_said(case: Case, changes: Changes, *, today: Asked) -> str:
    on = changes.stage_on
    when = f"（{show_date(on, today=taipei_date(today.now))}）" if on else ""
    wanted = changes.stage.value if changes.stage else ""
    return f"階段 {case.stage.value} → {wanted}{when}"


def _staged(case: Case, changes: Changes, request: Asked) -> Case:
    stage = changes.stage or case.stage
    if stage is Stage.CLOSED:
        require_answered(case, request)
        return closed(case, changes.result or changes.unread, request)
    if not _may(case, stage):
        possible = "、".join(one.value for one in next_stages(case.kind, case.stage))
        raise BadStageError(case.stage.value, stage.value, possible)
    if not changes.closes:
        return replace(case, stage=stage)
    result = changes.result or changes.unread or stage.value
    return replace(closed(case, result, request), stage=stage)


def _may(case: Case, stage: Stage) -> bool:
    return may_move(case.kind, case.stage, stage)


def _change_parts(
    uow: UnitOfWork, file: CaseFile, changes: Changes, request: Asked
) -> tuple[list[str], Before]:
    """Keep the parts that the line names; those of other agencies only as suggestions."""
    _, agency = acting(request, file)
    said: list[str] = []
    for named in changes.named.parts:
        _require_open_part(file, named.agency, agency)
        part = named_part(file.case.id, named.agency, named.part, said_by=agency)
        uow.cases.set_agency(part)
        said.append(f"{named.part.value} {agencies_named([part], file.agencies)}")
    uninvited: list[int] = []
    for removed in changes.removed:
        _require_open_part(file, removed, agency)
        uow.cases.remove_agency(file.case.id, removed.id)
        if removed.id in file.invited_ids:
            uow.cases.uninvite_agency(file.case.id, removed.id)
            uninvited.append(removed.id)
        said.append(f"移除 {removed.short}")
    drafting = changes.named.drafting_agency
    invited = drafting is not None and drafting.id not in file.circle.agency_ids
    if drafting is not None and invited:
        uow.cases.invite_agency(file.case.id, drafting.id)
    return said, Before(
        fields={},
        parts=file.parts if changes.named.parts or changes.removed else None,
        invited_ids=(drafting.id,) if drafting is not None and invited else (),
        uninvited_ids=tuple(uninvited),
    )


def _require_open_part(file: CaseFile, other: Agency, own: Agency) -> None:
    """Refuse to change what another agency or 國發會 confirmed."""
    part = file.part_of(other.id)
    if part is not None and part.standing is Standing.CONFIRMED and other.id != own.id:
        raise FormalPartError(other.short)
