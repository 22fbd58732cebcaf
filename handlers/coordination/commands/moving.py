"""送協調: PO 之間 → 國發會 → 政委辦公室, each step pressed by a person, with a reason."""

from dataclasses import replace
from datetime import date

from bot.message import Card
from bot.room import Access, Place, Result, Shape
from handlers.coordination.cards import move_preview, moved_notice
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import (
    Matter,
    find_table,
    is_hub,
    require_open,
    text_to_keep,
)
from handlers.coordination.commands.reaching import calendar_of, tell
from handlers.coordination.commands.sheets import drawn, look_of, open_sheet
from handlers.coordination.errors import (
    CannotMoveError,
    NoReasonError,
    TextTooLongError,
    WhereToError,
)
from handlers.coordination.rules.moving import (
    HUB,
    NEEDING_DAYS,
    SETTING,
    Verdict,
    judge_move,
    parse_move,
    parse_workdays,
    workdays_of,
    workdays_words,
)
from handlers.coordination.rules.views import start_of
from handlers.services import Asked, Services
from handlers.shared.audience import is_public
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.roc_date import taipei_date
from storage.records.cases import HistoryEntry
from storage.records.coordination import Level, LevelMove, Sheet
from storage.records.duties import Reminder
from storage.unit_of_work import UnitOfWork

LONGEST_REASON = 100  # characters
WHY_NOT = {
    Verdict.ALREADY_THERE: "現在就在這一步",
    Verdict.NEEDS_INVOLVED: "由有分工的機關送國發會",
    Verdict.NEEDS_HUB: "這一步由國發會送",
    Verdict.ONE_BY_ONE: "先請國發會協調，再由國發會送政委辦公室",
}


@commands.add(
    "送協調",
    usage="送協調 <案號> <國發會|政委辦公室> <原因>",
    summary="談不攏時，請國發會或政委辦公室協調",
    aliases=("升級協調", "往上協調"),
    telling=(
        *("送國發會協調", "請國發會協調", "請國發會出面協調"),
        *("送政委辦公室", "送政委協調", "請政委協調", "請政委辦公室協調"),
    ),
    shapes=(Shape("# 送國發會|請國發會", means="# 國發會", sure=False),),
    examples=("送協調 42 國發會 兩機關依據不同",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def move_on(request: Asked, services: Services) -> Result:
    """Take a step after a preview; those involved and who is asked are told privately."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_table(uow, request, text, example="送協調 42 國發會 兩機關依據不同")
        require_open(matter)
        level, reason, sure = parse_move(matter.rest)
        if level is None:
            raise WhereToError(matter.number)
        uow.coordination.take_turn(matter.case.id)
        sheet = uow.coordination.sheet(matter.case.id)
        _require_allowed(request, matter, sheet, level)
        if not reason:
            raise NoReasonError(matter.number, level.value)
        if len(reason) > LONGEST_REASON:
            raise TextTooLongError("原因", LONGEST_REASON)
        if not sure:
            return move_preview(look_of(request, matter), level, reason, _told_to(matter, level))
        _take_step(uow, request, matter, level, reason)
        card = drawn(uow, request, matter, body=f"已送{level.value}，相關機關會私下知道。")
        uow.commit()
    return card


@commands.add(
    "協調天數",
    usage="協調天數 [國發會|政委辦公室] [工作天]",
    summary="每一步預定談幾個工作天；0 是不訂",
    aliases=("協調期限", "設定協調天數"),
    examples=("協調天數", "協調天數 國發會 10"),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def set_workdays(request: Asked, services: Services) -> Result:
    """Say how many working days a step usually takes, or change that for steps to come."""
    level, days = parse_workdays(text_to_keep(request))
    with services.unit_of_work() as uow:
        if level is not None and days is not None:
            uow.settings.set(f"{SETTING}{level.value}", str(days), now=request.now)
            uow.audit.append(
                at=request.now,
                actor=f"officer:{speaking_officer(request.speaker).id}",
                agency_id=speaking_agency(request.speaker).id,
                action="set-coordination-days",
                target=f"setting:{SETTING}{level.name.lower()}",
                detail=str(days),
            )
        told = workdays_words({one: workdays_of(one, uow.settings.get) for one in NEEDING_DAYS})
        uow.commit()
    return Card.sentence(f"{told}。到那天只提醒送的機關看一下，不會自己往上送。")


def _require_allowed(request: Asked, matter: Matter, sheet: Sheet | None, target: Level) -> None:
    now_at = sheet.level if sheet is not None else Level.OFFICERS
    verdict = judge_move(
        now_at, target, is_involved=matter.own_id(request) is not None, is_hub=is_hub(request)
    )
    if verdict is not Verdict.ALLOWED:
        raise CannotMoveError(WHY_NOT[verdict], matter.number)


def _told_to(matter: Matter, level: Level) -> str:
    if level is not Level.HUB:
        return "會私下通知有分工的機關。"
    if matter.is_hidden:
        return "敏感案件：國發會要先被加進名單才看得到（加人）。"
    return "國發會會看到這一件，也會私下通知有分工的機關。"


def _take_step(uow: UnitOfWork, request: Asked, matter: Matter, level: Level, reason: str) -> None:
    officer = speaking_officer(request.speaker)
    agency_id = matter.own_id(request) or speaking_agency(request.speaker).id
    sheet = open_sheet(uow, request, matter)
    due_on = _due_on(uow, agency_id, level, today=taipei_date(request.now))
    if sheet.reminder_id is not None:
        uow.reminders.cancel(sheet.reminder_id)
    move = uow.coordination.add_move(
        LevelMove(
            id=0,
            case_id=matter.case.id,
            level=level,
            at=request.now,
            agency_id=agency_id,
            officer_id=officer.id,
            reason=reason,
            due_on=due_on,
        )
    )
    reminder_id = _remind(uow, matter, agency_id, due_on) if due_on is not None else None
    moved = replace(sheet, level=level, due_on=due_on, reminder_id=reminder_id)
    uow.coordination.save_sheet(moved)
    _tell_all(uow, request, matter, move)


def _due_on(uow: UnitOfWork, agency_id: int, level: Level, *, today: date) -> date | None:
    workdays = workdays_of(level, uow.settings.get)
    return calendar_of(uow, agency_id).after(today, workdays) if workdays else None


def _remind(uow: UnitOfWork, matter: Matter, agency_id: int, due_on: date) -> int:
    """Tell who took the step on the day it was to be settled; nothing else happens by itself."""
    reminder = Reminder(
        id=0,
        agency_id=agency_id,
        remind_at=start_of(due_on),
        case_id=matter.case.id,
        text="協調預定到今天，可以看看協調單",
    )
    return uow.reminders.add(reminder).id


def _let_see(uow: UnitOfWork, matter: Matter, hub_id: int, move: LevelMove) -> None:
    """Let 國發會 see a case that only few agencies see; the case's history says so."""
    known = {*matter.involved_ids, *uow.cases.invited_agencies(matter.case.id)}
    if hub_id in known:
        return
    uow.cases.invite_agency(matter.case.id, hub_id)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=matter.case.id,
            at=move.at,
            officer_id=None,  # 復原 does not take a step back
            agency_id=move.agency_id,
            action="邀請機關",
            summary="送請國發會協調，國發會看得到這一件",
        )
    )


def _tell_all(uow: UnitOfWork, request: Asked, matter: Matter, move: LevelMove) -> None:
    """Tell the others involved, and 國發會, which from now on sees the case."""
    hub = uow.agencies.by_name(HUB)
    ids = set(matter.involved_ids) - {move.agency_id}
    if hub is not None and move.level is not Level.OFFICERS:
        if not is_public(matter.case) and not matter.is_hidden:
            _let_see(uow, matter, hub.id, move)
        ids |= {hub.id} - {move.agency_id}
    card = moved_notice(look_of(request, matter), move)
    for agency_id in sorted(ids):
        tell(uow, agency_id, matter.case, card, now=request.now)
