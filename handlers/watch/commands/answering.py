"""靜音訂閱, 有用, 誤報: what people answer to an alarm."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access, Shape
from handlers.services import Asked, Services
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.telling import calendar_of
from handlers.watch.cards import subject
from handlers.watch.commands.board import commands
from handlers.watch.commands.naming import named_here, owned_by
from handlers.watch.commands.ringing import is_rise, window_of_wish
from handlers.watch.errors import HowLongError, NothingToldError
from handlers.watch.rules.muting import EVENT, OFF, read_mute
from handlers.watch.rules.state import judged
from handlers.watch.rules.volume import DAY

ANSWERED_WITHIN = 7 * DAY


@commands.add(
    "靜音訂閱",
    usage="靜音訂閱 <編號> <4小時｜至明早｜此事件｜取消>",
    summary="這個話題先別說",
    aliases=("訂閱靜音", "話題靜音"),
    shapes=(
        Shape("靜音 # 四小時|4小時|4個小時|四個小時", "# 4小時"),
        Shape("靜音 # 至明早|到明早|至明天早上|到明天早上", "# 至明早"),
        Shape("靜音 # 此事件|這件事|這個事件|這次", "# 此事件"),
    ),
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
    name = subject(wish.text)
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
        wish, _ = named_here(uow, request)
        owned_by(request, wish)
        alarms = uow.watching.alarms_of(wish.id, request.now - ANSWERED_WITHIN)
        told = [one for one in alarms if one.told_at is not None and is_rise(one)]
        if not told:
            raise NothingToldError
        last = told[-1]
        if last.verdict != word:  # the same answer twice moves nothing
            before = judged_back(wish.strictness, last.verdict)
            uow.watching.save(replace(wish, strictness=judged(before, useful=useful)))
            uow.watching.save_alarm(replace(last, verdict=word))
        uow.commit()
    name = subject(wish.text)
    if useful:
        return Card.sentence(f"謝謝，「{name}」照這樣報。")
    return Card.sentence(f"謝謝，「{name}」以後要更明顯才會響。")


def judged_back(strictness: int, verdict: str) -> int:
    """Return how strict it was before an answer that is now changed."""
    return {"useful": strictness + 1, "false": strictness - 2}.get(verdict, strictness)
