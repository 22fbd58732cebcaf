"""個資: who looked at what, erasing a person, how long data is kept."""

import re

from bot.message import Card
from bot.room import Access, Place
from handlers.privacy import cards
from handlers.privacy.errors import NotYoursToEraseError
from handlers.privacy.jobs import erase_person
from handlers.privacy.rules import KINDS, read_change
from handlers.services import Asked, RoomCommands, Services
from handlers.shared.colleagues import (
    NoColleagueError,
    colleagues,
    pick_colleague,
    read_entry,
    speaking_agency,
    speaking_officer,
)
from handlers.shared.roc_date import taipei_date
from storage.errors import RecordNotFoundError
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

commands = RoomCommands()
PAGE_NUMBER = re.compile(r"第?\s*(\d{1,3})\s*頁?")
MOST_PAGES = 20
SURE = "確定"
OWN_WORDS = frozenset({"", "我", "我的", "自己", "本人"})


@commands.add(
    "稽核",
    usage="稽核 [第 2 頁]",
    summary="看誰查過本機關同仁的電話、動過人員資料",
    aliases=("稽核紀錄", "查閱紀錄", "誰看過", "誰看過我的資料"),
    examples=("稽核",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_audit(request: Asked, services: Services) -> Card:
    """Show the own agency's part of the audit log."""
    agency = speaking_agency(request.speaker)
    number = PAGE_NUMBER.fullmatch(request.argument.strip())
    page = min(max(1, int(number[1])), MOST_PAGES) if number else 1
    with services.unit_of_work() as uow:
        entries = uow.audit.of_agency(agency.id, page * cards.PAGE + 1)
        people = {who for entry in entries for who in (entry.actor, entry.target)}
        names = {who: _name(uow, who) for who in people if who.startswith("officer:")}
    return cards.audit_list(agency, entries, names, page=page, today=taipei_date(request.now))


def _name(uow: UnitOfWork, who: str) -> str:
    try:
        return uow.officers.get(int(who.partition(":")[2])).name
    except (RecordNotFoundError, ValueError):
        return who


@commands.add(
    "清除個資",
    usage="清除個資 [姓名]",
    summary="刪除自己（管理者：任何人）的個人資料",
    aliases=(
        *("刪除個資", "刪除我的資料", "刪掉我的資料", "刪我的資料", "刪除我的個資", "刪掉我的個資"),
        *("清除我的資料", "清除我的個資", "清掉我的資料", "把我的資料刪掉", "把我的資料刪除"),
        *("忘記我", "清除資料"),
    ),
    examples=("清除個資",),
    place=Place.DIRECT,
    changes=True,
)
def erase(request: Asked, services: Services) -> Card:
    """Wipe a person after one more question; a record stays that it was done."""
    words = request.argument.split()
    sure = bool(words) and words[-1] == SURE
    name = " ".join(words[:-1] if sure else words)
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        own = name in OWN_WORDS or name == me.name
        officer, whom = (me, "我") if own else _other(uow, request, name)
        if not sure:
            return cards.ask_erase(officer.name, f"清除個資 {whom} {SURE}", own=own)
        erase_person(uow, officer, now=request.now, actor=f"officer:{me.id}")
        uow.commit()
    return cards.erased(own=own)


def _other(uow: UnitOfWork, request: Asked, argument: str) -> tuple[Officer, str]:
    """Find whom an administrator means, in office or not, and how to name that person surely."""
    if not request.speaker.is_admin:
        raise NotYoursToEraseError
    entry = read_entry(argument, uow.agencies.by_name)
    if entry is None:
        raise NoColleagueError(argument)
    places = [
        a
        for a in uow.officers.all_appointments()
        if entry.agency is None or a.agency_id == entry.agency.id
    ]
    crowd = colleagues(uow.officers.all(), places, today=None)
    found = pick_colleague(entry.name, crowd, unit=entry.unit)
    agency = uow.agencies.get(found.present.agency_id)
    return found.officer, f"{found.officer.name} {agency.name} {found.present.unit}".strip()


@commands.add(
    "保存期限",
    usage="保存期限 [種類 天數]",
    summary="看或改各種資料保存多久",
    examples=("保存期限", "保存期限 訊息 30"),
    access=Access.ADMIN,
    place=Place.DIRECT,
    changes=True,
)
def retention(request: Asked, services: Services) -> Card:
    """Show or set how long each kind of data is kept."""
    change = read_change(request.argument)
    with services.unit_of_work() as uow:
        if change is None:
            return cards.retention_list(
                {kind: uow.settings.get(r.setting) for kind, r in KINDS.items()}
            )
        kind, days = change
        uow.settings.set(kind.setting, str(days), now=request.now)
        uow.audit.append(
            at=request.now,
            actor=f"officer:{speaking_officer(request.speaker).id}",
            agency_id=None,
            action="set-retention",
            target=kind.setting,
            detail=str(days),
        )
        uow.commit()
    return cards.retention_kept(kind, days)
