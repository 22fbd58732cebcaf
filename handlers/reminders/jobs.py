"""What the clock starts: what is due is claimed and put into the outbox, in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.logs import get_logger
from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.reminders.cards import Told, free_card, morning_card
from handlers.reminders.commands.planning import calendar_of, window_of
from handlers.reminders.commands.reaching import Reach, reach_for
from handlers.reminders.rules.repeating import next_moment_of
from handlers.reminders.rules.rungs import read_ladder, start_of
from handlers.reminders.rules.windows import Window
from handlers.shared.case_numbers import short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.outbox import Why, plan_push
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case, Secrecy
from storage.records.chats import LinkedChat
from storage.records.duties import Duty, Reminder, ReminderState, Step
from storage.records.messages import DeliveryClass
from storage.records.rules import Force
from storage.unit_of_work import UnitOfWork

CLAIM_LIMIT = 1000  # reminders in one transaction
NOT_YET = timedelta(hours=1)  # after which somebody who could not be reached is looked for again
LATE = timedelta(minutes=15)  # after its own hour a reminder says that it comes late
NEXT_STEP = {Step.HOLDER: Step.DEPUTY, Step.DEPUTY: Step.TEAM, Step.TEAM: Step.NOBODY}
PLATFORMS = tuple(Platform)  # where a person is told, the first they are bound on

_log = get_logger(__name__)


def remind(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Send what is due to whom it concerns, each person one card; return how many cards.

    Claiming and enqueuing commit together. Any number of processes may do it at once.
    """
    count = 0
    while True:
        with unit_of_work() as uow:
            turn = uow.reminders.take_turn()
            claimed = uow.reminders.claim(now=now, limit=CLAIM_LIMIT) if turn else ()
            if not claimed:
                return count
            count += _Round(uow, now).send(claimed)
            uow.commit()


def next_moment(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> datetime | None:
    """Return when the next reminder goes out, for the sandbox; None when nothing waits."""
    with unit_of_work() as uow:
        waiting = uow.reminders.next_waiting()
        if waiting is None:
            return None
        moment = max(waiting.remind_at, now)
        if waiting.chat_id is not None or _is_free_hour(waiting):
            return moment
        case = uow.cases.get(waiting.case_id) if waiting.case_id is not None else None
        reached = reach_for(uow, waiting, case, now=moment)
        window = window_of(uow, reached.officer_id if reached else None)
        return window.next_opening(moment, calendar_of(uow, waiting.agency_id))


class _Round:
    """One claim on its way to the people it concerns."""

    def __init__(self, uow: UnitOfWork, now: datetime) -> None:
        self._uow = uow
        self._now = now
        self._today = taipei_date(now)
        self._told: dict[int, list[Told]] = {}  # by officer id
        self._cases: dict[int, Case] = {}
        self._cards = 0

    def send(self, claimed: tuple[Reminder, ...]) -> int:
        """Enqueue one card for each person and group; return how many."""
        for reminder in self._latest(claimed):
            self._sort(reminder)
        for officer_id, told in self._told.items():
            alone = len(told) == 1 and _is_free_hour(told[0].reminder)
            card = free_card(told[0], now=self._now) if alone else morning_card(told, now=self._now)
            self._push(card, self._chat_of(officer_id), why=_why(told), agency_id=_agency_of(told))
            for one in told:
                self._note(one)
        return self._cards

    def _latest(self, claimed: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
        """Keep of each duty and step the latest: after an outage the earlier ones are over."""
        of_duties = [r for r in claimed if r.duty_id is not None]
        latest = {(r.duty_id, r.step): r.id for r in of_duties}
        over = {r.id for r in of_duties if latest[r.duty_id, r.step] != r.id}
        self._uow.reminders.drop(over)
        return tuple(r for r in claimed if r.id not in over)

    def _sort(self, reminder: Reminder) -> None:
        """Find who is told, and put back what must wait; drop what is over."""
        duty = self._uow.duties.get(reminder.duty_id) if reminder.duty_id is not None else None
        case = self._case(reminder.case_id)
        if _is_over(reminder, duty, case) or self._is_gone(reminder.officer_id):
            self._uow.reminders.drop([reminder.id])
            return
        if reminder.chat_id is not None:
            self._tell_group(reminder, self._uow.chats.get(reminder.chat_id))
            return
        reached = reach_for(self._uow, reminder, case, now=self._now)
        calendar = calendar_of(self._uow, reminder.agency_id)
        window = window_of(self._uow, reached.officer_id if reached else None)
        opening = window.next_opening(self._now, calendar)
        if reached is None:
            _log.warning("nobody can be reminded", agency_id=reminder.agency_id)
            opening = window.next_opening(self._now + NOT_YET, calendar)
        if reached is None or (opening > self._now and not _is_free_hour(reminder)):
            self._uow.reminders.put_back([reminder.id], opening)
            return
        told = self._tell(reminder, duty, case, reached)
        self._told.setdefault(reached.officer_id, []).append(told)

    def _is_gone(self, officer_id: int | None) -> bool:
        """Whether who asked was erased: their own words go to nobody."""
        return officer_id is not None and self._uow.officers.get(officer_id).erased_at is not None

    def _case(self, case_id: int | None) -> Case | None:
        if case_id is None:
            return None
        if case_id not in self._cases:
            self._cases[case_id] = self._uow.cases.get(case_id)
        return self._cases[case_id]

    def _tell(
        self, reminder: Reminder, duty: Duty | None, case: Case | None, reached: Reach
    ) -> Told:
        year = self._today.year - ROC_EPOCH
        return Told(
            reminder=reminder,
            calendar=calendar_of(self._uow, reminder.agency_id),
            number=short_number(case, year) if case else "",
            full_number=case.number if case else "",
            duty=duty,
            hidden=case is not None and case.secrecy is not Secrecy.NORMAL,
            step=reached.step,
            holder_name=reached.holder_name,
            is_late=self._is_late(reminder),
        )

    def _is_late(self, reminder: Reminder) -> bool:
        if reminder.timed:
            return self._now - reminder.remind_at > LATE
        return taipei_date(reminder.remind_at) < self._today

    def _tell_group(self, reminder: Reminder, chat: LinkedChat) -> None:
        """Tell a group what it asked for: in its hours, and not while it wants silence."""
        if not chat.enabled:
            self._uow.reminders.drop([reminder.id])
            return
        hours = Window(time.fromisoformat(chat.opens_at), time.fromisoformat(chat.closes_at))
        opening = hours.next_opening(self._now, calendar_of(self._uow, reminder.agency_id))
        if chat.muted_until is not None and chat.muted_until > self._now:
            opening = max(opening, chat.muted_until)
        if opening > self._now:
            self._uow.reminders.put_back([reminder.id], opening)
            return
        told = self._tell(reminder, None, None, Reach(0, Step.HOLDER))
        self._push(
            free_card(told, now=self._now),
            ChatRef(Platform(chat.platform), ChatKind.GROUP, chat.chat_id),
        )
        self._repeat(reminder)

    def _chat_of(self, officer_id: int) -> ChatRef:
        bindings = {b.platform: b.user_id for b in self._uow.bindings.of_officer(officer_id)}
        platform = next(p for p in PLATFORMS if p.value in bindings)
        return ChatRef(platform, ChatKind.DIRECT, bindings[platform.value])

    def _push(
        self, card: Card, chat: ChatRef, *, why: Why = Why.REMINDER, agency_id: int | None = None
    ) -> None:
        push = plan_push(card, chat, now=self._now, delivery_class=DeliveryClass.BINDING, why=why)
        self._uow.outbox.add(replace(push, agency_id=agency_id))
        self._cards += 1

    def _note(self, told: Told) -> None:
        """Keep that it was told, and whom to turn to when nobody answers."""
        self._repeat(told.reminder)
        if told.duty is None:
            return
        self._uow.duties.save(replace(told.duty, told_at=self._now))
        following = NEXT_STEP.get(told.step)
        if told.duty.force is not Force.BINDING or following is None:
            return
        patience = read_ladder(self._uow.settings.get).patience
        ask_on = told.calendar.after(self._today, patience)
        self._uow.reminders.cancel_of_duty(told.duty.id, escalations_only=True)
        self._uow.reminders.add(
            Reminder(
                id=0,
                agency_id=told.duty.agency_id,
                duty_id=told.duty.id,
                case_id=told.duty.case_id,
                step=following,
                remind_at=start_of(ask_on),
            )
        )

    def _repeat(self, reminder: Reminder) -> None:
        if not reminder.repeats:
            return
        calendar = calendar_of(self._uow, reminder.agency_id)
        moment, timed = next_moment_of(reminder.repeats, self._now, calendar)
        again = replace(reminder, id=0, remind_at=moment, timed=timed)
        self._uow.reminders.add(replace(again, state=ReminderState.WAITING, sent_at=None))


def _why(told: list[Told]) -> Why:
    """Say why one card goes out: asking a deputy matters more than what else is on it."""
    asked = any(one.step is not Step.HOLDER for one in told)
    return Why.ESCALATION if asked else Why.REMINDER


def _agency_of(told: list[Told]) -> int | None:
    """Return whose duty a card tells of; None when it tells of nobody's."""
    return next((one.duty.agency_id for one in told if one.duty is not None), None)


def _is_free_hour(reminder: Reminder) -> bool:
    """Whether somebody chose this hour for themselves: then it holds at any time of day."""
    return reminder.timed and reminder.duty_id is None and not reminder.snoozed


def _is_over(reminder: Reminder, duty: Duty | None, case: Case | None) -> bool:
    """Whether there is nothing left to tell."""
    if duty is not None:
        asked_on = reminder.step is not Step.HOLDER and not duty.is_unanswered
        return not duty.is_open or asked_on
    ended = case is not None and (case.closed_at or case.cancelled_at)
    return bool(ended)
