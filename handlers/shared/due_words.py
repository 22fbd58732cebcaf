"""A duty in Chinese: its day, what is left, and by when it is safely done. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from handlers.shared.roc_date import END_OF_DAY, TAIPEI, show_date, taipei_date
from handlers.shared.work_calendar import WorkCalendar
from handlers.shared.workdays import WEEKDAYS
from storage.records.duties import SUPERIOR, CaseEvent, Duty, DutyState, EventStanding
from storage.records.rules import Event, Force

FORCES = {
    Force.BINDING: "應辦",
    Force.REFERENCE: "參考",
    Force.INTERNAL: "部內",
    Force.INFORMATION: "供參",
}
DATE_KINDS = {
    Force.BINDING: "應辦期限",
    Force.REFERENCE: "參考期程",
    Force.INTERNAL: "部內期程",
    Force.INFORMATION: "供參",
}
STATES = {
    DutyState.DONE: "已辦",
    DutyState.EXCUSED: "免辦",
    DutyState.EXTENDED: "已公告展延",
    DutyState.SUPERSEDED: "已改期",
}
PASSED_REFERENCE = "已過參考期程，補辦即可"
PASSED_INTERNAL = "已過部內期程，補辦即可"
PASSED_BINDING = "期限已過，辦好請按已辦"
RESPONSE = "正式回應"  # the duty that may be extended
BY_JOIN = "以 Join 公布為準"  # of what an election pause does to the count


def force_word(duty: Duty) -> str:
    """「參考」; 「應辦」 is not said of a superior's deadline."""
    return "" if duty.name == SUPERIOR else FORCES[duty.force]


def day_words(duty: Duty, *, today: date) -> str:
    """「12/17（四）」, with the hour where somebody chose one."""
    local = duty.due_at.astimezone(TAIPEI)
    day = show_date(duty.last_on, today=today)
    hour = duty.name == SUPERIOR and local.time() < END_OF_DAY
    return f"{day}{local:%H:%M}" if hour else day


def safe_words(duty: Duty, *, today: date) -> str:
    """「遇春節，請於 02/03（三）前」 when the last day is a day off; else ""."""
    if duty.safe_on == duty.last_on:
        return ""
    day = duty.safe_on
    same_year = day.year == duty.last_on.year != today.year
    shown = (
        f"{day.month:02}/{day.day:02}（{WEEKDAYS[day.weekday()]}）"
        if same_year
        else show_date(day, today=today)
    )
    return f"遇{duty.day_off}，請於 {shown}前"


def left_words(duty: Duty, calendar: WorkCalendar, *, now: datetime) -> str:
    """「還有 3 個工作天」, 「今天到期」, or how to go on when it has passed."""
    today = taipei_date(now)
    if now > duty.due_at:
        passed = {Force.BINDING: PASSED_BINDING, Force.INTERNAL: PASSED_INTERNAL}
        return passed.get(duty.force, PASSED_REFERENCE)
    if today >= duty.safe_on:
        return "今天到期" if today == duty.last_on else "今天是期限前最後的工作天"
    return f"還有 {calendar.between(today, duty.safe_on)} 個工作天"


def standing_words(event: CaseEvent, *, own: bool) -> str:
    """「您輸入，待 Join 確認」, or who confirmed it."""
    if event.standing is EventStanding.CONFIRMED:
        return event.source
    typed = own and event.said_by is not None  # else the bot saw it
    return "您輸入，待 Join 確認" if typed else f"{event.source}，待 Join 確認"


def passed_words(event: CaseEvent, duties: Iterable[Duty], *, today: date) -> str:
    """Say what follows from 成案 in one paragraph."""
    mine = [duty for duty in duties if duty.is_open]
    references = [d for d in mine if d.force is Force.REFERENCE]
    parts = [f"成案 {show_date(event.on, today=today)}（{standing_words(event, own=True)}）。"]
    if references:
        named = "、".join(f"{d.name} {day_words(d, today=today)}" for d in references)
        parts.append(f"{named}，{'皆' if len(references) > 1 else ''}參考。")
    response = next((d for d in mine if d.name == RESPONSE), None)
    if response is not None:
        safe = safe_words(response, today=today)
        parts.append(f"回應 {day_words(response, today=today)}{safe}{'上網' if safe else '前'}。")
    steps = [d.name for d in mine if d.event is Event.RESPONSE_DUE]
    if steps:
        parts.append(f"部內：{'、'.join(dict.fromkeys(steps))}日期已排。")
    return "".join(parts)


def next_duty(duties: Sequence[Duty], agency_ids: frozenset[int], *, today: date) -> Duty | None:
    """Return the open duty of the agencies that ends first, without the typed deadline.

    What does not bind and is over gives way to what is still ahead.
    """
    mine = [d for d in duties if d.is_open and d.agency_id in agency_ids and d.name != SUPERIOR]
    presses = (d for d in mine if d.force is Force.BINDING or d.last_on >= today)
    return next(presses, mine[0] if mine else None)
