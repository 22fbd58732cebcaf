"""點名, 結束點名, 收回點名: the agency that owns a case asks the others one question."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.message import Card
from bot.room import Access, Place, Result, Shape
from handlers.coordination.cards import ask_preview, withdrawn_notice
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import Matter, find_matter, require_open, text_to_keep
from handlers.coordination.commands.reaching import bound_ids, calendar_of, tell
from handlers.coordination.commands.sheets import look_of
from handlers.coordination.commands.standing import answers_of, phone_shown
from handlers.coordination.errors import (
    NobodyToAskError,
    NoSuchQuestionError,
    NothingAskedError,
    NotOurCaseError,
    RollCallOverError,
    TooManyQuestionsError,
)
from handlers.coordination.rules.questions import (
    Question,
    parse_question,
    take_serial,
    take_sure,
)
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.windows import USUAL
from storage.records.coordination import RollCall
from storage.unit_of_work import UnitOfWork

LIMIT_SETTING = "roll-call-limit"  # questions of one officer within 24 hours
LIMIT = 10
EXAMPLE = "點名 42 幕僚意見誰交 12/15前"


@commands.add(
    "點名",
    usage="點名 <案號> <問題> <何時>前",
    summary="一個問題私下問各機關，看誰答了",
    aliases=("問大家", "問各機關", "詢問各機關", "點名詢問", "調查各機關"),
    shapes=(Shape("# 問一下? 大家|各機關 * @", means="# * @", sure=False),),
    examples=(EXAMPLE, "點名 42 12/20 會前會誰出席 12/15前"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def ask_all(request: Asked, services: Services) -> Result:
    """Ask, after a preview, who acts for each agency involved; the clock carries it to them."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example=EXAMPLE)
        _require_owner(request, matter)
        require_open(matter)
        ids = [i for i in matter.involved_ids if i != matter.case.agency_id]
        if not ids:
            raise NobodyToAskError(matter.number)
        typed, sure = take_sure(matter.rest)
        calendar = calendar_of(uow, matter.case.agency_id)
        question = parse_question(typed, now=request.now, calendar=calendar)
        if not sure:
            preview = _preview(uow, request, matter, question, ids)
            uow.commit()
            return preview
        uow.coordination.take_turn(matter.case.id)
        asked = _asked_already(uow, matter, question)
        if asked is not None:
            card = answers_of(uow, request, matter, asked)
            uow.commit()
            return replace(card, body=f"這一題已經問了。{card.body}")
        _refuse_flood(uow, request)
        report_at = USUAL.next_opening(question.due_at, calendar)
        roll = uow.roll_calls.add(_roll_call(request, matter, question, report_at), ids)
        card = answers_of(uow, request, matter, roll)
        uow.commit()
    return replace(card, body=f"送出了，上班時間會私下問 {len(ids)} 個機關。{card.body}")


@commands.add(
    "結束點名",
    usage="結束點名 <案號> [第N題]",
    summary="不再提醒，之後的回答記為補",
    aliases=("點名結束", "收點名", "關閉點名"),
    examples=("結束點名 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def close(request: Asked, services: Services) -> Result:
    """Wait no longer; who answers all the same is still heard."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example="結束點名 42")
        roll = _own_open(uow, request, matter)
        closed = replace(roll, closed_at=request.now, report_at=None)
        uow.roll_calls.save(closed)
        _stop_asking(uow, roll)
        card = answers_of(uow, request, matter, closed)
        uow.commit()
    return replace(card, body=f"結束了，不再提醒。{card.body}")


@commands.add(
    "收回點名",
    usage="收回點名 <案號> [第N題]",
    summary="問錯了就收回，已問到的會知道不用答",
    aliases=("撤回點名", "取消點名", "收回題目"),
    examples=("收回點名 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def withdraw(request: Asked, services: Services) -> Result:
    """Take a question back; who was asked already hears that no answer is needed."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example="收回點名 42")
        roll = _own_open(uow, request, matter)
        uow.roll_calls.save(replace(roll, withdrawn_at=request.now, report_at=None))
        _stop_asking(uow, roll)
        look = look_of(request, matter)
        for entry in uow.roll_calls.entries(roll.id):
            if entry.told_at is not None:
                notice = withdrawn_notice(look, roll)
                tell(uow, entry.agency_id, matter.case, notice, now=request.now)
        uow.commit()
    return Card.sentence(f"{matter.number} 第 {roll.serial} 題收回了，問到的機關會知道不用答。")


def _require_owner(request: Asked, matter: Matter) -> None:
    if matter.case.agency_id not in request.speaker.office_ids:
        raise NotOurCaseError(matter.owner.short)


def _asked_already(uow: UnitOfWork, matter: Matter, question: Question) -> RollCall | None:
    """Return the open question that is just this one: a second tap asks nobody anew."""
    same = (question.text, question.due_at)
    rolls = uow.roll_calls.of_case(matter.case.id)
    return next((r for r in rolls if r.is_open and (r.question, r.due_at) == same), None)


def _refuse_flood(uow: UnitOfWork, request: Asked) -> None:
    text = uow.settings.get(LIMIT_SETTING) or ""
    limit = int(text) if text.isdecimal() else LIMIT
    officer = speaking_officer(request.speaker)
    if uow.roll_calls.count_asked(officer.id, request.now - timedelta(days=1)) >= limit:
        raise TooManyQuestionsError(limit)


def _roll_call(request: Asked, matter: Matter, question: Question, report_at: datetime) -> RollCall:
    return RollCall(
        id=0,
        case_id=matter.case.id,
        serial=0,
        agency_id=matter.case.agency_id,
        officer_id=speaking_officer(request.speaker).id,
        question=question.text,
        kind=question.kind,
        due_at=question.due_at,
        asked_at=request.now,
        report_at=report_at,
    )


def _preview(
    uow: UnitOfWork, request: Asked, matter: Matter, question: Question, ids: list[int]
) -> Card:
    bound = bound_ids(uow, ids, matter.case, now=request.now)
    names = [matter.agencies[i].short for i in ids]
    unreached = [
        f"{matter.agencies[i].short} {phone_shown(uow, request, i)}".strip()
        for i in ids
        if i not in bound
    ]
    return ask_preview(look_of(request, matter), question, names, "、".join(unreached))


def _own_open(uow: UnitOfWork, request: Asked, matter: Matter) -> RollCall:
    """Return the question that the line names, else the newest open one, for who asked it.

    Raises NotOurCaseError, NothingAskedError, NoSuchQuestionError, RollCallOverError.
    """
    _require_owner(request, matter)
    uow.coordination.take_turn(matter.case.id)
    serial, _ = take_serial(matter.rest)
    rolls = uow.roll_calls.of_case(matter.case.id)
    found = [r for r in rolls if (r.serial == serial if serial else r.is_open)]
    if not rolls:
        raise NothingAskedError(matter.number)
    if not found and serial is not None:
        raise NoSuchQuestionError(matter.number, serial)
    if not found or not found[0].is_open:
        raise RollCallOverError(matter.number)
    return found[0]


def _stop_asking(uow: UnitOfWork, roll: RollCall) -> None:
    for entry in uow.roll_calls.entries(roll.id):
        if entry.next_at is not None:
            uow.roll_calls.save_entry(replace(entry, next_at=None))
