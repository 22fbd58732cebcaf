"""From the outbox to the platforms: claim, send, record. No transaction spans a send."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from bot.clock import Clock
from bot.errors import DeliveryError
from bot.failpoint import NO_FAILPOINT, Failpoint, Step
from bot.logs import get_logger
from bot.message import ChatKind, Outgoing, Platform
from bot.outbound import Messenger, Outcome, SendResult
from bot.patience import Patience
from bot.reach import RememberedReach
from handlers.delivery.commands.detouring import Detours
from handlers.delivery.commands.looking import IN_DOUBT, LastLook
from handlers.delivery.commands.noting import note_reach, record, with_key
from handlers.delivery.rules.budget import (
    PAUSE_SETTING,
    RESERVE_SETTING,
    Spending,
    allowance_setting,
    judge_spending,
    reserve_of,
    write_reading,
)
from handlers.delivery.rules.outcomes import QUOTA_WAIT, Next, Verdict, is_late
from handlers.delivery.rules.requests import Bundle, bundle, judge_bundle
from handlers.services import Editor, NoEditor
from handlers.shared.outbox import chat_of
from storage.engine import Database
from storage.errors import DatabaseUnavailableError
from storage.records.messages import Delivery
from storage.unit_of_work import UnitOfWork

CLAIM_COUNT = 10  # deliveries at a time, and what goes along with them
REACH_AGE = timedelta(days=1)  # after that the platform is asked again whether somebody is there
COURTESY_WAIT = timedelta(minutes=15)  # until a courtesy that was held back is looked at again
COMES_AGAIN = {Next.RETRY, Next.PUSH, Next.ANEW, Next.ALONE}
TIRED_OF = {Outcome.RETRY, Outcome.UNKNOWN, Outcome.LATE}  # nothing is wrong with the message
# The request may still arrive: it is looked for, or sent again, when it has had its ten seconds.
STOPPED = SendResult(
    outcome=Outcome.UNKNOWN, reason="the process was stopped", retry_after=timedelta(seconds=15)
)
UNREACHABLE = SendResult(outcome=Outcome.UNREACHABLE, reason="unreachable")

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Takes what is due out of the outbox to its platform."""

    database: Database
    messengers: Mapping[Platform, Messenger]
    clock: Clock
    reaches: Mapping[Platform, RememberedReach] = field(
        default_factory=dict[Platform, RememberedReach]
    )
    failpoint: Failpoint = NO_FAILPOINT
    editor: Editor = field(default_factory=NoEditor)
    patience: Patience = field(default_factory=Patience)
    leaving: Event = field(default_factory=Event)  # set when nothing more is sent
    in_hand: dict[str, Bundle] = field(default_factory=dict[str, Bundle])  # claimed, by lead
    sending: dict[str, Bundle] = field(default_factory=dict[str, Bundle])  # handed to a platform

    def deliver_due(self) -> int:
        """Send everything that is due; return how many requests were made of it.

        Raises DatabaseUnavailableError; what was claimed is then settled when its lease ends.
        """
        count = 0
        while not self.leaving.is_set() and (bundles := self._claim()) is not None:
            self.in_hand.update({one.lead.id: one for one in bundles})
            try:
                self._deliver_in_order(bundles)
            finally:
                for one in bundles:
                    self.in_hand.pop(one.lead.id, None)
            count += len(bundles)
        return count

    def look(self) -> None:
        """Note what the platforms say of the month's paid messages, for 「狀態」."""
        for platform, reach in self.reaches.items():
            told = reach.allowance()
            if told is None:
                continue
            now = self.clock.now()
            with self.database.unit_of_work() as uow:
                reading = write_reading(told, now)
                uow.settings.set(allowance_setting(platform), reading, now=now)
                uow.commit()

    def _claim(self) -> tuple[Bundle, ...] | None:
        """Take what is due and still holds; None when nothing is due."""
        now = self.clock.now()
        with self.database.unit_of_work() as uow:
            paused = bool(uow.settings.get(PAUSE_SETTING))
            taken = uow.outbox.claim(
                now=now,
                limit=CLAIM_COUNT,
                lease_seconds=self.patience.lease_seconds,
                replies_only=paused,
            )
            last = LastLook(uow, self.editor, now=now)
            looked = last.look(taken)
            self._detours(uow, now).find(looked.lost, IN_DOUBT)
            found = (last.awake(one) for one in bundle(looked.items, now=now))
            bundles = tuple(with_key(uow, one) for one in found if one is not None)
            uow.commit()
        return bundles if taken else None

    def _deliver_in_order(self, bundles: Sequence[Bundle]) -> None:
        """Deliver; what follows something of its chat that is to come again is given back."""
        held_up: set[str] = set()
        for one in bundles:
            if one.lead.chat_id in held_up:
                self._give_back(one)
            elif not self._deliver_or_log(one):
                held_up.add(one.lead.chat_id)

    def _deliver_or_log(self, one: Bundle) -> bool:
        """Deliver; what breaks waits until its lease ends, and other chats go on."""
        try:
            return self._deliver(one)
        except DatabaseUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  # a bug
            _log.error("delivery broke", delivery=one.lead.id, exc_info=error)
            return False

    def _deliver(self, one: Bundle) -> bool:
        """Deliver; False when it comes again, at once or soon."""
        if self.leaving.is_set():
            self._give_back(one)
            return False
        self.failpoint.reach(Step.DELIVERY_CLAIMED)
        pays = not one.is_reply and one.is_fresh
        if pays and (spending := self._judge_spending(one)) is not Spending.GO:
            self._hold(one, spending)
            return True
        unreachable = pays and not self._is_reachable(one)
        lease_until = one.lead.lease_until
        if lease_until is not None and lease_until - self.clock.now() < self.patience.least_left:
            self._give_back(one)
            return False
        self.sending[one.lead.id] = one
        try:
            result = UNREACHABLE if unreachable else self._attempt(one)
            self.failpoint.reach(Step.DELIVERY_SENT)
            verdicts = self._record_all(one, result)
        finally:
            self.sending.pop(one.lead.id, None)
        if one.items[0].parcel.leave_chat and verdicts[0][1].next is not Next.RETRY:
            self._leave(one.lead)
        return not any(verdict.next in COMES_AGAIN for _, verdict in verdicts)

    def let_go(self) -> None:
        """Give back what is in hand: the process ends before it is sent.

        Of what is being sent the outcome is not known; what its sender brings back later is
        ignored. While the database is away the leases must end first.
        """
        for lead_id, one in tuple(self.in_hand.items()):
            with suppress(DatabaseUnavailableError):
                if lead_id in self.sending:
                    self._record_all(one, STOPPED)
                else:
                    self._give_back(one)

    def _give_back(self, one: Bundle) -> None:
        """Let somebody else send it; this was no try."""
        with self.database.unit_of_work() as uow:
            for delivery in one.deliveries:
                uow.outbox.put_back(delivery)
            uow.commit()

    def _judge_spending(self, one: Bundle) -> Spending:
        reach = self.reaches.get(Platform(one.lead.platform))
        if reach is None:
            return Spending.GO
        allowance = reach.allowance()
        if allowance is None or allowance.limit is None:
            return Spending.GO
        cost = reach.cost(chat_of(one.lead))
        with self.database.unit_of_work() as uow:
            reserve = reserve_of(uow.settings.get(RESERVE_SETTING))
        return judge_spending(cost, allowance, binding=not one.is_courtesy, reserve=reserve)

    def _hold(self, one: Bundle, spending: Spending) -> None:
        """Let a bundle wait for the quota; a duty goes to another platform if it can."""
        now = self.clock.now()
        with self.database.unit_of_work() as uow:
            rest: Sequence[Delivery] = one.deliveries
            if spending is Spending.USED_UP and not one.is_courtesy:
                rest = self._detours(uow, now).pass_on(rest, spending, elsewhere=True)
            for delivery in rest:
                wait = COURTESY_WAIT if one.is_courtesy else QUOTA_WAIT
                uow.outbox.hold(delivery, now + wait, spending)
            uow.commit()
        _log.info("delivery held", delivery=one.lead.id, reason=spending, count=len(rest))

    def _is_reachable(self, one: Bundle) -> bool:
        """Tell whether a person can be reached; what nobody knows is tried."""
        lead, now = one.lead, self.clock.now()
        reach = self.reaches.get(Platform(lead.platform))
        if lead.chat_kind != ChatKind.DIRECT or reach is None:
            return True
        with self.database.unit_of_work() as uow:
            known = uow.reachability.find(lead.platform, lead.chat_id)
        if known is not None and now - known.noted_at < REACH_AGE:
            return known.reachable
        told = reach.reaches(chat_of(lead))
        if told is None:
            return known is None or known.reachable
        with self.database.unit_of_work() as uow:
            uow.reachability.note(lead.platform, lead.chat_id, reachable=told, now=now)
            uow.commit()
        return told

    def _attempt(self, one: Bundle) -> SendResult:
        lead = one.lead
        messenger = self.messengers.get(Platform(lead.platform))
        if messenger is None:
            return SendResult(outcome=Outcome.REFUSED, reason="platform is switched off")
        if is_late(lead, now=self.clock.now()):
            return SendResult(outcome=Outcome.LATE, reason="reply ticket expired")
        card, *more = one.cards
        outgoing = Outgoing(
            delivery_id=one.key,
            chat=chat_of(lead),
            card=card,
            reply_ticket=lead.reply_ticket or None,
            more=tuple(more),
            thread=lead.thread,
            only_for=lead.only_for,
            attempt=lead.attempts,
            first_tried_at=lead.keyed_at,
            send_by=lead.lease_until and lead.lease_until - self.patience.least_left_at_last,
        )
        try:
            result = messenger.send(outgoing)
        except Exception as error:  # noqa: BLE001  # a bug: it would break each time
            _log.error("sending broke", delivery=lead.id, exc_info=error)
            return SendResult(outcome=Outcome.REFUSED, reason=f"broken: {type(error).__name__}")
        reach = self.reaches.get(Platform(lead.platform))
        if reach is not None and not one.is_reply:
            if result.outcome is Outcome.DELIVERED:
                reach.spend(chat_of(lead))
            elif result.outcome is Outcome.OVER_QUOTA:
                reach.used_up()
        return result

    def _record_all(self, one: Bundle, result: SendResult) -> tuple[tuple[Delivery, Verdict], ...]:
        now = self.clock.now()
        verdicts = judge_bundle(one, result, now=now)
        lost = [delivery for delivery, verdict in verdicts if verdict.next is Next.DETOUR]
        tired = result.outcome in TIRED_OF
        with self.database.unit_of_work() as uow:
            for delivery, verdict in verdicts:
                if not record(uow, delivery, verdict, result.reason, now=now):
                    _log.warning("late result ignored", delivery=delivery.id)
            detours = self._detours(uow, now)
            detours.find(detours.not_told_anew(lost) if tired else lost, result.reason)
            tells = Platform(one.lead.platform) in self.reaches
            if one.is_reply or not tells:
                note_reach(uow, one.lead, result.outcome, now=now)
            uow.commit()
        for delivery, verdict in verdicts:
            _log.info(
                "delivery",
                delivery=delivery.id,
                platform=delivery.platform,
                why=delivery.why,
                outcome=verdict.next,
                reason=result.reason,
                attempt=delivery.attempts,
            )
        return verdicts

    def _detours(self, uow: UnitOfWork, now: datetime) -> Detours:
        platforms = frozenset(str(one) for one in self.messengers)
        return Detours(uow, self.editor, platforms, now=now)

    def _leave(self, delivery: Delivery) -> None:
        messenger = self.messengers.get(Platform(delivery.platform))
        if messenger is None:
            return
        try:
            messenger.leave(chat_of(delivery))
        except DeliveryError as error:
            _log.warning("cannot leave a group", reason=error.reason)
