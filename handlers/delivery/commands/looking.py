"""The last look at a message before it leaves: is it true, is it theirs, does it wake nobody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.logs import get_logger
from bot.message import Card, ChatKind
from handlers.delivery import cards
from handlers.delivery.rules.requests import Bundle, Item
from handlers.delivery.rules.waiting import has_waited, is_answer, is_key_old, is_late
from handlers.services import Editor
from handlers.shared.outbox import chat_of, pack, unpack
from handlers.shared.roc_date import taipei_date
from handlers.shared.topics import Topic, ids_of
from handlers.shared.windows import SETTING, USUAL, Window, read_window
from handlers.shared.work_calendar import BASE, work_calendar
from storage.errors import DatabaseUnavailableError
from storage.records.cases import Case, Secrecy
from storage.records.messages import Delivery, DeliveryClass, DeliveryState
from storage.unit_of_work import UnitOfWork

IN_DOUBT = "accepted or not, nobody can tell any more"
TOLD_ANEW = f"{IN_DOUBT}; told anew"
NOT_THEIRS = "the account is not of that officer any more"
LEFT_OFFICE = "its officer has no office any more"
SECRET_IN_GROUP = "the case is not for groups any more"  # noqa: S105

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was taken out of the outbox, after the last look."""

    items: tuple[Item, ...]
    lost: tuple[Delivery, ...]  # binding, tried for as long as it could be: another way is found


class LastLook:
    """Looks at what was taken in the transaction that took it; what must not leave is settled."""

    def __init__(self, uow: UnitOfWork, editor: Editor, *, now: datetime) -> None:
        self._uow = uow
        self._editor = editor
        self._now = now
        self._lost: list[Delivery] = []

    def look(self, taken: Iterable[Delivery]) -> Looked:
        """Return what may leave, as it may be read now."""
        items = [item for one in taken if (item := self._readable_item(one)) is not None]
        return Looked(tuple(items), tuple(self._lost))

    def _readable_item(self, delivery: Delivery) -> Item | None:
        """Fail what cannot be read, or nothing that is due would ever leave again."""
        try:
            chat_of(delivery)
            return self._item(delivery)
        except DatabaseUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever is wrong, it is wrong with this one
            _log.error("delivery cannot be read", delivery=delivery.id, exc_info=error)
            self._settle(delivery, DeliveryState.FAILED, f"unreadable: {type(error).__name__}")
            return None

    def awake(self, one: Bundle) -> Bundle | None:
        """Return what of a bundle may leave at this hour; the rest waits for its hours.

        Answers go at any time, and what rides on them; what was tried together waits together.
        """
        moments = {
            item.delivery.id: item.not_before
            for item in one.items
            if item.not_before is not None and item.not_before > self._now
        }
        if one.is_reply or not moments:
            return one
        if not one.is_fresh:
            last = max(moments.values())
            moments = {item.delivery.id: last for item in one.items}
        for item in one.items:
            if item.delivery.id in moments:
                self._uow.outbox.put_back(item.delivery, moments[item.delivery.id])
        left = tuple(item for item in one.items if item.delivery.id not in moments)
        return replace(one, items=left) if left else None

    def _item(self, delivery: Delivery) -> Item | None:
        parcel = unpack(delivery.card)
        waited = has_waited(delivery, now=self._now)
        card: Card | None = parcel.card
        if waited:
            card = self._reviewed(delivery, parcel.card)
        if card is not None and (waited or not is_answer(delivery)):
            card = self._guarded(delivery, card)
        if card is None:
            return None
        fresh = replace(parcel, card=card)
        if not is_late(delivery, now=self._now):
            return Item(replace(delivery, card=pack(fresh)), fresh)
        held = delivery.state is DeliveryState.HELD
        meant_at = delivery.enqueued_at or delivery.due_at
        late = cards.late(card, delivery.platform, meant_at, now=self._now, held=held)
        opening = None if is_answer(delivery) else self._opening(delivery)
        return Item(replace(delivery, card=pack(fresh)), replace(parcel, card=late), opening)

    def _reviewed(self, delivery: Delivery, card: Card) -> Card | None:
        """Return what still holds of a card that waited; None when it does not leave."""
        if is_key_old(delivery, now=self._now):
            self._give_up(delivery)
            return None
        stranger = self._stranger(delivery)
        if stranger:
            self._editor.take_back(self._uow, delivery)
            self._settle(delivery, DeliveryState.EXPIRED, stranger)
            return None
        review = self._editor.review(self._uow, delivery, card, now=self._now)
        if review.card is None:
            self._settle(delivery, DeliveryState.EXPIRED, review.reason)
        return review.card

    def _give_up(self, delivery: Delivery) -> None:
        """End a request that may have been accepted; what it told of is told anew, or lost."""
        if self._editor.take_back(self._uow, delivery):
            self._settle(delivery, DeliveryState.UNKNOWN, TOLD_ANEW)
        elif delivery.delivery_class is DeliveryClass.BINDING:
            self._lost.append(delivery)
        else:
            self._settle(delivery, DeliveryState.UNKNOWN, IN_DOUBT)

    def _stranger(self, delivery: Delivery) -> str:
        """Say why the account may not read it any more; "" when it may."""
        if delivery.officer_id is None:
            return ""
        binding = self._uow.bindings.find(delivery.platform, delivery.chat_id)
        if binding is None or binding.officer_id != delivery.officer_id:
            return NOT_THEIRS
        held = self._uow.officers.appointments(officer_id=delivery.officer_id)
        today = taipei_date(self._now)
        left = held and not any(a.holds_on(today) or a.paused for a in held)
        return LEFT_OFFICE if left and not is_answer(delivery) else ""

    def _guarded(self, delivery: Delivery, card: Card) -> Card | None:
        """Leave of a card about a case that is 敏感 or 密件 only the number; in groups nothing."""
        secret = self._secret_case(delivery, card)
        if secret is None:
            return card
        if delivery.chat_kind == ChatKind.GROUP and not delivery.only_for:
            self._settle(delivery, DeliveryState.EXPIRED, SECRET_IN_GROUP)
            return None
        return cards.number_only(secret.number)

    def _secret_case(self, delivery: Delivery, card: Card) -> Case | None:
        uow, ids = self._uow, ids_of(Topic.CASE, delivery.topics)
        found = [*uow.cases.by_ids(ids).values()] if ids else []
        named = uow.cases.by_number(card.number) if card.number else None
        if named is not None:
            found.append(named)
        return next((case for case in found if case.secrecy is not Secrecy.NORMAL), None)

    def _opening(self, delivery: Delivery) -> datetime | None:
        """Return from when on what comes late may be read: nobody is bothered at night."""
        uow, agency_id = self._uow, delivery.agency_id
        window, not_before = USUAL, self._now
        if delivery.chat_kind == ChatKind.GROUP:
            group = uow.chats.find(delivery.platform, delivery.chat_id)
            if group is None:
                return None
            window = Window(time.fromisoformat(group.opens_at), time.fromisoformat(group.closes_at))
            not_before = max(self._now, group.muted_until or self._now)
            agency_id = group.agency_id
        elif delivery.officer_id is not None:
            chosen = uow.settings.get(f"{SETTING}{delivery.officer_id}") or ""
            window = read_window(chosen) or USUAL
            held = uow.officers.appointments(officer_id=delivery.officer_id)
            agency_id = agency_id or next((a.agency_id for a in held), None)
        calendar = BASE
        if agency_id is not None:
            calendar = work_calendar(uow.calendar.entries(), uow.agencies.county(agency_id))
        return window.next_opening(not_before, calendar)

    def _settle(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        self._uow.outbox.settle(delivery, state, now=self._now, reason=reason)
