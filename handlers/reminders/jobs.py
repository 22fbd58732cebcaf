"""What the clock starts: what is due is claimed and put into the outbox, in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from bot.failpoint import NO_FAILPOINT, Failpoint
from bot.failpoint import Step as WorstStep
from bot.logs import get_logger
from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.reminders.cards import Told, free_card
from handlers.reminders.commands.gathering import Gathered
from handlers.reminders.commands.isolating import send_all
from handlers.reminders.commands.reaching import Reach
from handlers.reminders.commands.retelling import forget_escalations
from handlers.reminders.commands.telling import (
    agency_of,
    card_of,
    class_of,
    holds_now,
    is_over,
    latest,
    once,
    tell,
    topics_of,
    why_of,
)
from handlers.reminders.rules.repeating import next_moment_of
from handlers.reminders.rules.returning import on_return
from handlers.reminders.rules.rungs import read_ladder, start_of
from handlers.reminders.rules.supervisors import is_for_supervisor, notice_for
from handlers.reminders.rules.urgency import is_for_others
from handlers.shared.case_numbers import read_number
from handlers.shared.freshness import waits_for_company
from handlers.shared.outbox import KEY_LASTS, plan_push
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, ids_of, topic
from handlers.shared.windows import Window
from storage.accounts import accounts_of
from storage.records.cases import Case, Secrecy
from storage.records.chats import LinkedChat
from storage.records.duties import NEXT_STEP, Reminder, ReminderState, Step
from storage.records.messages import NewDelivery, Standing
from storage.records.rules import Force
from storage.unit_of_work import UnitOfWork

CLAIM_LIMIT = 1000  # reminders in one transaction
NOT_YET = timedelta(hours=1)  # after which somebody who could not be reached is looked for again

_log = get_logger(__name__)


def remind(
    unit_of_work: Callable[[], UnitOfWork], *, now: datetime, failpoint: Failpoint = NO_FAILPOINT
) -> int:
    """Send what is due to whom it concerns, each person one card; return how many cards.

    Claiming and enqueuing commit together. Any number of processes may do it at once. What breaks
    is set aside, and raised when all others were sent.
    """
    send = partial(_send_round, unit_of_work, now=now, failpoint=failpoint)
    return send_all(unit_of_work, send, _try_round, now=now)


def _send_round(
    unit_of_work: Callable[[], UnitOfWork], *, now: datetime, failpoint: Failpoint
) -> int | None:
    """Send what is due now; None when nothing is, or another process does it."""
    with unit_of_work() as uow:
        turn = uow.reminders.take_turn()
        claimed = uow.reminders.claim(now=now, limit=CLAIM_LIMIT) if turn else ()
        if not claimed:
            return None
        count = _Round(uow, claimed, now=now).send()
        failpoint.reach(WorstStep.REMINDERS_CLAIMED)
        uow.commit()
    return count


def _try_round(uow: UnitOfWork, claimed: tuple[Reminder, ...], now: datetime) -> None:
    _Round(uow, claimed, now=now).send()


class _Round:
    """One claim on its way to the people it concerns."""

    def __init__(self, uow: UnitOfWork, claimed: tuple[Reminder, ...], *, now: datetime) -> None:
        self._uow = uow
        self._now = now
        self._today = taipei_date(now)
        self._claimed = claimed
        self._known = Gathered(uow, claimed, now=now)
        recalled = self._recall()
        if recalled:
            self._claimed = tuple(sorted((*claimed, *recalled), key=lambda r: (r.remind_at, r.id)))
            self._known = Gathered(uow, self._claimed, now=now)
        self._recalled = {(r.duty_id, r.step) for r in recalled if r.duty_id is not None}
        self._heard = self._ask_outbox()
        self._patience = read_ladder(uow.settings.get).patience
        self._told: dict[int, list[Told]] = {}  # by officer id
        self._over: set[int] = set()  # reminders that tell of nothing any more
        self._again: dict[datetime, set[int]] = {}  # reminders that wait until then
        self._next: dict[int, Reminder] = {}  # by duty id: whom to turn to when nobody answers
        self._notices: list[Reminder] = []  # for supervisors
        self._pushes: list[NewDelivery] = []

    def send(self) -> int:
        """Enqueue one card for each person and group; return how many."""
        for reminder in self._latest():
            self._sort(reminder)
        for officer_id, several in self._told.items():
            told = once(several)
            if self._waits_for_company(told[0]) and len(told) == 1:
                self._put_off(told[0].reminder)
                continue
            card = card_of(told, now=self._now)
            self._push(card, self._chat_of(officer_id), told, officer_id=officer_id)
            for one in told:
                self._note(one)
        self._write()
        return len(self._pushes)

    def _waits_for_company(self, told: Told) -> bool:
        return waits_for_company(told.reminder, told.calendar, today=self._today)

    def _put_off(self, reminder: Reminder) -> None:
        """Look again on the next working morning."""
        calendar = self._known.calendar(reminder.agency_id)
        morning = start_of(calendar.after(self._today, 1))
        self._again.setdefault(morning, set()).add(reminder.id)

    def _write(self) -> None:
        """Keep what was found out, all of it together."""
        uow = self._uow
        uow.reminders.drop(self._over)
        for moment, ids in self._again.items():
            uow.reminders.put_back(ids, moment)
        heard = [one for told in self._told.values() for one in told if not one.for_supervisor]
        duties = [one.duty for one in heard if one.duty is not None]
        uow.duties.note_told({duty.id for duty in duties}, now=self._now)
        uow.reminders.cancel_escalations(self._next)
        uow.reminders.add_all((*self._next.values(), *self._fresh_notices()))
        uow.outbox.add_all(self._pushes)

    def _fresh_notices(self) -> list[Reminder]:
        """Leave out what a supervisor heard of before: of each duty once, whoever is told since."""
        ids = {notice.duty_id for notice in self._notices if notice.duty_id is not None}
        known = self._uow.reminders.noticed(ids) if ids else frozenset[tuple[int, int]]()
        return [n for n in self._notices if (n.duty_id, n.officer_id) not in known]

    def _recall(self) -> tuple[Reminder, ...]:
        """Take back the cards that still wait for those who are told now: all goes on one."""
        reached = {r.officer_id for one in self._claimed if (r := self._known.reach(one))}
        mornings = {topic(Topic.MORNING, i) for i in reached}
        topics = self._uow.outbox.recall(mornings, keys_from=self._now - KEY_LASTS)
        recalled = self._uow.reminders.retake(ids_of(Topic.REMINDER, topics))
        forget_escalations(self._uow, recalled)
        return recalled

    def _ask_outbox(self) -> dict[str, Standing]:
        """Find out whether those were told who are said not to have answered."""
        asking = {r.duty_id for r in self._claimed if r.step is not Step.HOLDER}
        topics = {topic(Topic.DUTY, duty_id) for duty_id in asking if duty_id is not None}
        return self._uow.outbox.standing(topics) if topics else {}

    def _is_early(self, reminder: Reminder) -> bool:
        """Whether somebody would be asked about what its person has not heard before today."""
        if reminder.duty_id is None or reminder.step is Step.HOLDER or is_for_supervisor(reminder):
            return False
        heard = self._heard.get(topic(Topic.DUTY, reminder.duty_id))
        if heard is None:
            return False
        return heard.in_hand or (
            heard.delivered_at is not None and taipei_date(heard.delivered_at) == self._today
        )

    def _latest(self) -> tuple[Reminder, ...]:
        """Keep the latest of what says the same, and ask nobody of what must be told first."""
        kept = [
            r
            for r in latest(r for r in self._claimed if not self._is_for_others(r))
            if r.step is Step.HOLDER
            or r.officer_id is not None
            or (r.duty_id, r.step) in self._recalled
            or r.duty_id not in {duty_id for duty_id, _ in self._recalled}
        ]
        self._over |= {r.id for r in self._claimed} - {r.id for r in kept}
        return tuple(kept)

    def _is_for_others(self, reminder: Reminder) -> bool:
        return is_for_others(reminder, marked=self._known.is_marked(reminder))

    def _sort(self, reminder: Reminder) -> None:
        """Find who is told, and put back what must wait; drop what is over."""
        duty, case = self._known.duty(reminder), self._known.case(reminder)
        if is_over(reminder, duty, case) or self._known.is_orphan(reminder):
            self._over.add(reminder.id)
            return
        if reminder.chat_id is not None:
            self._tell_group(reminder, self._uow.chats.get(reminder.chat_id))
            return
        reached = self._known.reach(reminder)
        calendar = self._known.calendar(reminder.agency_id)
        window = self._known.window(reached)
        opening = window.next_opening(self._now, calendar)
        if reached is None:
            _log.warning("nobody can be reminded", agency_id=reminder.agency_id)
            opening = window.next_opening(self._now + NOT_YET, calendar)
        if self._is_early(reminder):
            opening = window.next_opening(start_of(calendar.after(self._today, 1)), calendar)
        marked = self._known.is_marked(reminder)
        asleep = opening > self._now and not holds_now(reminder, now=self._now, marked=marked)
        if reached is None or asleep:
            self._again.setdefault(opening, set()).add(reminder.id)
            return
        told = tell(reminder, self._known, reached, now=self._now)
        self._told.setdefault(reached.officer_id, []).append(told)

    def _tell_group(self, reminder: Reminder, chat: LinkedChat) -> None:
        """Tell a group what it asked for: in its hours, and not while it wants silence.

        What names a case that became secret since is for who holds the case.
        """
        case = self._named_case(reminder)
        is_secret = case is not None and case.secrecy is not Secrecy.NORMAL
        if case is not None and is_secret:
            alone = replace(reminder, id=0, chat_id=None, case_id=case.id)
            self._uow.reminders.add(replace(alone, state=ReminderState.WAITING, sent_at=None))
        if is_secret or not chat.enabled:
            self._over.add(reminder.id)
            return
        hours = Window(time.fromisoformat(chat.opens_at), time.fromisoformat(chat.closes_at))
        opening = hours.next_opening(self._now, self._known.calendar(reminder.agency_id))
        if chat.muted_until is not None and chat.muted_until > self._now:
            opening = max(opening, chat.muted_until)
        if opening > self._now:
            self._again.setdefault(opening, set()).add(reminder.id)
            return
        told = tell(reminder, self._known, Reach(0, Step.HOLDER), now=self._now)
        place = ChatRef(Platform(chat.platform), ChatKind.GROUP, chat.chat_id)
        self._push(free_card(told, now=self._now), place, [told])
        self._pushes[-1] = replace(self._pushes[-1], thread=self._thread_of(reminder, chat))
        self._repeat(reminder)

    def _named_case(self, reminder: Reminder) -> Case | None:
        number, _ = read_number(reminder.text)
        return self._uow.cases.by_serial(number.serial, number.year) if number else None

    def _thread_of(self, reminder: Reminder, chat: LinkedChat) -> str:
        """Return the thread in which a group last asked for the case its wish names; "": none."""
        case = self._named_case(reminder)
        if case is None:
            return ""
        places = self._uow.case_chats.threads_of(case.id)
        here = (p for p in places if (p.platform, p.chat_id) == (chat.platform, chat.chat_id))
        return next((place.thread for place in here), "")

    def _chat_of(self, officer_id: int) -> ChatRef:
        first = accounts_of(self._uow, officer_id, self._known.accounts(officer_id))[0]
        return ChatRef(Platform(first.platform), ChatKind.DIRECT, first.user_id)

    def _push(
        self, card: Card, chat: ChatRef, told: list[Told], *, officer_id: int | None = None
    ) -> None:
        push = plan_push(card, chat, now=self._now, delivery_class=class_of(told), why=why_of(told))
        topics = topics_of(told, officer_id)
        self._pushes.append(replace(push, agency_id=agency_of(told), topics=topics))

    def _note(self, told: Told) -> None:
        """Plan whom to turn to when nobody answers, and when it is told again."""
        self._repeat(told.reminder)
        if is_for_supervisor(told.reminder):
            return
        if told.absence is not None:
            self._uow.reminders.add(on_return(told.reminder, told.absence, told.calendar))
        self._notices += [
            notice_for(told.reminder, i, now=self._now) for i in told.supervisor_ids or ()
        ]
        following = None if told.reminder.step is Step.NOBODY else NEXT_STEP.get(told.step)
        if told.duty is None or told.duty.force is not Force.BINDING or following is None:
            return
        self._next[told.duty.id] = Reminder(
            id=0,
            agency_id=told.duty.agency_id,
            duty_id=told.duty.id,
            case_id=told.duty.case_id,
            step=following,
            remind_at=start_of(told.calendar.after(self._today, self._patience)),
        )

    def _repeat(self, reminder: Reminder) -> None:
        if not reminder.repeats:
            return
        calendar = self._known.calendar(reminder.agency_id)
        moment, timed = next_moment_of(reminder.repeats, self._now, calendar)
        again = replace(reminder, id=0, remind_at=moment, timed=timed, meant_at=None)
        self._uow.reminders.add(replace(again, state=ReminderState.WAITING, sent_at=None))
