"""登記: one line in, one case out."""

from dataclasses import replace
from types import MappingProxyType

from bot.room import Access, Result
from handlers.cases.cards import due_question
from handlers.cases.commands.board import commands
from handlers.cases.commands.dating import keep_day, what_follows
from handlers.cases.commands.desk import (
    acting,
    file_of,
    look_of,
    note_audit,
    shown,
    text_to_keep,
    with_dates,
)
from handlers.cases.commands.from_topic import link_topic
from handlers.cases.commands.twins import already_there, fill_title, known, mentions_it, similar
from handlers.cases.errors import SecretInGroupError
from handlers.cases.rules.due import passed_text
from handlers.cases.rules.files import CaseFile, named_part, own_word
from handlers.cases.rules.reading import flag
from handlers.cases.rules.registration import Registration, parse_registration
from handlers.cases.rules.stages import first_stage
from handlers.cases.rules.wording import NOTE_LIMIT, clean_text
from handlers.services import Asked, Services
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.official_text import LEAD_SENTENCE
from handlers.shared.procedure import take_origin
from handlers.shared.roc_date import taipei_date
from handlers.sight import remember_place, viewer_of
from storage.records.agencies import Agency
from storage.records.cases import Case, CaseKind, HistoryEntry, Note, Part, Secrecy, Stage
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

_DAYS = MappingProxyType(
    {Stage.PASSED: ("哪天成案？", "成案 12/8"), Stage.TO_COLLECT: ("哪天期滿？", "期滿 12/8")}
)


@commands.add(
    "登記",
    usage=(
        "登記 <案由> [主辦/協辦/有關機關/先擬 <機關>] [期限 <日期>] [類型] [Join 連結] [敏感|密件]"
    ),
    summary="開一件新案；順序隨意，沒說的先用預設",
    aliases=(
        *("新增", "建案", "登錄", "開案", "新案", "立案", "建檔", "新增案件", "登記案件"),
        *("開個案", "開一個案", "開個案子", "開一個案子"),
    ),
    examples=(
        "登記 公園夜間噪音 期限 下週五",
        "登記 菸捐那件 長官說下週三前要有說法 國健署先擬",
        "登記 提點子 動物保護法加重罰則 主辦 農業部",
    ),
    access=Access.OFFICER,
    changes=True,
)
def register(request: Asked, services: Services) -> Result:
    """Register a case, unless it is there already or looks like one that is."""
    officer, agency = acting(request)
    text = text_to_keep(request)
    plain, origin = take_origin(text)
    with services.unit_of_work() as uow:
        mentions = services.agencies_in(uow, plain)
        said = parse_registration(plain, mentions, today=taipei_date(request.now))
        if request.in_group and said.secrecy is not Secrecy.NORMAL:
            raise SecretInGroupError
        there = already_there(uow, request, said)
        if there is not None:
            file = fill_title(uow, request, there, said)
            link_topic(uow, request, file.case, origin)
            uow.commit()
            return known(request, file, filled=file is not there, more=_left_out(said))
        if not said.anyway and (answer := similar(uow, request, said, text)) is not None:
            return answer
        file = _open(uow, request, said, officer=officer, agency=agency)
        keep_day(uow, request, file.case, file.case, said.stage_on)
        file = with_dates(uow, request, services, file)
        remember_place(uow, request, file.case)
        linked = link_topic(uow, request, file.case, origin)
        parts = (_passing(uow, request, file), mentions_it(uow, request, file.case), linked)
        more = " ".join(filter(None, parts))
        uow.commit()
    return _answer(request, file, said, more=more)


def _passing(uow: UnitOfWork, request: Asked, file: CaseFile) -> str:
    """Say what follows from 成案; ask for a day without which there are no dates."""
    question = _DAYS.get(file.case.stage)
    if question is None or file.case.secrecy is not Secrecy.NORMAL:
        return ""
    number = look_of(request).number(file.case)
    asked, example = question
    return what_follows(uow, request, file) or f"{asked}告訴我就排期限，例如：{number} {example}"


def _open(
    uow: UnitOfWork, request: Asked, said: Registration, *, officer: Officer, agency: Agency
) -> CaseFile:
    message = request.message
    year = taipei_date(request.now).year - ROC_EPOCH
    platform = message.chat.platform.value
    case = uow.cases.add(
        Case(
            id=0,
            number=uow.cases.next_number(year),
            kind=said.kind,
            stage=said.stage or first_stage(said.kind),
            subject=said.subject,
            agency_id=agency.id,
            holder_id=officer.id,
            created_at=request.now,
            created_by=officer.id,
            secrecy=said.secrecy,
            due_at=said.due.moment if said.due and not said.due.ask_back else None,
            drafter="" if said.secrecy is Secrecy.SECRET else said.named.drafter,
            ask_unit=said.ask_unit or _unit_of(request, agency, said),
            join_id=said.join.join_id if said.join else "",
            links=_links(said),
            source_chat=f"{platform}:{message.chat.id}",
            source_event=message.event_id,
            source_message=_source(request),
        )
    )
    _keep_circle(uow, case, said, officer=officer, agency=agency)
    _keep_quoted(uow, request, case)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=officer.id,
            agency_id=agency.id,
            action="登記",
            summary=f"登記為{case.kind.value}，{case.stage.value}",
        )
    )
    if case.secrecy is not Secrecy.NORMAL:
        note_audit(uow, request, case, action="mark-secrecy", detail=case.secrecy.value)
    return file_of(uow, case, viewer_of(request))


def _source(request: Asked) -> str:
    """Name the message that opens the case; one that goes along is not the speaker's own."""
    message = request.message
    own = message.message_id if not message.quoted else None
    return f"{message.chat.platform.value}:{own}" if own else ""


def _keep_quoted(uow: UnitOfWork, request: Asked, case: Case) -> None:
    """Keep the message that goes along as the case's first note, for the own agency only."""
    words = clean_text(request.message.quoted, lines=True)
    if not words or case.secrecy is Secrecy.SECRET:
        return
    uow.cases.add_note(
        Note(
            id=0,
            case_id=case.id,
            agency_id=case.agency_id,
            officer_id=case.created_by,
            text=words if len(words) <= NOTE_LIMIT else f"{words[: NOTE_LIMIT - 1]}…",
            shared=False,
            written_at=request.now,
        )
    )


def _keep_circle(
    uow: UnitOfWork, case: Case, said: Registration, *, officer: Officer, agency: Agency
) -> None:
    """Keep who belongs to the case: the agencies named, who drafts, who may know of it."""
    if case.secrecy is Secrecy.SENSITIVE:
        uow.cases.name_officer(case.id, officer.id)
    if case.secrecy is Secrecy.SECRET:
        return
    for named in said.named.parts:
        uow.cases.set_agency(named_part(case.id, named.agency, named.part, said_by=agency))
    drafting = said.named.drafting_agency
    if drafting is not None and drafting.id != agency.id:
        uow.cases.invite_agency(case.id, drafting.id)
    leads = any(named.part is Part.LEAD for named in said.named.parts)
    own = any(named.agency.id == agency.id for named in said.named.parts)
    if not leads and not own and case.kind is not CaseKind.PETITION:
        uow.cases.set_agency(own_word(case.id, agency.id, Part.LEAD))


def _unit_of(request: Asked, agency: Agency, said: Registration) -> str:
    """Return whom to ask about a 密件 when nobody was named: the speaker's own unit."""
    if said.secrecy is not Secrecy.SECRET:
        return ""
    units = [a.unit for a in request.speaker.appointments if a.unit and a.agency_id == agency.id]
    return f"{agency.short}{units[0]}" if units else agency.short


def _links(said: Registration) -> tuple[str, ...]:
    if said.secrecy is Secrecy.SECRET:
        return ()
    return (said.join.address, *said.links) if said.join else said.links


def _left_out(said: Registration) -> bool:
    """Whether the line says more than a title: that belongs into 更新."""
    return bool(said.named.parts or said.named.drafter or said.due)


def _answer(request: Asked, file: CaseFile, said: Registration, *, more: str) -> Result:
    look = look_of(request)
    number = look.number(file.case)
    if said.due is not None and said.due.ask_back and not request.in_group:
        question = due_question(file.case, said.due.on, look)
        said_first = f"{number} 已登記。{question.body}"
        return replace(question, alt=said_first, body=said_first)
    note = f"承辦先記為您，{flag(file)}。換人：指派 {number} 姓名"
    if said.due is not None and said.due.ask_back:
        note = "期限那一天剛過，先沒記；請私訊補上。"
    elif any(named.part is Part.LEAD for named in said.named.parts):
        note = f"{LEAD_SENTENCE}。"
    passed = passed_text(file.case.due_at, now=request.now)
    body = " ".join(filter(None, [f"期限照記，但{passed}" if passed else "", more]))
    card = shown(request, file, action="已登記", body=body, note=note)
    if said.due is not None and said.due.ask_back:
        typed = f"{said.due.on.month}/{said.due.on.day}"
        return replace(card, in_private=f"更新 {file.case.number} 期限 {typed}")
    return card
