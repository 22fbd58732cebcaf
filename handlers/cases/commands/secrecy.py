"""標記, 加人, 移人: who may know of a case. In 1:1 only, and in the audit log."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access, Place, Result
from handlers.cases.cards import choice_card
from handlers.cases.commands.board import commands
from handlers.cases.commands.crowd import pick, present
from handlers.cases.commands.desk import (
    Change,
    acting,
    file_of,
    find_case,
    look_of,
    note_audit,
    require_owner,
    save,
    shown,
    text_to_keep,
    with_dates,
)
from handlers.cases.errors import MissingTextError, WrongSecrecyError
from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.wording import UNIT_LIMIT
from handlers.services import Asked, Services
from handlers.shared.colleagues import pick_colleague
from handlers.sight import viewer_of
from storage.records.agencies import Agency
from storage.records.cases import Case, Secrecy
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

MARK_EXAMPLE = "標記 42 敏感"
NAME_EXAMPLE = "加人 42 小陳"
SURE = "確定"  # typed by the button of the question
WORDS = {"敏感": Secrecy.SENSITIVE, "密件": Secrecy.SECRET, "一般": Secrecy.NORMAL}


@commands.add(
    "標記",
    usage="標記 <案號> 敏感|密件|一般 [請洽 <單位>]",
    summary="敏感只給指名的人看；密件不留內容",
    aliases=("標為", "設為", "列為", "標成"),
    telling=("敏感", "密件"),
    examples=(MARK_EXAMPLE, "標記 42 密件 請洽 北美司"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def mark(request: Asked, services: Services) -> Result:
    """Change who may know of a case of the own agency."""
    text = text_to_keep(request)
    officer, _ = acting(request)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, text, example=MARK_EXAMPLE)
        require_owner(found.file, request)
        case = found.file.case
        secrecy = next((s for word, s in WORDS.items() if word in found.rest), None)
        if secrecy is None:
            raise MissingTextError("敏感、密件或一般", MARK_EXAMPLE)
        if secrecy is case.secrecy:
            raise WrongSecrecyError(f"本來就是{secrecy.value}", hint=f"看現況：案件 {case.number}")
        if secrecy is Secrecy.SECRET and SURE not in found.rest:
            return _are_you_sure(found.file, request, _unit(found.rest))
        changed = replace(case, secrecy=secrecy)
        if secrecy is Secrecy.SENSITIVE:
            uow.cases.name_officer(case.id, officer.id)
            uow.watching.hush_case(case.id, f"案件 {look_of(request).number(case)}")
        if secrecy is Secrecy.SECRET:
            changed = _emptied(uow, found.file, _unit(found.rest))
        summary = f"{case.secrecy.value} → {secrecy.value}"
        # The file with the changed case: nothing of a 密件 may stay in the history.
        file = save(
            uow, request, replace(found.file, case=changed), changed, Change("標記", summary)
        )
        note_audit(uow, request, case, action="mark-secrecy", detail=summary)
        file = with_dates(uow, request, services, file)
        uow.commit()
    return shown(request, file, action="已標記", body=f"已改為{secrecy.value}。")


@commands.add(
    "加人",
    usage="加人 <案號> <姓名> [機關]",
    summary="讓一個人看得到敏感案件",
    aliases=("加入同仁", "讓他看"),
    examples=(NAME_EXAMPLE,),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def name_officer(request: Asked, services: Services) -> Result:
    """Let one more officer, of the own or a named agency, see a 敏感 case."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        file, person = _case_and_person(uow, request, services, text)
        uow.cases.name_officer(file.case.id, person.id)
        file = _named(uow, request, file, person, action="name-officer")
        uow.commit()
    return shown(request, file, action="已加人", body=f"{person.shown_name}現在看得到這一件。")


@commands.add(
    "移人",
    usage="移人 <案號> <姓名> [機關]",
    summary="不再讓一個人看敏感案件",
    aliases=("移除同仁",),
    examples=("移人 42 小陳",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def unname_officer(request: Asked, services: Services) -> Result:
    """Take an officer's sight of a 敏感 case away; the present holder keeps it."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        file, person = _case_and_person(uow, request, services, text)
        if person.id == file.case.holder_id:
            raise WrongSecrecyError(
                f"{person.shown_name}是承辦，不能移除",
                hint=f"先換承辦：指派 {file.case.number} 姓名",
            )
        uow.cases.unname_officer(file.case.id, person.id)
        file = _named(uow, request, file, person, action="unname-officer")
        uow.commit()
    return shown(request, file, action="已移人", body=f"{person.shown_name}看不到這一件了。")


def _case_and_person(
    uow: UnitOfWork, request: Asked, services: Services, text: str
) -> tuple[CaseFile, Officer]:
    found = find_case(uow, request, text, example=NAME_EXAMPLE)
    require_owner(found.file, request)
    if found.file.case.secrecy is not Secrecy.SENSITIVE:
        raise WrongSecrecyError(
            "這一件不是敏感案件，不用加人", hint="給別的機關看：邀請機關 案號 機關"
        )
    mentions = services.agencies_in(uow, found.rest)
    agency_id = mentions[0].agency.id if mentions else found.file.case.agency_id
    name = found.rest
    if mentions:
        name = f"{name[: mentions[0].start]}{name[mentions[0].end :]}"
    name = name.removeprefix("的").strip()
    if not name:
        raise MissingTextError("姓名", NAME_EXAMPLE)
    if agency_id != found.file.case.agency_id:
        return found.file, pick_colleague(name, present(uow, agency_id, request)).officer

    def hint(person: Officer, place: Agency) -> str:
        return f"寫出機關就可以：加人 {found.file.case.number} {place.short} {person.shown_name}"

    return found.file, pick(uow, request, found.file, name, hint=hint)


def _named(
    uow: UnitOfWork, request: Asked, file: CaseFile, person: Officer, *, action: str
) -> CaseFile:
    note_audit(uow, request, file.case, action=action, detail=f"officer:{person.id}")
    saved = save(uow, request, file, file.case, Change("標記", "改了看得到的人"))
    return file_of(uow, saved.case, viewer_of(request))


def _are_you_sure(file: CaseFile, request: Asked, unit: str) -> Card:
    """Ask before every word of a case is wiped for good."""
    case, look = file.case, look_of(request)
    ask = f" 請洽 {unit}" if unit else ""
    choices = [("確定改為密件", f"標記 {case.number} 密件 {SURE}{ask}")]
    if case.secrecy is Secrecy.NORMAL:
        choices.append(("改用敏感", f"標記 {case.number} 敏感"))
    choices.append(("先不要", f"案件 {case.number}"))
    text = f"{look.number(case)} 改為密件會清掉案由、備註、連結，收不回來。"
    return choice_card(case, look, text, choices)


def _emptied(uow: UnitOfWork, file: CaseFile, unit: str) -> Case:
    """Remove everything a 密件 must not hold: texts, links, notes and the history's words."""
    for note in uow.cases.notes(file.case.id):
        uow.cases.remove_note(note.id)
    for part in file.parts:
        uow.cases.remove_agency(file.case.id, part.agency_id)
    uow.cases.wipe_text(file.case.id)
    uow.coordination.wipe(file.case.id)
    uow.roll_calls.wipe(file.case.id)
    uow.requests.wipe_of_case(file.case.id)
    uow.opinions.wipe_of_case(file.case.id)
    uow.watching.end_case(file.case.id)
    uow.files.wipe(file.case.id)
    uow.reminders.wipe_of_case(file.case.id)
    uow.duties.forget_answers(case_id=file.case.id)
    empty = uow.cases.get(file.case.id)
    return replace(empty, secrecy=Secrecy.SECRET, join_id="", due_at=None, ask_unit=unit)


def _unit(rest: str) -> str:
    """Return the unit in 「密件 請洽 北美司」."""
    _, _, unit = rest.replace(SURE, " ").replace("請洽", "洽").partition("洽")
    return unit.strip(" ：:")[:UNIT_LIMIT]
