"""稍後提醒: a duty is told again on another day, or at another hour."""

from bot.message import Card
from bot.room import Access, Result
from handlers.reminders.cards import choice_card
from handlers.reminders.commands.answering import answer_card, find_answered, see
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import meant_duties
from handlers.reminders.commands.planning import calendar_of, window_of
from handlers.reminders.errors import SnoozeError
from handlers.reminders.rules.snoozes import CHOICES, CUSTOM, Snooze, read_snooze
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import TAIPEI, show_date, taipei_date
from handlers.shared.windows import mark_name
from storage.records.duties import Duty, Reminder
from storage.records.rules import Force
from storage.unit_of_work import UnitOfWork


@commands.add(
    "稍後提醒",
    usage="稍後提醒 <案號> [一天|三天|下週一|日期 幾點]",
    summary="過幾天再說一次",
    aliases=("晚點提醒", "延後提醒", "之後再提醒", "再提醒"),
    examples=("稍後提醒 42 三天", "稍後提醒 42 下週一"),
    access=Access.OFFICER,
    changes=True,
)
def snooze(request: Asked, services: Services) -> Result:
    """Tell it again on another working day, or at an hour; ask which when none was said."""
    with services.unit_of_work() as uow:
        found = find_answered(uow, request, "稍後提醒 42 三天")
        duties, rest = meant_duties(uow, request, found)
        duty = duties[0]
        line = f"稍後提醒 {found.case.number} {duty.name}"
        if not rest:
            choices = [(word, f"{line} {word}") for word in (*CHOICES, CUSTOM)]
            return choice_card(found.case, f"{found.number} {duty.name}什麼時候再提醒？", choices)
        if rest == CUSTOM:
            return Card.sentence(
                f"哪一天、幾點都可以，例如：稍後提醒 {found.number} 12/20 下午三點"
            )
        chosen = read_snooze(rest, now=request.now, calendar=calendar_of(uow, duty.agency_id))
        if chosen is None:
            raise SnoozeError(line)
        see(uow, request, duty)
        uow.reminders.add(
            Reminder(
                id=0,
                agency_id=duty.agency_id,
                duty_id=duty.id,
                case_id=found.case.id,
                remind_at=chosen.moment,
                timed=chosen.timed,
                snoozed=True,
            )
        )
        when = _when(uow, request, duty, chosen)
        uow.commit()
    warn = _warning(duty, chosen, request)
    return answer_card(found, f"好，{when}再提醒 {found.number} {duty.name}。{warn}")


def _when(uow: UnitOfWork, request: Asked, duty: Duty, chosen: Snooze) -> str:
    """「12/21（一） 早上」; where the hour lies out of the speaker's hours, when it is told."""
    today = taipei_date(request.now)
    if not chosen.timed:
        return f"{show_date(taipei_date(chosen.moment), today=today)} 早上"
    officer = speaking_officer(request.speaker)
    moment = chosen.moment
    if not uow.settings.get(mark_name(duty.case_id, officer.id)):
        window = window_of(uow, officer.id)
        moment = window.next_opening(moment, calendar_of(uow, duty.agency_id))
    shown = f"{show_date(taipei_date(moment), today=today)} {moment.astimezone(TAIPEI):%H:%M} "
    asleep = moment != chosen.moment
    return f"那時不在您的提醒時間，{shown}" if asleep else shown


def _warning(duty: Duty, chosen: Snooze, request: Asked) -> str:
    past = duty.force is Force.BINDING and taipei_date(chosen.moment) > duty.safe_on
    today = taipei_date(request.now)
    return f"這天已在期限 {show_date(duty.last_on, today=today)} 之後。" if past else ""
