"""協調單, 分工意見: what each agency says of its own part, side by side."""

from bot.message import Card
from bot.room import Access, Place, Result, Shape
from handlers.coordination.cards import positions_card, sheet_card
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import (
    Matter,
    find_table,
    is_hub,
    note_look,
    require_open,
    text_to_keep,
)
from handlers.coordination.errors import NotInvolvedError, TextTooLongError, UnclearPositionError
from handlers.coordination.rules.moving import Verdict, judge_move
from handlers.coordination.rules.positions import LONGEST_GROUNDS, LONGEST_PART, parse_position
from handlers.coordination.rules.views import Look, SheetView
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Standing
from storage.records.coordination import Level, Position, Sheet
from storage.unit_of_work import UnitOfWork

NEXT_LEVEL = {Level.OFFICERS: Level.HUB, Level.HUB: Level.MINISTER}


@commands.add(
    "協調單",
    usage="協調單 <案號>",
    summary="主辦協辦怎麼分，各機關的說法並列",
    aliases=("主協辦協調", "分工協調", "看協調單"),
    shapes=(
        Shape("# 協調|協調單|主協辦", means="#"),
        Shape("協調|主協辦 #", means="#"),
        Shape("看|開 # 協調單", means="#"),
        Shape("# 誰|哪個機關 主辦 吵|協調 不完?", means="#", sure=False),
    ),
    examples=("協調單 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_sheet(request: Asked, services: Services) -> Result:
    """Show the sheet to an agency in the case, or to 國發會."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_table(uow, request, text, example="協調單 42")
        note_look(uow, request, matter)
        card = drawn(uow, request, matter)
        uow.commit()
    return card


@commands.add(
    "分工意見",
    usage="分工意見 <案號> <我們負責 哪一部分|不是我們的> [依據 <法規>]",
    summary="說明本機關負責哪一部分和依據",
    aliases=("分工說法", "我們的部分"),
    telling=(
        *("我們負責", "本機關負責", "本部負責", "本會負責", "本署負責", "本局負責"),
        *("不是我們的", "不是我們負責", "非我們業務", "不歸我們管", "非本部業務", "非本機關業務"),
    ),
    examples=("分工意見 42 我們負責 卡片製發 依據 全民健康保險法第16條",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def state_position(request: Asked, services: Services) -> Result:
    """Keep what the speaker's agency says of its own part, in place of what it said before."""
    text = text_to_keep(request)
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        matter = find_table(uow, request, text, example="分工意見 42 我們負責 卡片製發")
        require_open(matter)
        own_id = matter.own_id(request)
        if own_id is None:
            raise NotInvolvedError(matter.number)
        stated = parse_position(matter.rest)
        if stated is None:
            raise UnclearPositionError(matter.number)
        if len(stated.part) > LONGEST_PART:
            raise TextTooLongError("負責的部分", LONGEST_PART)
        if len(stated.grounds) > LONGEST_GROUNDS:
            raise TextTooLongError("依據", LONGEST_GROUNDS)
        uow.coordination.take_turn(matter.case.id)
        open_sheet(uow, request, matter)
        position = Position(
            case_id=matter.case.id,
            agency_id=own_id,
            stance=stated.stance,
            part=stated.part,
            grounds=stated.grounds,
            said_at=request.now,
            said_by=officer.id,
        )
        uow.coordination.save_position(position)
        uow.commit()
    waits = any(
        part.standing is Standing.SUGGESTED and matter.acting(part.agency_id) == own_id
        for part in matter.parts
    )
    return positions_card(look_of(request, matter), position, waits_for_word=waits)


def open_sheet(uow: UnitOfWork, request: Asked, matter: Matter) -> Sheet:
    """Return the case's sheet, begun now when there was none; the turn has been taken."""
    sheet = uow.coordination.sheet(matter.case.id)
    if sheet is None:
        sheet = Sheet(case_id=matter.case.id, opened_at=request.now)
        uow.coordination.save_sheet(sheet)
    return sheet


def look_of(request: Asked, matter: Matter) -> Look:
    """Return what cards need to name the case."""
    return Look(
        case=matter.case,
        number=matter.number,
        agencies=matter.agencies,
        today=taipei_date(request.now),
        is_hidden=matter.is_hidden,
    )


def drawn(uow: UnitOfWork, request: Asked, matter: Matter, *, body: str = "") -> Card:
    """Draw the sheet as it is now."""
    case_id = matter.case.id
    sheet = uow.coordination.sheet(case_id)
    said = {one.agency_id: one for one in uow.coordination.positions(case_id)}
    ids = dict.fromkeys((*matter.involved_ids, *said))
    view = SheetView(
        look=look_of(request, matter),
        sheet=sheet,
        entries=tuple((i, matter.part_of(i), said.get(i)) for i in ids),
        moves=uow.coordination.moves(case_id),
        rows=uow.coordination.conclusion(case_id),
        may_move_to=_next_for(request, matter, sheet),
        own_id=matter.own_id(request),
    )
    return sheet_card(view, body=body)


def _next_for(request: Asked, matter: Matter, sheet: Sheet | None) -> Level | None:
    """Return where the speaker may send the coordination to."""
    settled = sheet is not None and sheet.settled_at is not None
    level = sheet.level if sheet is not None else Level.OFFICERS
    target = NEXT_LEVEL.get(level)
    if target is None or settled:
        return None
    verdict = judge_move(
        level, target, is_involved=matter.own_id(request) is not None, is_hub=is_hub(request)
    )
    return target if verdict is Verdict.ALLOWED else None
