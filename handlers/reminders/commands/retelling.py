"""Cards of reminders that waited in the outbox: what still holds, and for whom. No command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import Card, ChatKind
from handlers.reminders.cards import Told, free_card
from handlers.reminders.commands.gathering import Gathered
from handlers.reminders.commands.reaching import Reach
from handlers.reminders.commands.telling import card_of, is_over, latest, sameness, tell
from handlers.shared.review import Review
from handlers.shared.topics import Topic, ids_of
from storage.records.duties import Reminder, Step
from storage.records.messages import Delivery
from storage.unit_of_work import UnitOfWork

OVER = "superseded: all of it was answered or is over"
MOVED = "superseded: told anew to who must act now"


class ReminderEditor:
    """Makes a waiting card anew out of the reminders that it tells of."""

    def review(self, uow: UnitOfWork, delivery: Delivery, card: Card, *, now: datetime) -> Review:
        """Leave out what is over or was told since; what is another's now is told to them."""
        ids = ids_of(Topic.REMINDER, delivery.topics)
        if not ids:
            return Review(card)
        look = _Look(uow, delivery, uow.reminders.retake(ids), now=now)
        look.sort()
        if not look.told:
            return Review(None, MOVED if look.moved else OVER)
        fresh = look.card()
        return Review(replace(fresh, note=card.note) if delivery.instead_of else fresh)

    def take_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Let everything that a card tells of wait again, as if it had not been told."""
        ids = ids_of(Topic.REMINDER, delivery.topics)
        if not ids or delivery.instead_of is not None:
            return False
        put_back(uow, uow.reminders.retake(ids))
        return True


def put_back(uow: UnitOfWork, reminders: Sequence[Reminder]) -> None:
    """Let reminders whose card did not leave be told anew, and nobody be asked instead yet."""
    forget_escalations(uow, reminders)
    for reminder in reminders:
        uow.reminders.put_back([reminder.id], reminder.remind_at)


def forget_escalations(uow: UnitOfWork, reminders: Sequence[Reminder]) -> None:
    """Ask nobody else about duties of which their person has not heard."""
    uow.reminders.cancel_escalations({r.duty_id for r in reminders if r.duty_id is not None})


class _Look:
    """One card, taken apart."""

    def __init__(
        self, uow: UnitOfWork, delivery: Delivery, taken: Sequence[Reminder], *, now: datetime
    ) -> None:
        self._uow = uow
        self._delivery = delivery
        self._taken = taken
        self._now = now
        self._known = Gathered(uow, taken, now=now)
        later = uow.outbox.told_later(delivery)
        self._later_duty_ids = ids_of(Topic.DUTY, later)
        told = uow.reminders.by_ids(ids_of(Topic.REMINDER, later)) if later else ()
        self._said_later = {sameness(reminder) for reminder in told}
        self.told: list[Told] = []
        self.moved: list[Reminder] = []

    def sort(self) -> None:
        """Find out of each reminder whether it is still for this chat."""
        wanted = latest(self._taken)
        over = {r.id for r in self._taken} - {r.id for r in wanted}
        for reminder in wanted:
            if self._is_over(reminder):
                over.add(reminder.id)
                continue
            reached = self._reach(reminder)
            if reached is None:
                self.moved.append(reminder)
                continue
            # Since when it waits is said by the card as a whole.
            carded_at = self._delivery.enqueued_at
            self.told.append(
                tell(reminder, self._known, reached, now=self._now, carded_at=carded_at)
            )
        self._uow.reminders.drop(over)
        put_back(self._uow, self.moved)

    def card(self) -> Card:
        """Put what is left on a card like the one that waited."""
        if self._delivery.chat_kind == ChatKind.GROUP:
            return free_card(self.told[0], now=self._now)
        return card_of(self.told, now=self._now)

    def _is_over(self, reminder: Reminder) -> bool:
        duty, case = self._known.duty(reminder), self._known.case(reminder)
        if is_over(reminder, duty, case) or self._known.is_orphan(reminder):
            return True
        if reminder.chat_id is not None:
            chat = self._uow.chats.get(reminder.chat_id)
            return not chat.enabled or chat.chat_id != self._delivery.chat_id
        if duty is not None and duty.id in self._later_duty_ids:
            return True
        return sameness(reminder) in self._said_later

    def _reach(self, reminder: Reminder) -> Reach | None:
        """Return who reads it in this chat; None when it is somebody else's by now."""
        if reminder.chat_id is not None:
            return Reach(0, Step.HOLDER)
        reached = self._known.reach(reminder)
        if self._delivery.instead_of is not None:  # somebody stands in who is not asked else
            return reached or Reach(0, reminder.step)
        if reached is None:
            return None
        accounts = self._known.accounts(reached.officer_id)
        here = (self._delivery.platform, self._delivery.chat_id)
        return reached if here in {(a.platform, a.user_id) for a in accounts} else None
