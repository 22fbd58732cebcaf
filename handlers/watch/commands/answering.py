"""靜音訂閱, 有用, 誤報: what people answer to an alarm."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access
from handlers.services import Asked, Services
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.telling import calendar_of
from handlers.watch.cards import title_of
from handlers.watch.commands.board import commands
from handlers.watch.commands.judging import how_long, thanks_card
from handlers.watch.commands.naming import heard_here, named_here, owned_by, read_number
from handlers.watch.commands.ringing import is_rise, window_of_wish
from handlers.watch.errors import HowLongError, NothingToldError
from handlers.watch.rules.muting import EVENT, OFF, read_mute
from handlers.watch.rules.phrasing import FALSE_SHAPES, MUTE_SHAPES, USEFUL_SHAPES
from handlers.watch.rules.state import judged
from handlers.watch.rules.volume import DAY
from storage.records.watching import Alarm, Subscription
from storage.unit_of_work import UnitOfWork

ASKS = frozenset({"多久", "?", "？"})
ANSWERED_WITHIN = 7 * DAY


@commands.add(
    "靜音訂閱",
    usage="靜音訂閱 <編號> <4小時｜至明早｜此事件｜取消>",
    summary="這個話題先別說",
    aliases=("訂閱靜音", "話題靜音"),
    shapes=MUTE_SHAPES,
    examples=("靜音訂閱 3 4小時", "靜音訂閱 3 至明早", "靜音訂閱 3 此事件"),
    access=Access.BOUND,
    changes=True,
)
def mute(request: Asked, services: Services) -> Card:
    """Say nothing of a topic for a while."""
    with services.unit_of_work() as uow:
        wish, rest = named_here(uow, request)
        owned_by(request, wish)
        window, calendar = window_of_wish(uow, wish), calendar_of(uow, wish.agency_id)
        if rest in ASKS:
            return how_long(wish)
        until = read_mute(rest, window, calendar, now=request.now)
        if until is None:
            raise HowLongError(wish.id)
        is_off = until == OFF
        muted = replace(
            wish,
            event_muted=until == EVENT,
            muted_until_at=None if isinstance(until, str) else until,
        )
        uow.watching.save(muted)
        uow.audit.append(
            at=request.now,
            actor=f"officer:{request.speaker.officer.id if request.speaker.officer else 0}",
            agency_id=wish.agency_id,
            action="mute-topic",
            target=f"subscription:{wish.id}",
            detail=rest[:20],
        )
        uow.commit()
    name = title_of(wish)
    if is_off:
        return Card.sentence(f"好，「{name}」有異常會再說。")
    if muted.muted_until_at is None:
        return Card.sentence(f"好，這次不再說「{name}」；平息後，下次升溫再說。")
    when = show_moment(muted.muted_until_at, today=taipei_date(request.now))
    return Card.sentence(f"好，「{name}」靜音到 {when}。")


@commands.add(
    "誤報",
    usage="誤報 <編號>",
    summary="這次不該響：這個話題以後嚴一點",
    aliases=("不用報", "沒事亂叫"),
    shapes=FALSE_SHAPES,
    examples=("誤報 3",),
    access=Access.BOUND,
    changes=True,
)
def false_alarm(request: Asked, services: Services) -> Card:
    """Make a topic's bar higher, within bounds."""
    return _judge(request, services, useful=False)


@commands.add(
    "有用",
    usage="有用 <編號>",
    summary="這次響得好：這個話題照這樣報",
    shapes=USEFUL_SHAPES,
    examples=("有用 3",),
    access=Access.BOUND,
    changes=True,
)
def useful(request: Asked, services: Services) -> Card:
    """Make a topic's bar a little lower, within bounds."""
    return _judge(request, services, useful=True)


def _judge(request: Asked, services: Services, *, useful: bool) -> Card:
    word = "useful" if useful else "false"
    with services.unit_of_work() as uow:
        wish, last = _last_told(uow, request)
        owned_by(request, wish)
        if last.verdict != word:  # the same answer twice moves nothing
            before = judged_back(wish.strictness, last.verdict)
            wish = replace(wish, strictness=judged(before, useful=useful))
            uow.watching.save(wish)
            uow.watching.save_alarm(replace(last, verdict=word))
        uow.commit()
    return thanks_card(wish, useful=useful)


def _last_told(uow: UnitOfWork, request: Asked) -> tuple[Subscription, Alarm]:
    """Return the topic that is meant and its last alarm; without a number, the very last one.

    Raises WhichTopicError, NothingToldError.
    """
    number, _ = read_number(request.argument)
    wishes = heard_here(uow, request) if number is None else (named_here(uow, request)[0],)
    told = [
        (wish, alarm)
        for wish in wishes
        for alarm in uow.watching.alarms_of(wish.id, request.now - ANSWERED_WITHIN)
        if alarm.told_at is not None and is_rise(alarm)
    ]
    if not told:
        raise NothingToldError
    return max(told, key=lambda one: (one[1].told_at or request.now, -one[0].id))


def judged_back(strictness: int, verdict: str) -> int:
    """Return how strict it was before an answer that is now changed."""
    return {"useful": strictness + 1, "false": strictness - 2}.get(verdict, strictness)
