"""What is due goes out: one card for each hearer, at most three a day, the rest next morning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from bot.message import Card, ChatKind, ChatRef, Fact, Platform
from handlers.shared.outbox import Why, plan_push
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.topics import Topic, topic
from handlers.shared.windows import Window
from handlers.telling import Manner, calendar_of, tell
from handlers.watch.cards import alert_card, decline_card, digest_card, hushed_card, title_of
from handlers.watch.commands.alike import are_alike, stories_of, was_told
from handlers.watch.commands.drawing import picture_of
from handlers.watch.commands.of_cases import case_of, is_hushed, kept_on, may_hear, number_of
from handlers.watch.commands.ringing import is_rise, may_tell_at, tomorrow_morning
from handlers.watch.commands.showing import posts_of, said_of, shown
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.state import read_topic
from handlers.watch.rules.volume import DAY
from storage.on_duty import gather
from storage.records.chats import LinkedChat
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
        wish = kept_on(uow, wishes[alarm.subscription_id], now=now)
        if wish is None or not _is_wanted(uow, wish, alarm, now=now):
            uow.watching.drop_alarms([alarm.id])
            continue
        hearer = _hearer(uow, wish, now=now)
        if hearer:
            by_hearer.setdefault(hearer, []).append((wish, alarm))
        else:
            _put_off(uow, wish, alarm, now=now)
    return sum(_tell(uow, hearer, due, now=now) for hearer, due in by_hearer.items())


def _is_wanted(uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime) -> bool:
    """Whether an alarm is still worth a word."""
    case = case_of(uow, wish)
    is_muted = wish.event_muted or (wish.muted_until_at is not None and wish.muted_until_at > now)
    return not is_muted and now - alarm.rang_at <= STALE and may_hear(uow, wish, case)


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
    counts = {a.id: _count(uow, wish, a, now=now) for wish, a in due}
    fresh = [(wish, a) for wish, a in due if not was_told(uow, wish, a, now=now)]
    if fresh:
        about = [one for wish, _ in fresh for one in _topics(uow, wish)]
        card = _card(uow, fresh, counts, now=now)
        sent = _send(uow, hearer, fresh, card, about, now=now)
    else:  # the same posts were told of for another topic
        sent = False
    for _, alarm in due:
        told = replace(alarm, told_at=now, told_count=counts[alarm.id])
        uow.watching.save_alarm(told)
    if sent:
        uow.watching.note_push(hearer, now=now)
    return int(sent)


def _card(uow: UnitOfWork, due: Due, counts: Mapping[int, int], *, now: datetime) -> Card:
    """Return one card: of one topic, of several about the same, or a digest."""
    groups: list[_Group] = []
    for wish, alarm in due:
        case = case_of(uow, wish)
        stories = frozenset[int]()  # beside a 敏感 case the words of others would tell its own
        if alarm.kind != AlarmKind.DECLINE.value and not is_hushed(case):
            stories = stories_of(uow, wish, alarm, now=now)
        same = next((one for one in groups if one.is_about(stories)), None)
        if same is None:
            groups.append(_Group(wish, alarm, stories))
        else:
            same.add(wish, alarm)
    if len(groups) > 1:
        return digest_card([(one.wish, one.alarm, counts[one.alarm.id]) for one in groups])
    card = card_of(uow, groups[0].wish, groups[0].alarm, now=now)
    others = groups[0].others
    same_too = Fact("也在您訂的", "、".join(others))
    return replace(card, facts=(*card.facts, same_too)) if others else card


@dataclass(slots=True)
class _Group:
    """Alarms about the same stories; the card is that of the first, or of the first with a case."""

    wish: Subscription
    alarm: Alarm
    stories: frozenset[int]
    others: list[str] = field(default_factory=list[str])

    def is_about(self, stories: frozenset[int]) -> bool:
        """Whether another alarm tells of the same."""
        return are_alike(self.stories, stories)

    def add(self, wish: Subscription, alarm: Alarm) -> None:
        """Take in another alarm about the same."""
        leads = is_rise(alarm) >= is_rise(self.alarm)
        if self.wish.case_id is None and wish.case_id is not None and leads:
            self.wish, wish, self.alarm = wish, self.wish, alarm
        self.others.append(title_of(wish))


def _topics(uow: UnitOfWork, wish: Subscription) -> tuple[str, ...]:
    """Return what a card tells of; what says no more than a number needs no second look."""
    own = topic(Topic.WATCHED, wish.id)
    case = case_of(uow, wish)
    return (own,) if case is None or is_hushed(case) else (own, topic(Topic.CASE, case.id))


def _count(uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime) -> int:
    return len(uow.watching.hits(wish.id, alarm.since_at, now + DAY))


def card_of(uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime) -> Card:
    """Return what an alarm says now; of a 敏感 case its number and no words."""
    case = case_of(uow, wish)
    if is_hushed(case):
        return hushed_card(wish, alarm, _count(uow, wish, alarm, now=now))
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
        case=number_of(case, now=now),
        for_action=any(post.needs_action for post in posts),
    )
    return replace(card, picture=picture_of(uow, wish.id, now=now))


def _send(  # whom, what, and what it tells of
    uow: UnitOfWork,
    hearer: str,
    due: Due,
    card: Card,
    about: Sequence[str],
    *,
    now: datetime,
) -> bool:
    wish = due[0][0]
    kind, _, number = hearer.partition("/")
    if kind == "chat":
        return _tell_group(uow, due, card, about, now=now)
    at_once = wish.urgent and may_tell_at(uow, wish, now) == now
    manner = replace(NEWS, at_once=at_once, topics=about)
    return tell(uow, int(number), card, wish.agency_id, now=now, manner=manner) is not None


def _tell_group(
    uow: UnitOfWork, due: Due, card: Card, about: Sequence[str], *, now: datetime
) -> bool:
    """Tell a group in its hours; one that was left or wants silence is not told."""
    wish = due[0][0]
    chat = next((one for one in uow.chats.enabled() if one.id == wish.chat_id), None)
    if chat is None or (chat.muted_until is not None and chat.muted_until > now):
        return False
    hours = Window(time.fromisoformat(chat.opens_at), time.fromisoformat(chat.closes_at))
    opening = now if wish.urgent else hours.next_opening(now, calendar_of(uow, wish.agency_id))
    place = ChatRef(Platform(chat.platform), ChatKind.GROUP, chat.chat_id)
    push = plan_push(card, place, now=opening, delivery_class=DeliveryClass.COURTESY, why=Why.NEWS)
    push = replace(push, agency_id=wish.agency_id, topics=tuple(about))
    if len(due) == 1 and wish.case_id is not None:
        push = replace(push, thread=_thread(uow, wish.case_id, chat))
    uow.outbox.add(push)
    return True


def _thread(uow: UnitOfWork, case_id: int, chat: LinkedChat) -> str:
    """Return the thread in which a group talks about a case; "" for none: there its news goes."""
    here = (chat.platform, chat.chat_id)
    talks = uow.case_chats.threads_of(case_id)
    return next((one.thread for one in talks if (one.platform, one.chat_id) == here), "")
