"""我的資料: see and change what one's own entry says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.message import Card
from bot.room import Access, Place
from handlers.profile import cards
from handlers.profile.errors import NoOfficePhoneError, NotBoundThereError
from handlers.profile.rules import (
    MAX_DEPUTY,
    MAX_NOTE,
    TOLD_ON_SHAPES,
    freshest,
    read_account,
    read_phone_choice,
    read_text,
    read_topics,
)
from handlers.services import Asked, RoomCommands, Services
from handlers.shared.access import may
from handlers.shared.colleagues import (
    NoAgencyError,
    NoColleagueError,
    called,
    colleagues,
    note_name,
    people_of,
    pick_colleague,
    speaking_officer,
)
from handlers.shared.freshness import BY_SELF, is_question
from handlers.shared.leave_words import AWAY, LEAVING
from handlers.shared.roc_date import taipei_date
from storage.accounts import accounts_of
from storage.records.officers import TOLD_ON, Appointment
from storage.unit_of_work import UnitOfWork

commands = RoomCommands()


def _own(request: Asked) -> tuple[Appointment, ...]:
    """Return the speaker's appointments in the agency that is spoken for, or all of them.

    Raises NoAgencyError when there is none.
    """
    held = request.speaker.appointments
    if not held:
        raise NoAgencyError
    return held


def _save(uow: UnitOfWork, request: Asked, appointments: Iterable[Appointment]) -> None:
    """Keep one's own appointments; whoever changes the entry has confirmed it."""
    for a in appointments:
        uow.officers.save_appointment(replace(a, confirmed_at=request.now, confirmed_by=BY_SELF))
        waiting = uow.reminders.waiting_of_officer(a.officer_id)
        uow.reminders.drop([reminder.id for reminder in waiting if is_question(reminder)])


@commands.add(
    "我的資料",
    usage="我的資料",
    summary="看這裡存了我的哪些資料",
    aliases=("個人資料", "我的名片", "我是誰", "我的帳號"),
    examples=("我的資料",),
    place=Place.DIRECT,
)
def show_profile(request: Asked, services: Services) -> Card:
    """Show all that is stored about the speaker."""
    me = speaking_officer(request.speaker)
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        held = uow.officers.appointments(officer_id=me.id)
        current = [a for a in held if a.ends_on is None or today <= a.ends_on]
        notes = [uow.settings.get(note_name(a)) for a in current]
        profile = cards.Profile(
            officer=me,
            places=[(a, uow.agencies.get(a.agency_id)) for a in current],
            platforms=[b.platform for b in accounts_of(uow, me.id)],
            confirmed=freshest(current),
            handover_note=next((note for note in notes if note), ""),
            reads_audit=may(request.speaker, Access.OFFICER),
        )
    return cards.profile_card(profile, today=today)


@commands.add(
    "資料無誤",
    usage="資料無誤",
    summary="確認自己的資料是對的",
    aliases=("資料正確", "資料沒錯", "確認資料"),
    examples=("資料無誤",),
    place=Place.DIRECT,
    changes=True,
)
def confirm_profile(request: Asked, services: Services) -> Card:
    """Note that the speaker said today that the entry is right."""
    with services.unit_of_work() as uow:
        _save(uow, request, _own(request))
        uow.commit()
    return cards.confirmed()


@commands.add(
    "公務電話",
    usage="公務電話 <號碼、開放群組 或 不開放>",
    summary="更新公務電話，或決定群組看不看得到",
    aliases=("電話設定",),
    examples=("公務電話 開放群組", "公務電話 不開放"),
    place=Place.DIRECT,
    changes=True,
)
def set_office_phone(request: Asked, services: Services) -> Card:
    """Change one's own office phone, or who sees it."""
    choice = read_phone_choice(request.argument)
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        officer = uow.officers.get(me.id)
        if isinstance(choice, str):
            uow.officers.save(replace(officer, office_phone=choice))
            card = cards.phone_kept()
        elif choice and not officer.office_phone:
            raise NoOfficePhoneError
        else:
            officer = replace(officer, phone_in_groups=choice)
            uow.officers.save(officer)
            card = cards.phone_choice(officer)
        _save(uow, request, request.speaker.appointments)
        uow.commit()
    return card


@commands.add(
    "負責事項",
    usage="負責事項 <健保卡、長照>",
    summary="說明自己負責什麼，別人用題目就找得到您",
    aliases=("我負責", "業務範圍"),
    examples=("負責事項 健保卡、長照",),
    place=Place.DIRECT,
    changes=True,
)
def set_topics(request: Asked, services: Services) -> Card:
    """Replace what the speaker handles."""
    topics = read_topics(request.argument)
    with services.unit_of_work() as uow:
        _save(uow, request, (replace(a, handles=topics) for a in _own(request)))
        uow.commit()
    return cards.topics_kept(topics)


@commands.add(
    "代理人",
    usage="代理人 <姓名>",
    summary="登錄自己的代理人",
    aliases=("我的代理人", "職務代理人", "設定代理人"),
    shapes=(AWAY,),
    examples=("代理人 王小明",),
    place=Place.DIRECT,
    changes=True,
)
def set_deputy(request: Asked, services: Services) -> Card:
    """Name the speaker's deputy; somebody of the roster if there is one of that name."""
    name = read_text(request.argument, limit=MAX_DEPUTY, example="代理人 王小明")
    today = taipei_date(request.now)
    places = _own(request)
    with services.unit_of_work() as uow:
        where = ""
        try:
            crowd = people_of(uow.officers, places[0].agency_id, today=today)
            name = pick_colleague(name, crowd).officer.name if name else ""
        except NoColleagueError:
            where = _elsewhere(uow, name, today=today)
        _save(uow, request, (replace(a, deputy=name) for a in places))
        uow.commit()
    return cards.deputy_kept(name, where=where)


def _elsewhere(uow: UnitOfWork, name: str, *, today: date) -> str:
    """Say where somebody of that name is who is no colleague: an agency, or in no list."""
    crowd = colleagues(uow.officers.all(), uow.officers.all_appointments(), today=today)
    found = called(name, crowd)
    return uow.agencies.get(found[0].present.agency_id).short if found else cards.IN_NO_LIST


@commands.add(
    "交接備註",
    usage="交接備註 <要告訴接任者的話>",
    summary="留話給接任的 PO",
    aliases=("交接留言", "交接事項"),
    shapes=(LEAVING,),
    examples=("交接備註 名冊在共用資料夾，季報每季第一週交",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def leave_note(request: Asked, services: Services) -> Card:
    """Leave a note that the successor sees when binding for the first time."""
    example = "交接備註 名冊在共用資料夾"
    note = read_text(request.argument, limit=MAX_NOTE, example=example)
    with services.unit_of_work() as uow:
        for a in _own(request):
            uow.settings.set(note_name(a), note, now=request.now)
        uow.commit()
    return cards.note_kept(note)


@commands.add(
    "通知帳號",
    usage="通知帳號 <LINE 或 Slack>",
    summary="綁了兩個帳號時，選一個收提醒和通知",
    aliases=("收通知的帳號", "通知平台"),
    shapes=TOLD_ON_SHAPES,
    examples=("通知帳號", "通知帳號 LINE"),
    place=Place.DIRECT,
    changes=True,
)
def choose_account(request: Asked, services: Services) -> Card:
    """Choose on which of one's accounts one is told; without a platform say which it is."""
    me = speaking_officer(request.speaker)
    platform = read_account(request.argument)
    with services.unit_of_work() as uow:
        bound = [b.platform for b in uow.bindings.of_officer(me.id)]
        if platform is not None and platform not in bound:
            raise NotBoundThereError(cards.PLATFORM_NAMES[platform])
        if platform is not None:
            uow.settings.set(f"{TOLD_ON}{me.id}", platform, now=request.now)
            uow.commit()
        platforms = [b.platform for b in accounts_of(uow, me.id)]
    return cards.told_on(platforms, changed=platform is not None)
