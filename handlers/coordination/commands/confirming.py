"""協調確認, 協調異議: one tap of each agency named in a conclusion; then it is agreed."""

from dataclasses import replace
from datetime import date

from bot.room import Access, Place, Result
from handlers.coordination.cards import objection_notice, settled_notice
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import Matter, find_table, require_open, text_to_keep
from handlers.coordination.commands.reaching import bound_ids, calendar_of, tell
from handlers.coordination.commands.sheets import drawn, look_of
from handlers.coordination.errors import (
    BoundAgencyError,
    NoConclusionError,
    NoObjectionError,
    SettledError,
    TextTooLongError,
)
from handlers.coordination.rules.conclusions import row_words
from handlers.coordination.rules.moving import HUB
from handlers.coordination.rules.views import end_of, stamp_of, start_of, take_stamp
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import taipei_date
from storage.records.cases import HistoryEntry
from storage.records.coordination import Agreed, Level, Sheet
from storage.records.duties import Reminder
from storage.unit_of_work import UnitOfWork

LONGEST_OBJECTION = 100  # characters


@commands.add(
    "協調確認",
    usage="協調確認 <案號> [機關 電話確認]",
    summary="協調結論裡本機關的事，說可以",
    aliases=("確認結論", "同意結論", "結論確認"),
    examples=("協調確認 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def confirm(request: Asked, services: Services) -> Result:
    """Confirm the own agency's rows, or those of an agency that nobody is bound for."""
    text = text_to_keep(request)
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        matter = find_table(uow, request, text, example="協調確認 42")
        require_open(matter)
        uow.coordination.take_turn(matter.case.id)
        sheet, rows = _proposed(uow, matter)
        stamp, rest = take_stamp(matter.rest)
        if stamp and stamp != stamp_of(sheet):  # of a card that shows an earlier one
            return drawn(uow, request, matter, body="結論改過了，請看一下再按。")
        named = services.agencies_in(uow, rest)
        agency_id = matter.acting(named[0].agency.id) if named else matter.own_id(request)
        by_telephone = agency_id != matter.own_id(request)
        mine = [row for row in rows if row.agency_id == agency_id]
        if agency_id is None or not mine:
            raise NoConclusionError(matter.number, own=True)
        if by_telephone and bound_ids(uow, {agency_id}, matter.case, now=request.now):
            raise BoundAgencyError(matter.agencies[agency_id].short)
        for row in mine:
            if row.confirmed_at is None:
                uow.coordination.save_agreed(
                    replace(
                        row,
                        confirmed_at=request.now,
                        confirmed_by=officer.id,
                        by_telephone=by_telephone,
                        objection="",
                    )
                )
        settled = settle_if_all(uow, request, matter, sheet)
        body = "確認了，謝謝。" + ("各機關都確認，已寫進案件歷程。" if settled else "")
        card = drawn(uow, request, matter, body=body)
        uow.commit()
    return card


@commands.add(
    "協調異議",
    usage="協調異議 <案號> <意見>",
    summary="協調結論裡本機關的事，想改哪裡",
    aliases=("結論有意見", "對結論有意見"),
    examples=("協調異議 42 12/15 來不及，12/20 可以",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def object_to(request: Asked, services: Services) -> Result:
    """Keep what the own agency would rather have, and tell who proposed the conclusion."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_table(uow, request, text, example="協調異議 42 12/20 可以")
        require_open(matter)
        uow.coordination.take_turn(matter.case.id)
        sheet, rows = _proposed(uow, matter)
        if sheet.settled_at is not None:
            raise SettledError(matter.number)
        own_id = matter.own_id(request)
        mine = [row for row in rows if row.agency_id == own_id]
        if own_id is None or not mine:
            raise NoConclusionError(matter.number, own=True)
        if not matter.rest:
            raise NoObjectionError(matter.number)
        if len(matter.rest) > LONGEST_OBJECTION:
            raise TextTooLongError("意見", LONGEST_OBJECTION)
        for row in mine:
            uow.coordination.save_agreed(
                replace(row, objection=matter.rest, confirmed_at=None, confirmed_by=None)
            )
        notice = objection_notice(look_of(request, matter), own_id, matter.rest)
        if sheet.proposing_agency_id not in {None, own_id}:
            tell(uow, sheet.proposing_agency_id or 0, matter.case, notice, now=request.now)
        card = drawn(uow, request, matter, body="意見記下了，會私下轉給提結論的機關。")
        uow.commit()
    return card


def settle_if_all(uow: UnitOfWork, request: Asked, matter: Matter, sheet: Sheet) -> bool:
    """Close the coordination once every row is confirmed: history, reminders, a word to all."""
    rows = uow.coordination.conclusion(matter.case.id)
    if sheet.settled_at is not None or any(row.confirmed_at is None for row in rows):
        return False
    if sheet.reminder_id is not None:
        uow.reminders.cancel(sheet.reminder_id)
    settled = replace(sheet, settled_at=request.now, due_on=None, reminder_id=None)
    uow.coordination.save_sheet(settled)
    today = taipei_date(request.now)
    told = "；".join(row_words(row, matter.agencies, today=today) for row in rows)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=matter.case.id,
            at=request.now,
            officer_id=None,  # 復原 takes back what one officer did; this is several agencies'
            agency_id=sheet.proposing_agency_id,
            action="協調",
            summary=f"協調結論：{told}",
        )
    )
    for row in rows:
        if row.due_on is not None:
            reminder = uow.reminders.add(_reminder(uow, row, row.due_on, today=today))
            uow.coordination.save_agreed(replace(row, reminder_id=reminder.id))
    notice = settled_notice(look_of(request, matter), rows, settled)
    for agency_id in _concerned(uow, request, matter, settled, rows):
        tell(uow, agency_id, matter.case, notice, now=request.now)
    return True


def _concerned(
    uow: UnitOfWork, request: Asked, matter: Matter, sheet: Sheet, rows: tuple[Agreed, ...]
) -> list[int]:
    """Return who hears of a conclusion: the agencies in the case, and 國發會 if it was asked."""
    ids = dict.fromkeys((*matter.involved_ids, *(row.agency_id for row in rows)))
    hub = uow.agencies.by_name(HUB)
    if hub is not None and sheet.level is not Level.OFFICERS:
        ids[hub.id] = None
    speaks = request.speaker.office_ids if matter.own_id(request) is None else set[int]()
    return [i for i in ids if i != matter.own_id(request) and i not in speaks]


def _proposed(uow: UnitOfWork, matter: Matter) -> tuple[Sheet, tuple[Agreed, ...]]:
    """Return the sheet and its conclusion.

    Raises NoConclusionError.
    """
    sheet = uow.coordination.sheet(matter.case.id)
    rows = uow.coordination.conclusion(matter.case.id)
    if sheet is None or not rows:
        raise NoConclusionError(matter.number)
    return sheet, rows


def _reminder(uow: UnitOfWork, row: Agreed, due_on: date, *, today: date) -> Reminder:
    """Remind an agency of what it agreed to, the working day before."""
    before = calendar_of(uow, row.agency_id).before(due_on, 1)
    return Reminder(
        id=0,
        agency_id=row.agency_id,
        remind_at=start_of(max(before, today)),
        case_id=row.case_id,
        text=f"協調結論：{row.what}",
        about_at=end_of(due_on),
    )
