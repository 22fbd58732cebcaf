"""From the outbox to the platforms: claim, send, record. No transaction spans a send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.clock import Clock
from bot.errors import DeliveryError
from bot.failpoint import NO_FAILPOINT, Failpoint, Step
from bot.logs import get_logger
from bot.message import ChatKind, Outgoing, Platform
from bot.outbound import Messenger, Outcome, SendResult
from bot.reach import RememberedReach
from handlers.delivery.commands.detouring import Detours
from handlers.delivery.commands.looking import IN_DOUBT, LastLook
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
from storage.records.messages import Delivery, DeliveryState
from storage.unit_of_work import UnitOfWork

CLAIM_COUNT = 10  # deliveries at a time, and what goes along with them
LEASE_SECONDS = 60
LEAST_LEASE = timedelta(seconds=25)  # a send takes up to two requests to LINE of 10 seconds each
REACH_AGE = timedelta(days=1)  # after that the platform is asked again whether somebody is there
COURTESY_WAIT = timedelta(minutes=15)  # until a courtesy that was held back is looked at again
TIRED_OF = {Outcome.RETRY, Outcome.UNKNOWN, Outcome.LATE}  # nothing is wrong with the message
SHOWS_REACH = {Outcome.DELIVERED, Outcome.UNREACHABLE}
UNREACHABLE = SendResult(outcome=Outcome.UNREACHABLE, reason="unreachable")
IS_OVER = {
    Next.DELIVERED: DeliveryState.DELIVERED,
    Next.UNKNOWN: DeliveryState.UNKNOWN,
    Next.EXPIRED: DeliveryState.EXPIRED,
    Next.FAILED: DeliveryState.FAILED,
}

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

    def deliver_due(self) -> int:
        """Send everything that is due; return how many requests were made of it.

        Raises DatabaseUnavailableError; what was claimed is then settled when its lease ends.
        """
        count = 0
        while (bundles := self._claim()) is not None:
            for one in bundles:
                self._deliver(one)
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
                now=now, limit=CLAIM_COUNT, lease_seconds=LEASE_SECONDS, replies_only=paused
            )
            last = LastLook(uow, self.editor, now=now)
            looked = last.look(taken)
            self._detours(uow, now).find(looked.lost, IN_DOUBT)
            found = (last.awake(one) for one in bundle(looked.items, now=now))
            bundles = tuple(_with_key(uow, one) for one in found if one is not None)
            uow.commit()
        return bundles if taken else None

    def _deliver(self, one: Bundle) -> None:
        self.failpoint.reach(Step.DELIVERY_CLAIMED)
        pays = not one.is_reply and one.is_fresh
        if pays and (spending := self._judge_spending(one)) is not Spending.GO:
            self._hold(one, spending)
            return
        unreachable = pays and not self._is_reachable(one)
        lease_until = one.lead.lease_until
        if lease_until is not None and lease_until - self.clock.now() < LEAST_LEASE:
            with self.database.unit_of_work() as uow:
                for delivery in one.deliveries:
                    uow.outbox.put_back(delivery)
                uow.commit()
            return
        result = UNREACHABLE if unreachable else self._attempt(one)
        self.failpoint.reach(Step.DELIVERY_SENT)
        verdicts = self._record_all(one, result)
        if one.items[0].parcel.leave_chat and verdicts[0][1].next is not Next.RETRY:
            self._leave(one.lead)

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
        )
        result = messenger.send(outgoing)
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
                if not _record(uow, delivery, verdict, result.reason, now=now):
                    _log.warning("late result ignored", delivery=delivery.id)
            detours = self._detours(uow, now)
            detours.find(detours.not_told_anew(lost) if tired else lost, result.reason)
            tells = Platform(one.lead.platform) in self.reaches
            if one.is_reply or not tells:
                _note_reach(uow, one.lead, result.outcome, now=now)
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


def _with_key(uow: UnitOfWork, one: Bundle) -> Bundle:
    """Give a request its UUID, durable before the first try; an answer needs none."""
    if one.is_reply:
        return replace(one, key=one.lead.id)
    if one.lead.request_id is not None:  # some of it may have been settled since, the lead too
        uow.outbox.put_together(one.deliveries, one.lead.request_id)
        return replace(one, key=one.lead.request_id)
    key = str(uuid4())
    uow.outbox.put_together(one.deliveries, key)
    return replace(one, key=key)


def _record(
    uow: UnitOfWork, delivery: Delivery, verdict: Verdict, reason: str, *, now: datetime
) -> bool:
    """Note one verdict; False when another taking of the delivery began meanwhile."""
    due_at, outbox = verdict.due_at or now, uow.outbox
    match verdict.next:
        case Next.RETRY:
            kept = outbox.retry(delivery, due_at, reason)
        case Next.ANEW:
            kept = outbox.send_anew(delivery, due_at, reason)
        case Next.ALONE:
            kept = outbox.send_alone(delivery, due_at, reason, key=str(uuid4()))
        case Next.HELD:
            kept = outbox.hold(delivery, due_at, reason)
        case Next.PUSH:
            kept = outbox.turn_into_push(delivery)
        case Next.DETOUR:
            kept = True  # all that is lost of one person goes another way together
        case over:
            words = "" if over is Next.DELIVERED else reason
            kept = outbox.settle(delivery, IS_OVER[over], now=now, reason=words)
    return kept


def _note_reach(uow: UnitOfWork, lead: Delivery, outcome: Outcome, *, now: datetime) -> None:
    """Whoever got an answer one to one can be reached again.

    Where the platform does not tell who can be reached, every message shows it.
    """
    if lead.chat_kind != ChatKind.DIRECT or outcome not in SHOWS_REACH:
        return
    reachable = outcome is Outcome.DELIVERED
    known = uow.reachability.find(lead.platform, lead.chat_id)
    if reachable != (known is None or known.reachable):
        uow.reachability.note(lead.platform, lead.chat_id, reachable=reachable, now=now)
