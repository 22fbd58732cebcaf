"""What is due goes out: one card for each hearer, at most three a day, the rest next morning."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.shared.outbox import Why, plan_push
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.topics import Topic, topic
from handlers.shared.windows import Window
from handlers.telling import Manner, calendar_of, tell
from handlers.watch.cards import alert_card, decline_card, digest_card
from handlers.watch.commands.drawing import picture_of
from handlers.watch.commands.ringing import may_tell_at, tomorrow_morning
from handlers.watch.commands.showing import posts_of, said_of, shown
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.state import read_topic
from handlers.watch.rules.volume import DAY
from storage.on_duty import gather
from storage.records.messages import DeliveryClass
from storage.records.watching import Alarm, Hearer, Subscription
from storage.unit_of_work import UnitOfWork

MOST_A_DAY = 3  # cards for one person, or one chat
STALE = timedelta(days=4)  # an alarm that could not be told for so long is none
WEEK = 7 * DAY
NEWS = Manner(why=Why.NEWS, courtesy=True)
Due = Sequence[tuple[Subscription, Alarm]]


def tell_due(uow: UnitOfWork, *, now: datetime) -> int:
    """Enqueue what is due; return how many cards. The caller has the turn, and commits."""
    alarms = uow.watching.due_alarms(now=now)
    wishes = {one.id: one for one in uow.watching.named({a.subscription_id for a in alarms})}
    by_hearer: dict[str, list[tuple[Subscription, Alarm]]] = {}
    for alarm in alarms:
        wish = wishes[alarm.subscription_id]
        muted = wish.event_muted or (wish.muted_until_at is not None and wish.muted_until_at > now)
        if muted or now - alarm.rang_at > STALE:
            uow.watching.drop_alarms([alarm.id])
            continue
        hearer = _hearer(uow, wish, now=now)
        if hearer:
            by_hearer.setdefault(hearer, []).append((wish, alarm))
        else:
            _put_off(uow, wish, alarm, now=now)
    return sum(_tell(uow, hearer, due, now=now) for hearer, due in by_hearer.items())


def _hearer(uow: UnitOfWork, wish: Subscription, *, now: datetime) -> str:
    """Return who hears of a topic today: 「officer/5」, 「chat/3」; "" for nobody."""
    if wish.hearer is Hearer.GROUP:
        return f"chat/{wish.chat_id}"
    if wish.hearer is Hearer.ME:
        return f"officer/{wish.officer_id}" if _is_there(uow, wish, now=now) else ""
    turn = gather(uow, [wish.agency_id], now=now)[wish.agency_id].turn_to()
    return f"officer/{turn.officer_id}" if turn is not None else ""


def _is_there(uow: UnitOfWork, wish: Subscription, *, now: datetime) -> bool:
    """Whether who subscribed still serves in that agency: its own posts are for nobody else."""
    today = taipei_date(now)
    places = {
        place.agency_id
        for place in uow.officers.appointments(officer_id=wish.officer_id)
        if place.holds_on(today)
    }
    family = {one.id: one.parent_id for one in uow.agencies.all() if one.id in places}
    return wish.agency_id in places or wish.agency_id in family.values()


def _put_off(uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime) -> None:
    uow.watching.save_alarm(replace(alarm, due_at=tomorrow_morning(uow, wish, now)))


def _tell(uow: UnitOfWork, hearer: str, due: Due, *, now: datetime) -> int:
    midnight = datetime.combine(taipei_date(now), time(), TAIPEI)
    is_morning = any(alarm.due_at - alarm.rang_at > DAY / 4 for _, alarm in due)
    if uow.watching.push_count(hearer, midnight) >= MOST_A_DAY and not is_morning:
        for wish, alarm in due:
            _put_off(uow, wish, alarm, now=now)
        return 0
    first_wish, first_alarm = due[0]
    counts = [_count(uow, wish, alarm, now=now) for wish, alarm in due]
    if len(due) == 1:
        card = card_of(uow, first_wish, first_alarm, now=now)
    else:
        lines = [(w, a, count) for (w, a), count in zip(due, counts, strict=True)]
        card = digest_card(lines)
    about = [topic(Topic.WATCHED, wish.id) for wish, _ in due]
    sent = _send(uow, hearer, first_wish, card, about, now=now)
    for (_, alarm), count in zip(due, counts, strict=True):
        uow.watching.save_alarm(replace(alarm, told_at=now, told_count=count))
    if sent:
        uow.watching.note_push(hearer, now=now)
    return int(sent)


def _count(uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime) -> int:
    return len(uow.watching.hits(wish.id, alarm.since_at, now + DAY))


def card_of(uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime) -> Card:
    """Return what an alarm says now."""
    if alarm.kind == AlarmKind.DECLINE.value:
        lately = len(uow.watching.hits(wish.id, now - 2 * DAY, now + DAY))
        before = len(uow.watching.hits(wish.id, now - 2 * DAY - WEEK, now - 2 * DAY))
        return decline_card(wish, (lately, before / 7), read_topic(wish.state)[1])
    hits = uow.watching.hits(wish.id, alarm.since_at, now + DAY)
    posts = posts_of(uow, hits)
    card = alert_card(
        wish,
        alarm,
        said_of(uow, wish, hits, alarm.since_at, now=now),
        shown(uow, wish.text, posts, hits),
        now=now,
        for_action=any(post.needs_action for post in posts),
    )
    return replace(card, picture=picture_of(uow, wish.id, now=now))


def _send(  # whom, what, and what it tells of
    uow: UnitOfWork,
    hearer: str,
    wish: Subscription,
    card: Card,
    about: Sequence[str],
    *,
    now: datetime,
) -> bool:
    kind, _, number = hearer.partition("/")
    if kind == "chat":
        return _tell_group(uow, wish, card, about, now=now)
    at_once = wish.urgent and may_tell_at(uow, wish, now) == now
    manner = replace(NEWS, at_once=at_once, topics=about)
    return tell(uow, int(number), card, wish.agency_id, now=now, manner=manner) is not None


def _tell_group(
    uow: UnitOfWork, wish: Subscription, card: Card, about: Sequence[str], *, now: datetime
) -> bool:
    """Tell a group in its hours; one that was left or wants silence is not told."""
    chat = next((one for one in uow.chats.enabled() if one.id == wish.chat_id), None)
    if chat is None or (chat.muted_until is not None and chat.muted_until > now):
        return False
    hours = Window(time.fromisoformat(chat.opens_at), time.fromisoformat(chat.closes_at))
    opening = now if wish.urgent else hours.next_opening(now, calendar_of(uow, wish.agency_id))
    place = ChatRef(Platform(chat.platform), ChatKind.GROUP, chat.chat_id)
    push = plan_push(card, place, now=opening, delivery_class=DeliveryClass.COURTESY, why=Why.NEWS)
    uow.outbox.add(replace(push, agency_id=wish.agency_id, topics=tuple(about)))
    return True
