"""協調結論, 協調簽稿: who does what until when, and the page that is carried home."""

from dataclasses import replace
from datetime import date

from bot.room import Access, Place, Result
from handlers.coordination.cards import (
    paper_card,
    rewritten_notice,
    rows_notice,
    rows_preview,
)
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.confirming import settle_if_all
from handlers.coordination.commands.desk import (
    Matter,
    find_table,
    note_look,
    require_open,
    text_to_keep,
)
from handlers.coordination.commands.reaching import tell
from handlers.coordination.commands.sheets import drawn, look_of, open_sheet
from handlers.coordination.errors import NoConclusionError, RowNotInvolvedError, TextTooLongError
from handlers.coordination.rules.conclusions import Paper, paper_text, parse_rows
from handlers.coordination.rules.questions import take_sure
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.roc_date import taipei_date
from storage.records.coordination import Agreed
from storage.unit_of_work import UnitOfWork

LONGEST_CONCLUSION = 240  # characters: the button of the preview types them all again
EXAMPLE = "協調結論 42 衛福部 聯絡提案人 12/20；內政部 提供資料 12/15"


@commands.add(
    "協調結論",
    usage="協調結論 <案號> <機關 做什麼 何時>；<機關 做什麼 何時>",
    summary="談好的誰、做什麼、何時，請各機關確認",
    aliases=("分工結論", "提結論"),
    examples=(EXAMPLE,),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def conclude(request: Asked, services: Services) -> Result:
    """Propose a conclusion after a preview; each agency named in it confirms by one tap."""
    text = text_to_keep(request, lines=True)
    with services.unit_of_work() as uow:
        matter = find_table(uow, request, text, example=EXAMPLE)
        require_open(matter)
        typed, sure = take_sure(matter.rest)
        if len(typed) > LONGEST_CONCLUSION:
            raise TextTooLongError("結論", LONGEST_CONCLUSION)
        rows = _rows(uow, request, services, matter, typed)
        if not sure:
            return rows_preview(look_of(request, matter), rows, "；".join(typed.splitlines()))
        uow.coordination.take_turn(matter.case.id)
        if _said_already(uow, matter, rows):
            return drawn(uow, request, matter, body="這份結論已經送出過了。")
        settled = _propose(uow, request, matter, rows)
        body = "結論寫進案件歷程了。" if settled else "結論送出了，等各機關確認。"
        card = drawn(uow, request, matter, body=body)
        uow.commit()
    return card


@commands.add(
    "協調簽稿",
    usage="協調簽稿 <案號>",
    summary="協調結論的簽，一頁，可複製",
    aliases=("結論簽稿", "協調簽"),
    examples=("協調簽稿 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def draft(request: Asked, services: Services) -> Result:
    """Write the conclusion as a 簽."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_table(uow, request, text, example="協調簽稿 42")
        sheet = uow.coordination.sheet(matter.case.id)
        rows = uow.coordination.conclusion(matter.case.id)
        if sheet is None or not rows:
            raise NoConclusionError(matter.number)
        note_look(uow, request, matter)
        paper = Paper(
            case=matter.case,
            sheet=sheet,
            moves=uow.coordination.moves(matter.case.id),
            positions=uow.coordination.positions(matter.case.id),
            rows=rows,
            agencies=matter.agencies,
            writer=_writer(request, matter),
            today=taipei_date(request.now),
        )
        uow.commit()
    return paper_card(
        look_of(request, matter), paper_text(paper), settled=sheet.settled_at is not None
    )


def _rows(
    uow: UnitOfWork, request: Asked, services: Services, matter: Matter, text: str
) -> tuple[Agreed, ...]:
    mentions = services.agencies_in(uow, text)
    read = parse_rows(text, mentions, today=taipei_date(request.now))
    if not read:
        raise NoConclusionError(matter.number)
    rows: list[Agreed] = []
    for row in read:
        agency_id = matter.acting(row.agency.id)
        if agency_id not in matter.involved_ids:
            raise RowNotInvolvedError(row.agency.short, matter.number)
        rows.append(
            Agreed(
                id=0,
                case_id=matter.case.id,
                agency_id=agency_id,
                what=row.what,
                due_on=row.due_on,
            )
        )
    return tuple(rows)


def _said_already(uow: UnitOfWork, matter: Matter, rows: tuple[Agreed, ...]) -> bool:
    """Whether the present conclusion says just this: a second tap asks nobody anew."""
    present = uow.coordination.conclusion(matter.case.id)
    return [_said(row) for row in present] == [_said(row) for row in rows]


def _said(row: Agreed) -> tuple[int, str, date | None]:
    return row.agency_id, row.what, row.due_on


def _propose(uow: UnitOfWork, request: Asked, matter: Matter, rows: tuple[Agreed, ...]) -> bool:
    """Keep a conclusion in place of the one before; return whether nobody else must confirm it.

    Who proposes it has confirmed its own rows. Who had a part before and has none now hears of it.
    """
    officer = speaking_officer(request.speaker)
    own_id = matter.own_id(request)
    sheet = replace(
        open_sheet(uow, request, matter),
        proposed_at=request.now,
        proposed_by=officer.id,
        proposing_agency_id=own_id or speaking_agency(request.speaker).id,
        settled_at=None,
    )
    uow.coordination.save_sheet(sheet)
    before = uow.coordination.conclusion(matter.case.id)
    uow.reminders.cancel_all({old.reminder_id for old in before if old.reminder_id is not None})
    kept = uow.coordination.replace_conclusion(
        matter.case.id,
        (
            replace(row, confirmed_at=request.now, confirmed_by=officer.id)
            if row.agency_id == own_id
            else row
            for row in rows
        ),
    )
    look = look_of(request, matter)
    others = dict.fromkeys(row.agency_id for row in kept if row.agency_id != own_id)
    for agency_id in others:
        tell(
            uow, agency_id, matter.case, rows_notice(look, sheet, kept, agency_id), now=request.now
        )
    settled = settle_if_all(uow, request, matter, sheet)
    if not settled:  # else all are told anyway
        now_in = {row.agency_id for row in kept} | {own_id}
        for agency_id in dict.fromkeys(old.agency_id for old in before):
            if agency_id not in now_in:
                tell(uow, agency_id, matter.case, rewritten_notice(look), now=request.now)
    return settled


def _writer(request: Asked, matter: Matter) -> str:
    """「衛生福利部綜合規劃司」."""
    agency = speaking_agency(request.speaker)
    own_id = matter.own_id(request)
    if own_id is not None:
        agency = matter.agencies[own_id]
    units = (a.unit for a in request.speaker.appointments if a.unit and a.agency_id == agency.id)
    return f"{agency.name}{next(units, '')}"
