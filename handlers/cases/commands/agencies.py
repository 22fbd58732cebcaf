"""確認, 分案, 邀請機關: which agencies belong to a case, and how surely."""

import re

from bot.room import Access, Result
from handlers.cases.commands.board import commands
from handlers.cases.commands.dating import confirm_passing
from handlers.cases.commands.desk import (
    Change,
    acting,
    find_case,
    find_own_case,
    look_of,
    require_content,
    require_open,
    save,
    short_names,
    shown,
    text_to_keep,
    with_dates,
)
from handlers.cases.errors import (
    MissingTextError,
    NoPartError,
    UnclearWordError,
    UnknownAgencyError,
)
from handlers.cases.rules.files import CaseFile, own_word
from handlers.cases.rules.parts import take_parts
from handlers.cases.rules.sheet import Sheet
from handlers.cases.rules.undoing import Before
from handlers.services import Asked, Services
from handlers.shared.official_text import LEAD_SENTENCE
from handlers.shared.roc_date import find_dates, roc_number, taipei_date
from storage.records.cases import CaseAgency, Part, Standing

NOT_OURS = re.compile(r"非(?:本|我們?|敝)?(?:機關|部|會|署|局|單位|業務|我們)|不(?:是|屬|歸)|無關")
DOUBT = re.compile(r"[不非無沒未再？?]|嗎")  # no plain yes: nothing is confirmed on a guess
ASSIGN_EXAMPLE = "分案 42 主辦 內政部 協辦 衛福部 12/8"


@commands.add(
    "確認",
    usage="確認 <案號> [非本機關]",
    summary="別人登記的分工，由本機關說算數或不是",
    aliases=("確認主辦", "確認協辦", "認領", "確認分案"),
    examples=("確認 42", "確認 42 非本機關"),
    access=Access.OFFICER,
    changes=True,
)
def confirm(request: Asked, services: Services) -> Result:
    """Make the own agency's suggested part sure, or say that it is not the agency's matter."""
    text = text_to_keep(request)
    _, agency = acting(request)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, text, example="確認 42")
        require_open(found.file, request)
        waiting = _waiting(found.file, request)
        if waiting is None:
            raise NoPartError(agency.short, look_of(request).number(found.file.case))
        agency = found.file.agencies[waiting.agency_id]
        refused = NOT_OURS.search(found.rest) is not None
        if not refused and DOUBT.search(found.rest):
            raise UnclearWordError(look_of(request).number(found.file.case))
        if refused:
            uow.cases.remove_agency(waiting.case_id, waiting.agency_id)
            summary = f"{agency.short}表示非本機關業務"
        else:
            uow.cases.set_agency(own_word(waiting.case_id, waiting.agency_id, waiting.part))
            summary = f"{agency.short}確認{waiting.part.value}"
        file = save(
            uow,
            request,
            found.file,
            found.file.case,
            Change("確認", summary, Before(fields={}, parts=found.file.parts)),
        )
        file = with_dates(uow, request, services, file)
        uow.commit()
    is_lead = waiting.part is Part.LEAD and not refused
    note = f"{LEAD_SENTENCE}。" if is_lead else ""
    return shown(request, file, action="已確認", body=f"{summary}。", note=note)


@commands.add(
    "分案",
    usage="分案 <案號> 主辦 <機關> [協辦 <機關>] [有關機關 <機關>] [通知日期]",
    summary="國發會的正式分案",
    aliases=("正式分案", "核定分案"),
    examples=(ASSIGN_EXAMPLE,),
    access=Access.HUB,
    changes=True,
)
def assign_formally(request: Asked, services: Services) -> Result:
    """Keep 國發會's dated notice: the agencies it names have their parts for sure."""
    text = text_to_keep(request)
    _, agency = acting(request)
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, text, example=ASSIGN_EXAMPLE)
        require_open(found.file, request)
        require_content(found.file)
        named = take_parts(Sheet(found.rest), services.agencies_in(uow, found.rest)).parts
        if not named:
            raise MissingTextError("機關", ASSIGN_EXAMPLE)
        dated = next(iter(find_dates(found.rest, today=today)), None)
        source = f"國發會 {roc_number(dated.on if dated else today)} 通知"
        for one in named:
            uow.cases.set_agency(
                CaseAgency(
                    case_id=found.file.case.id,
                    agency_id=one.agency.id,
                    part=one.part,
                    standing=Standing.CONFIRMED,
                    said_by=agency.id,
                    source=source,
                )
            )
        summary = f"{source}：{'、'.join(f'{n.part.value} {n.agency.short}' for n in named)}"
        file = save(
            uow,
            request,
            found.file,
            found.file.case,
            Change("分案", summary, Before(fields={}, parts=found.file.parts)),
        )
        confirm_passing(uow, request, file.case, source)
        file = with_dates(uow, request, services, file)
        uow.commit()
    return shown(request, file, action="已分案", body=f"{summary}。", note=f"{LEAD_SENTENCE}。")


@commands.add(
    "邀請機關",
    usage="邀請機關 <案號> <機關>",
    summary="讓別的機關看得到這一件",
    aliases=("邀機關", "加入機關", "邀請部會", "開放給"),
    examples=("邀請機關 42 內政部",),
    access=Access.OFFICER,
    changes=True,
)
def invite(request: Asked, services: Services) -> Result:
    """Let other agencies see a case of the own agency."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        found = find_own_case(uow, request, text, example="邀請機關 42 內政部")
        mentions = services.agencies_in(uow, found.rest)
        if not mentions:
            raise UnknownAgencyError("邀請機關", found.rest)
        circle = found.file.circle
        named = {m.agency.id: m.agency for m in mentions}
        fresh = [a for i, a in named.items() if i not in circle.agency_ids]
        for agency in fresh:
            uow.cases.invite_agency(found.file.case.id, agency.id)
        summary = f"邀請{short_names(list(named.values()))}"
        before = Before(fields={}, invited_ids=tuple(a.id for a in fresh))
        file = save(uow, request, found.file, found.file.case, Change("邀請機關", summary, before))
        uow.commit()
    return shown(request, file, action="已邀請", body=f"已{summary}，對方現在看得到這一件。")


def _waiting(file: CaseFile, request: Asked) -> CaseAgency | None:
    """Return the part that waits for the speaker's agency's word."""
    own = request.speaker.office_ids
    return next(
        (
            part
            for part in file.parts
            if part.agency_id in own and part.standing is Standing.SUGGESTED
        ),
        None,
    )
