"""人員: what an officer can type about the people of the own agency."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.message import Card
from bot.room import Access, Place
from handlers.people import cards
from handlers.people.errors import (
    AlreadyThereError,
    NothingToChangeError,
    NotYourAgencyError,
    RoleNotYoursError,
    TermBeforeStartError,
    UnclearEntryError,
    UnclearPersonError,
)
from handlers.people.rules.terms import cut_date, may_give
from handlers.services import Asked, RoomCommands, Services
from handlers.shared.colleagues import (
    Colleague,
    Entry,
    NoAgencyError,
    keeps_people_of,
    people_of,
    pick_colleague,
    read_entry,
    speaking_agency,
    speaking_officer,
)
from handlers.shared.leave_words import AWAY, LEAVING
from handlers.shared.roc_date import show_date, taipei_date
from handlers.shared.succession import hand_over_cases
from storage.records.agencies import Agency
from storage.records.officers import Appointment, Officer
from storage.unit_of_work import UnitOfWork

commands = RoomCommands()
PAGE_NUMBER = re.compile(r"第?\s*(\d{1,3})\s*頁?")
ONE_DAY = timedelta(days=1)


def _record(uow: UnitOfWork, request: Asked, action: str, a: Appointment) -> None:
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=a.agency_id,
        action=action,
        target=f"officer:{a.officer_id}",
        detail=a.role,
    )


def _target(
    request: Asked, uow: UnitOfWork, argument: str, command: str
) -> tuple[Entry, Colleague, Agency]:
    """Find the colleague and the agency that a command means; only who keeps it may go on."""
    entry = read_entry(argument, uow.agencies.by_name)
    if entry is None:
        raise UnclearPersonError(command)
    agency = entry.agency or speaking_agency(request.speaker)
    if not keeps_people_of(request.speaker, agency.id):
        raise NotYourAgencyError(agency)
    crowd = people_of(uow.officers, agency.id, today=taipei_date(request.now))
    # Where a unit is what shall be changed, it does not say who is meant.
    unit = "" if command == "調動" else entry.unit
    return entry, pick_colleague(entry.name, crowd, unit=unit), agency


@commands.add(
    "同仁",
    usage="同仁 [第 2 頁]",
    summary="看本機關的人員",
    aliases=("同仁名單", "我們的同仁", "名冊", "人員", "人員名單", "本機關同仁"),
    examples=("同仁",),
    place=Place.DIRECT,
)
def list_colleagues(request: Asked, services: Services) -> Card:
    """List the own agency's people."""
    agency = speaking_agency(request.speaker)
    today = taipei_date(request.now)
    number = PAGE_NUMBER.fullmatch(request.argument.strip())
    with services.unit_of_work() as uow:
        people = people_of(uow.officers, agency.id, today=today)
    page = max(1, int(number[1])) if number else 1
    return cards.colleague_list(agency, people, page=page, today=today)


@commands.add(
    "新增同仁",
    usage="新增同仁 <姓名> <類型> [單位] [職稱] [起日]",
    summary="把同仁登錄到本機關",
    examples=("新增同仁 王小明 業務單位 綜合規劃司",),
    access=Access.MANAGER,
    place=Place.DIRECT,
    changes=True,
)
def add_colleague(request: Asked, services: Services) -> Card:
    """Add a person with an appointment in the agency."""
    today = taipei_date(request.now)
    argument, starts_on = cut_date(request.argument, today=today)
    with services.unit_of_work() as uow:
        entry = read_entry(argument, uow.agencies.by_name)
        if entry is None or entry.role is None:
            command = "新增同仁"
            raise UnclearEntryError(command)
        agency = entry.agency or speaking_agency(request.speaker)
        if not keeps_people_of(request.speaker, agency.id):
            raise NotYourAgencyError(agency)
        if not may_give(request.speaker, entry.role):
            raise RoleNotYoursError(entry.role)
        for known in people_of(uow.officers, agency.id, today=today):
            if known.officer.name == entry.name:
                raise AlreadyThereError(entry.name, known.present.role)
        officer = uow.officers.add(Officer(id=0, name=entry.name))
        appointment = uow.officers.add_appointment(
            Appointment(
                id=0,
                officer_id=officer.id,
                agency_id=agency.id,
                role=entry.role,
                unit=entry.unit,
                title=entry.title,
                starts_on=starts_on or today,
                confirmed_at=request.now,
                confirmed_by=speaking_agency(request.speaker).short,
            )
        )
        _record(uow, request, "add-officer", appointment)
        moved = hand_over_cases(uow, agency.id, now=request.now)
        uow.commit()
    note = "要用聊天的話，再「邀請同仁」給綁定碼。"
    person = Colleague(officer, (appointment,))
    return cards.changed("已登錄", person, agency, today=today, note=_handed(moved) or note)


@commands.add(
    "調動",
    usage="調動 <姓名> [類型] [單位] [職稱] [起日]",
    summary="更新同仁的身分、單位或職稱",
    aliases=("調職", "改單位"),
    examples=("調動 王小明 單位 國會組",),
    access=Access.MANAGER,
    place=Place.DIRECT,
    changes=True,
)
def move_colleague(request: Asked, services: Services) -> Card:
    """Change unit or title; another role ends the old appointment the day before."""
    today = taipei_date(request.now)
    argument, starts_on = cut_date(request.argument, today=today)
    with services.unit_of_work() as uow:
        entry, person, agency = _target(request, uow, argument, "調動")
        old = person.present
        role = entry.role or old.role
        if role != old.role and not may_give(request.speaker, role):
            raise RoleNotYoursError(role)
        new = replace(
            old,
            role=role,
            unit=entry.unit or old.unit,
            title=entry.title or old.title,
            confirmed_at=request.now,
            confirmed_by=speaking_agency(request.speaker).short,
        )
        if (new.role, new.unit, new.title) == (old.role, old.unit, old.title):
            example = f"調動 {person.officer.name} 單位 國會組"
            raise NothingToChangeError(example)
        if new.role is old.role:
            uow.officers.save_appointment(new)
        else:
            start = starts_on or today
            uow.officers.save_appointment(replace(old, ends_on=start - ONE_DAY))
            new = uow.officers.add_appointment(replace(new, id=0, starts_on=start, ends_on=None))
        _record(uow, request, "move-officer", new)
        moved = hand_over_cases(uow, agency.id, now=request.now)
        uow.commit()
    return cards.changed(
        "已更新", Colleague(person.officer, (new,)), agency, today=today, note=_handed(moved)
    )


@commands.add(
    "結束任期",
    usage="結束任期 <姓名> [迄日]",
    summary="同仁離任；案件由現任 PO 接手",
    aliases=("離任", "離職", "卸任"),
    shapes=(LEAVING,),
    examples=("結束任期 王小明 115/12/31",),
    access=Access.MANAGER,
    place=Place.DIRECT,
    changes=True,
)
def end_term(request: Asked, services: Services) -> Card:
    """End a colleague's appointments in the agency, today or on a given day (inclusive)."""
    today = taipei_date(request.now)
    argument, ends_on = cut_date(request.argument, today=today)
    last = ends_on or today
    with services.unit_of_work() as uow:
        _, person, agency = _target(request, uow, argument, "結束任期")
        for a in person.appointments:
            if a.starts_on is not None and last < a.starts_on:
                raise TermBeforeStartError(show_date(a.starts_on, today=today))
        ended = tuple(replace(a, ends_on=last) for a in person.appointments)
        for a in ended:
            uow.officers.save_appointment(a)
            _record(uow, request, "end-term", a)
        moved = hand_over_cases(uow, agency.id, now=request.now)
        uow.commit()
    note = _handed(moved) or "任期結束後，未結案件由現任 PO 接手；紀錄都留著。"
    return cards.changed(
        "任期結束", Colleague(person.officer, ended), agency, today=today, note=note
    )


def _handed(count: int) -> str:
    return f"{count} 件未結案件已交給現任 PO。" if count else ""


def _pause(request: Asked, services: Services, *, paused: bool) -> Card:
    today = taipei_date(request.now)
    command = "停用" if paused else "恢復"
    with services.unit_of_work() as uow:
        if request.argument.strip():
            _, person, agency = _target(request, uow, request.argument, command)
        else:
            agency = speaking_agency(request.speaker)
            mine = speaking_officer(request.speaker).id
            crowd = people_of(uow.officers, agency.id, today=today)
            found = [c for c in crowd if c.officer.id == mine]
            if not found:
                raise NoAgencyError
            person = found[0]
        now_so = tuple(replace(a, paused=paused) for a in person.appointments)
        for a in now_so:
            uow.officers.save_appointment(a)
            _record(uow, request, "pause-officer" if paused else "resume-officer", a)
        uow.commit()
    note = "「找」暫時不會列出；案件不變。" if paused else "「找」會再列出。"
    shown = Colleague(person.officer, now_so)
    return cards.changed(f"已{command}", shown, agency, today=today, note=note)


@commands.add(
    "停用",
    usage="停用 [姓名]",
    summary="暫時不列為窗口（長假、留停）",
    aliases=("暫停窗口", "停用窗口"),
    shapes=(AWAY,),
    examples=("停用",),
    place=Place.DIRECT,
    changes=True,
)
def pause(request: Asked, services: Services) -> Card:
    """Take a person, or oneself, off the list of counterparts for a while."""
    return _pause(request, services, paused=True)


@commands.add(
    "恢復",
    usage="恢復 [姓名]",
    summary="重新列為窗口",
    aliases=("恢復窗口", "取消停用"),
    examples=("恢復",),
    place=Place.DIRECT,
    changes=True,
)
def resume(request: Asked, services: Services) -> Card:
    """Put a person, or oneself, back on the list."""
    return _pause(request, services, paused=False)
