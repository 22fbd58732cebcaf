"""The chart of a topic: which one goes on a card, and how it is drawn when it is wanted."""

from datetime import datetime

from bot.message import Picture
from bot.pictures import PictureKey
from handlers.watch.rules.chart import SPAN, Bars, bars_of, chart_text, draw
from handlers.watch.rules.volume import HOUR
from storage.unit_of_work import UnitOfWork

KIND = "topic"
HOT = 6 * HOUR


def picture_of(uow: UnitOfWork, wish_id: int, *, now: datetime) -> Picture:
    """Return the picture of a topic's last two weeks."""
    return Picture(PictureKey(KIND, str(wish_id), now).text, chart_text(_bars(uow, wish_id, now)))


def draw_topic(uow: UnitOfWork, key: PictureKey) -> str | None:
    """Draw a topic as of the key's moment; None when nobody subscribes to it any more."""
    if not key.subject.isdecimal() or uow.watching.find(int(key.subject)) is None:
        return None
    return draw(_bars(uow, int(key.subject), key.at))


def _bars(uow: UnitOfWork, wish_id: int, at: datetime) -> Bars:
    return bars_of(uow.watching.moments(wish_id, at - SPAN, at), at, HOT)
