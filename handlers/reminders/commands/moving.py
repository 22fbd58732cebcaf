"""步驟改期: one of the agency's own steps is on another day in this case, or not at all."""

from datetime import date

from bot.message import Button, Card
from bot.room import Access, Result, Shape
from handlers.reminders.commands.answering import answer_card, keep_answer
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import (
    STEPS,
    Found,
    choose_day,
    find_case,
    note_line,
    own_duties,
)
from handlers.reminders.commands.grounds import Grounds
from handlers.reminders.commands.reopening import open_again
from handlers.reminders.errors import (
    AnsweredError,
    LateStepError,
    NotOwnCaseError,
    NotStepError,
    PassedMomentError,
    StepDayError,
    UnknownDateError,
)
from handlers.reminders.rules.chosen import (
    AS_RULED,
    DROPPED,
    Moving,
    is_step,
    lies_wrong,
    read_moving,
    step_meant,
)
from handlers.reminders.rules.planning import Planned
from handlers.services import Asked, Services
from handlers.shared.due_words import STATES, day_words, safe_words
from handlers.shared.roc_date import roc_number, show_date, taipei_date
from storage.records.duties import Duty, DutyState
from storage.unit_of_work import UnitOfWork

NOT_HELD = "免辦：這一件不辦"
_MOVED = "改到|改成|改期到|改期|改|訂在|定在|在|是"


@commands.add(
    "步驟改期",
    usage="步驟改期 <案號> <步驟> <日期|取消|照規則>",
    summary="這一件的部內步驟（會前會、沙推…）改到哪一天，或不辦",
    aliases=("改步驟", "步驟改到"),
    shapes=tuple(
        Shape(says, f"# {step} {means}")
        for step in STEPS
        for says, means in (
            (f"# {step} {_MOVED} @", "@"),
            (f"# {step} {'|'.join(DROPPED)}", "取消"),
            (f"# 取消 {step}", "取消"),
            (f"# {step} {'|'.join(AS_RULED)}", "照規則"),
        )
    ),
    examples=("步驟改期 42 會前會 12/18", "42 會前會 改 12/18", "42 沙推 取消"),
    access=Access.OFFICER,
    changes=True,
)
def move_step(request: Asked, services: Services) -> Result:
    """Keep the day that the own agency chose for a step of one case; reminders move along."""
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, example="42 會前會 改 12/18")
        mine = _own_dates(uow, request, found)
        step = step_meant(mine, found.rest)
        if step is None and found.case.agency_id not in request.speaker.office_ids:
            raise NotOwnCaseError(found.number, uow.agencies.get(found.case.agency_id).short)
        if step is None:
            return _not_planned(found, mine, today)
        if not is_step(step):
            raise NotStepError(step.name, found.number)
        wanted = read_moving(found.rest.removeprefix(step.name), today=today)
        if wanted is None:
            raise StepDayError(f"{found.number} {step.name}")
        if wanted.dropped:
            said = _drop(uow, request, found, step)
        else:
            said = _move(uow, request, services, found, step, wanted)
        uow.commit()
    dates = Button("期限表", f"期限表 {found.case.number}")
    line = f"步驟改期 {found.case.number} {step.name} 照規則"
    back = () if wanted.as_ruled or wanted.dropped else (Button("照規則", line),)
    again = (Button("還是要辦", f"還沒辦 {found.case.number} {step.name}"),)
    return answer_card(found, said, dates, *(again if wanted.dropped else back))


def _own_dates(uow: UnitOfWork, request: Asked, found: Found) -> tuple[Planned, ...]:
    planned = Grounds(uow, [found.case]).planned(found.case)
    return tuple(p for p in planned if p.agency_id in request.speaker.office_ids)


def _not_planned(found: Found, mine: tuple[Planned, ...], today: date) -> Card:
    """Offer a plain reminder for a step of a meeting whose day nobody said.

    Raises UnknownDateError for what is no step at all.
    """
    name = next((step for step in STEPS if found.rest.startswith(step)), "")
    wanted = read_moving(found.rest.removeprefix(name), today=today) if name else None
    if wanted is None:
        steps = [one.name for one in mine if is_step(one)]
        raise UnknownDateError(found.rest.partition(" ")[0], "、".join(steps) or "還沒有部內步驟")
    text = f"{found.number} 還沒有協作會議的日子，所以沒有排{name}。"
    if wanted.on is None:
        return answer_card(found, text)
    day = show_date(wanted.on, today=today)
    line = f"提醒 {found.case.number} {roc_number(wanted.on)} {name}"
    ask = f"{text}先在 {day}提醒您？會議日子定了再輸入：{found.number} 協作會議 12/28"
    return answer_card(found, ask, Button("那天提醒我", line, primary=True))


def _kept(uow: UnitOfWork, request: Asked, found: Found, step: Planned) -> Duty | None:
    """Return the duty of a step; None when it was over before anybody said the meeting's day."""
    mine = own_duties(uow, request, found.case)
    return next((d for d in mine if (d.name, d.agency_id) == (step.name, step.agency_id)), None)


def _drop(uow: UnitOfWork, request: Asked, found: Found, step: Planned) -> str:
    duty = _kept(uow, request, found, step)
    if duty is not None and not duty.is_open:
        raise AnsweredError(step.name, STATES[duty.state], found.number)
    if duty is None:
        return f"{found.number} {step.name}本來就沒排，不用取消。"
    keep_answer(uow, request, duty, DutyState.EXCUSED, NOT_HELD)
    return f"好，{found.number} 不辦{step.name}，不再提醒。"


def _move(
    uow: UnitOfWork,
    request: Asked,
    services: Services,
    found: Found,
    step: Planned,
    wanted: Moving,
) -> str:
    _check(step, wanted, request)
    duty = _kept(uow, request, found, step)
    if duty is not None and duty.state is DutyState.DONE:
        raise AnsweredError(step.name, STATES[duty.state], found.number)
    if duty is not None and duty.state is DutyState.EXCUSED:
        open_again(uow, found, duty, request.now)
    agency_id = step.agency_id or 0
    if wanted.on is None:
        uow.duties.unchoose(found.case.id, agency_id, step.name)
    else:
        choose_day(uow, request, found.case, agency_id, step.name, wanted.on)
    services.case_changed(uow, found.case, request.now)
    moved = _kept(uow, request, found, step)
    if moved is None:
        return f"好，{found.number} {step.name}照規則，那一天已過，不排了。"
    day = day_words(moved, today=taipei_date(request.now))
    safe = safe_words(moved, today=taipei_date(request.now))
    how = "改到" if wanted.on is not None else "照規則是"
    note_line(uow, request, found.case, f"{step.name}{how} {day}")
    return f"好，{found.number} {step.name}{how} {day}{f'，{safe}' if safe else ''}；提醒跟著改。"


def _check(step: Planned, wanted: Moving, request: Asked) -> None:
    """Raise StepDayError, PassedMomentError, LateStepError."""
    if wanted.on is None:
        return
    today = taipei_date(request.now)
    shown = show_date(wanted.on, today=today)
    if wanted.ask_back or wanted.on < today:
        raise PassedMomentError(shown)
    if lies_wrong(step, wanted.on) and step.deadline is not None:
        event = step.deadline.rule.event.value
        raise LateStepError(step.name, event, show_date(step.deadline.event_on, today=today))
