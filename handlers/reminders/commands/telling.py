"""What one chat is told of reminders: now, or again before the card leaves. No command."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.message import Card
from handlers.reminders.cards import Told, free_card, morning_card
from handlers.reminders.commands.gathering import Gathered
from handlers.reminders.commands.reaching import Reach
from handlers.reminders.rules.supervisors import is_for_supervisor
from handlers.shared.case_numbers import short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.freshness import is_question
from handlers.shared.outbox import Why
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, topic
from storage.records.cases import Case, Secrecy
from storage.records.duties import Duty, Reminder, Step
from storage.records.messages import DeliveryClass
from storage.records.rules import Force

LATE = timedelta(minutes=15)  # after its own hour a reminder says that it comes late
LATE_DAYS = "（補昨天以前該說的）"
HOUR = 60  # minutes
NIGHT_LATE = timedelta(hours=1)  # so long after the hour that somebody chose nobody is woken


def tell(
    reminder: Reminder,
    known: Gathered,
    reached: Reach,
    *,
    now: datetime,
    carded_at: datetime | None = None,
) -> Told:
    """Say of one reminder what its card needs; `carded_at`: when it was put on a card first."""
    case, today = known.case(reminder), taipei_date(now)
    hidden = case is not None and case.secrecy is not Secrecy.NORMAL
    return Told(
        reminder=reminder,
        calendar=known.calendar(reminder.agency_id),
        number=short_number(case, today.year - ROC_EPOCH) if case else "",
        full_number=case.number if case else "",
        subject=case.subject if case is not None and not hidden else "",
        duty=known.duty(reminder),
        hidden=hidden,
        step=reached.step,
        holder_name=reached.holder_name,
        absence=reached.absence,
        late=_late_words(reminder, known, reached, now=carded_at or now),
        urgent=reminder.urgent or known.is_marked(reminder),
        asked=known.asked(reminder) if Step.NOBODY in {reminder.step, reached.step} else (),
        supervisor_ids=_supervisors(reminder, known, reached),
    )


def _supervisors(reminder: Reminder, known: Gathered, reached: Reach) -> tuple[int, ...] | None:
    """Return which supervisors hear at the last step of what binds; None: none is wanted."""
    duty = known.duty(reminder)
    last = Step.NOBODY in {reminder.step, reached.step} and not is_for_supervisor(reminder)
    if duty is None or duty.force is not Force.BINDING or not last:
        return None
    found = known.supervisors(duty)
    return found and tuple(i for i in found if i != reached.officer_id)


def _late_words(reminder: Reminder, known: Gathered, reached: Reach, *, now: datetime) -> str:
    """Say that it could have been told earlier, in the hours of who is told; "" when it is in time.

    What has no hour is in time all day.
    """
    meant_at = reminder.meant_at or reminder.remind_at
    if not is_free_hour(reminder):
        calendar = known.calendar(reminder.agency_id)
        meant_at = known.window(reached).next_opening(meant_at, calendar)
    if taipei_date(meant_at) < taipei_date(now):
        return LATE_DAYS if now - meant_at > LATE else ""
    late = now - meant_at
    return _late_by(late) if reminder.timed and late > LATE else ""


def _late_by(late: timedelta) -> str:
    minutes = late // timedelta(minutes=1)
    return f"（晚了 {minutes} 分鐘）" if minutes < HOUR else f"（晚了 {minutes // HOUR} 小時）"


def latest(reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Keep the latest of each duty and step, and of what says the same words to the same chat.

    After an outage the earlier ones are over.
    """
    kept = {sameness(reminder): reminder for reminder in reminders}
    return tuple(kept.values())


def sameness(reminder: Reminder) -> tuple[object, ...]:
    """Return what two reminders share that tell the same."""
    if reminder.duty_id is not None:
        return (reminder.duty_id, reminder.step, reminder.officer_id)
    asked = (reminder.officer_id, reminder.chat_id, reminder.case_id)
    return (*asked, reminder.agency_id, reminder.text, reminder.about_at)


def once(told: Iterable[Told]) -> list[Told]:
    """Keep of each duty one line: a rung of its own goes before what nobody answered."""
    kept: dict[tuple[str, int], Told] = {}
    for one in told:
        key = ("reminder", one.reminder.id) if one.duty is None else ("duty", one.duty.id)
        if key not in kept or one.step is Step.HOLDER:
            kept[key] = one
    return list(kept.values())


def card_of(told: Sequence[Told], *, now: datetime) -> Card:
    """Put what one person is told on one card."""
    alone = len(told) == 1 and is_free_hour(told[0].reminder)
    return free_card(told[0], now=now) if alone else morning_card(told, now=now)


def class_of(told: Iterable[Told]) -> DeliveryClass:
    """Say whether a card must arrive: the bot's own question need not."""
    courtesy = all(is_question(one.reminder) for one in told)
    return DeliveryClass.COURTESY if courtesy else DeliveryClass.BINDING


def why_of(told: Iterable[Told]) -> Why:
    """Say why one card goes out: asking a deputy matters more than what else is on it."""
    asked = any(one.step is not Step.HOLDER for one in told)
    return Why.ESCALATION if asked else Why.REMINDER


def agency_of(told: Iterable[Told]) -> int | None:
    """Return whose duty a card tells of; None when it tells of nobody's, or only a supervisor."""
    own = (one for one in told if not one.for_supervisor)
    return next((one.duty.agency_id for one in own if one.duty is not None), None)


def topics_of(told: Iterable[Told], officer_id: int | None = None) -> tuple[str, ...]:
    """Name what a card tells of, and whose morning card it is."""
    found = () if officer_id is None else (topic(Topic.MORNING, officer_id),)
    for one in told:
        found = (*found, topic(Topic.REMINDER, one.reminder.id))
        # That a supervisor heard of a duty says nothing of whether its person did.
        if one.duty is not None and not one.for_supervisor:
            found = (*found, topic(Topic.DUTY, one.duty.id))
    return found


def is_free_hour(reminder: Reminder) -> bool:
    """Whether somebody chose this hour for themselves: then it holds at any time of day."""
    return reminder.timed and reminder.duty_id is None and not reminder.snoozed


def holds_now(reminder: Reminder, *, now: datetime, marked: bool = False) -> bool:
    """Whether it is told at any time of day; hours too late it is not, nobody waits for it.

    `marked`: whoever is told marked its case as urgent. What has no hour waits for the morning.
    """
    meant_at = reminder.meant_at or reminder.remind_at
    chosen = is_free_hour(reminder) or (marked and reminder.timed)
    return chosen and now - meant_at <= NIGHT_LATE


def is_over(reminder: Reminder, duty: Duty | None, case: Case | None) -> bool:
    """Whether there is nothing left to tell."""
    if duty is not None:
        asked_on = reminder.step is not Step.HOLDER and not duty.is_unanswered
        return not duty.is_open or asked_on
    ended = case is not None and (case.closed_at or case.cancelled_at)
    return bool(ended)
