"""收到, 已辦, 免辦: what is said to a reminder."""

from dataclasses import replace
from datetime import timedelta

from bot.message import Button, Card
from bot.room import Access, Result, Shape
from handlers.reminders.cards import choice_card
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import (
    Found,
    find_case,
    meant_duties,
    note_answer,
    own_duties,
    shown_day,
)
from handlers.reminders.errors import (
    BindingDutyError,
    NoDatesError,
    NoReasonError,
    PersonalWordsError,
)
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.due_words import RESPONSE, next_duty
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import taipei_date
from storage.records.duties import Duty, DutyState
from storage.records.rules import Force
from storage.unit_of_work import UnitOfWork

_POSTED = "已? 公告了|公告好了|貼了|貼好了|上傳了|放上去了|上網了|上架了|上線了|刊登了|po了"
COUNTED_FROM_PASSING = frozenset({"公告期程", "聯繫提案人", RESPONSE})
# What officers say instead of 「已辦 37 公告期程」.
DONE_SHAPES = (
    Shape(f"# 公告? 期程|時程 {_POSTED}", "# 公告期程"),
    Shape("# 已? 公告 期程|時程 了|好了", "# 公告期程"),
    Shape("# 已公告|公告了|貼了 期程|時程", "# 公告期程"),
    Shape("# 已? 聯絡|聯繫 到|過|上|了 提案人 了?", "# 聯繫提案人"),
    Shape("# 已? 聯絡|聯繫|打給|打電話給 過? 提案人 了|過了|好了", "# 聯繫提案人"),
    Shape("# 提案人 已? 聯絡|聯繫 到|過|上|好|完? 了", "# 聯繫提案人"),
    Shape(f"# 正式? 回應 {_POSTED}", "# 正式回應"),
)
REASON_LIMIT = 200
PUNCTUATION = " ，,。：:（）()"


@commands.add(
    "已辦",
    usage="已辦 <案號> [哪個期限]",
    summary="這個期限辦好了，不再提醒",
    telling=("已辦", "已辦理", "辦完了", "辦好了", "處理完了"),
    shapes=DONE_SHAPES,
    examples=("已辦 42", "42 已辦"),
    access=Access.OFFICER,
    changes=True,
)
def done(request: Asked, services: Services) -> Result:
    """Answer a duty; a case that owes nothing is perhaps to be closed, which is offered."""
    with services.unit_of_work() as uow:
        found = find_answered(uow, request, "已辦 42")
        said, mine = found.rest, own_duties(uow, request, found.case)
        if not mine and said in COUNTED_FROM_PASSING:
            raise NoDatesError(found.number)
        if not any(d.is_open for d in mine):
            return _offer_closing(found, said)
        duty = _meant(uow, request, found, "已辦")
        if isinstance(duty, Card):
            return duty
        keep_answer(uow, request, duty, DutyState.DONE, "已辦")
        services.case_changed(uow, found.case, request.now)
        left = [d for d in own_duties(uow, request, found.case) if d.is_open]
        uow.commit()
    next_one = next_duty(left, request.speaker.office_ids, today=taipei_date(request.now))
    then = f"接下來是{next_one.name} {shown_day(next_one.last_on, request)}。" if next_one else ""
    buttons = () if left else (_closing(found, said if duty.name not in said else "已辦"),)
    text = f"{found.number} {duty.name}已辦，不再提醒。{then}"
    slip = Button("還沒辦", f"還沒辦 {found.case.number} {duty.name}")
    return answer_card(found, text, *buttons, slip)


@commands.add(
    "收到提醒",
    usage="收到提醒 [案號] [哪個期限]",
    summary="知道了；期限還在，先不找代理人",
    aliases=("全部收到", "都收到了", "都收到"),
    telling=("收到", "收到了"),
    examples=("全部收到", "收到 42"),
    access=Access.OFFICER,
    changes=True,
)
def seen(request: Asked, services: Services) -> Result:
    """Note that somebody has read it: nobody else is asked until the next reminder."""
    with services.unit_of_work() as uow:
        if not any(c.isdecimal() for c in request.argument):
            return _seen_all(uow, request)
        found = find_answered(uow, request, "收到 42")
        duties, _ = meant_duties(uow, request, found)
        for duty in duties:
            see(uow, request, duty)
        uow.commit()
    first = duties[0]
    text = f"好。{found.number} {first.name} {shown_day(first.last_on, request)}，到時再提醒。"
    reason = Button("為什麼是這天", f"日期依據 {found.case.number} {first.name}")
    return answer_card(found, text, reason)


@commands.add(
    "免辦",
    usage="免辦 <案號> [哪個期限] <理由>",
    summary="參考或部內的期程不用辦，記一句理由",
    telling=("免辦",),
    examples=("免辦 42 聯繫提案人 已於附議期間聯繫",),
    access=Access.OFFICER,
    changes=True,
)
def excuse(request: Asked, services: Services) -> Result:
    """Waive a reference or internal date, with a reason; never what binds."""
    with services.unit_of_work() as uow:
        found = find_answered(uow, request, "免辦 42 聯繫提案人 已聯繫")
        if not any(d.is_open for d in own_duties(uow, request, found.case)):
            return _offer_closing(found, f"免辦 {found.rest}".strip())
        duties, rest = meant_duties(uow, request, found)
        waivable = [d for d in duties if d.force is not Force.BINDING]
        if not waivable:
            raise BindingDutyError(duties[0].name, found.number)
        if len(waivable) > 1:
            return _which(found, tuple(waivable), "免辦", rest)
        duty = waivable[0]
        reason = rest.strip(PUNCTUATION).removeprefix("理由").strip(PUNCTUATION)[:REASON_LIMIT]
        if not reason:
            raise NoReasonError(f"免辦 {found.number} {duty.name}")
        keep_answer(uow, request, duty, DutyState.EXCUSED, f"免辦：{reason}")
        services.case_changed(uow, found.case, request.now)
        uow.commit()
    return answer_card(found, f"{found.number} {duty.name}免辦，理由記下了。")


def find_answered(uow: UnitOfWork, request: Asked, example: str) -> Found:
    """Find the case of an answer, without the answer's own word. Raises PersonalWordsError."""
    personal = find_personal_data(request.argument)
    if personal is not None:
        raise PersonalWordsError
    found = find_case(uow, request, example=example)
    words = ("已辦理", "已辦", "辦完了", "辦好了", "處理完了", "免辦", "收到了", "收到")
    for word in words:  # 「42 已辦」 keeps its telling
        if found.rest.startswith(word):
            return replace(found, rest=found.rest.removeprefix(word).strip(PUNCTUATION))
    return found


def _meant(uow: UnitOfWork, request: Asked, found: Found, verb: str) -> Duty | Card:
    """Return the duty that is meant; a question when it may be several."""
    duties, rest = meant_duties(uow, request, found)
    told = tuple(d for d in duties if d.told_at is not None)
    if len(duties) == 1 or len(told) == 1:
        return (told or duties)[0]
    by_told = sorted(duties, key=lambda d: d.told_at or d.planned_at, reverse=True)
    return _which(found, tuple(by_told) if told else duties, verb, rest)


def _which(found: Found, duties: tuple[Duty, ...], verb: str, rest: str) -> Card:
    choices = [(d.name, f"{verb} {found.case.number} {d.name} {rest}".strip()) for d in duties]
    return choice_card(found.case, f"{found.number} 是哪一個期限{verb}？", choices)


def keep_answer(uow: UnitOfWork, request: Asked, duty: Duty, state: DutyState, reason: str) -> None:
    """Keep an answer, stop what waits for it, and write it into the case's history."""
    officer = speaking_officer(request.speaker)
    answered = replace(
        duty, state=state, reason=reason, answered_at=request.now, answered_by=officer.id
    )
    uow.duties.save(answered)
    uow.reminders.cancel_of_duties([duty.id])
    note_answer(uow, request, duty, reason)


def see(uow: UnitOfWork, request: Asked, duty: Duty) -> None:
    """Keep that somebody has read of a duty: nobody else is asked."""
    uow.duties.save(replace(duty, seen_at=request.now))
    uow.reminders.cancel_escalations([duty.id])


def _seen_all(uow: UnitOfWork, request: Asked) -> Card:
    """Note that everything that waits for an answer of the speaker's agencies was read."""
    far = request.now + timedelta(days=3660)
    told = [d for d in uow.duties.open_of(request.speaker.office_ids, far) if d.is_unanswered]
    for duty in told:
        see(uow, request, duty)
    uow.commit()
    return Card.sentence(f"好，{len(told)} 件都收到了。" if told else "好，需要時說一聲。")


def _offer_closing(found: Found, said: str) -> Card:
    return answer_card(
        found, f"{found.number} 沒有待辦的期限。要結案嗎？", _closing(found, said or "已辦")
    )


def _closing(found: Found, said: str) -> Button:
    return Button("結案", f"結案 {found.case.number} {said}".strip(), primary=True)


def answer_card(found: Found, text: str, *buttons: Button) -> Card:
    """Say one sentence about a case; in a group its own details stay private."""
    look = Button(f"看 {found.number}", f"案件 {found.case.number}")
    return replace(Card.sentence(text, *buttons, look), in_private=f"案件 {found.case.number}")
