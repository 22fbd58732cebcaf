"""Which room draws a picture: the one way from a key to its SVG."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.errors import UnavailableError
from bot.pictures import PictureKey, read_key
from handlers.petitions.commands.drawing import KIND as PETITION
from handlers.petitions.commands.drawing import draw_petition
from handlers.watch.commands.beside import PICTURE as COUNTS
from handlers.watch.commands.beside import draw_counts
from handlers.watch.commands.drawing import KIND as TOPIC
from handlers.watch.commands.drawing import draw_topic
from handlers.watch.commands.meeting import PICTURE as MEETING
from handlers.watch.commands.meeting import draw_meeting
from storage.errors import DatabaseUnavailableError
from storage.unit_of_work import UnitOfWork

DRAWN_BY: Mapping[str, Callable[[UnitOfWork, PictureKey], str | None]] = {
    PETITION: draw_petition,
    TOPIC: draw_topic,
    MEETING: draw_meeting,
    COUNTS: draw_counts,
}


def drawing(unit_of_work: Callable[[], UnitOfWork]) -> Callable[[str], str | None]:
    """Return what draws the SVG of a picture's key; it raises UnavailableError."""
    return partial(_draw, unit_of_work)


def _draw(unit_of_work: Callable[[], UnitOfWork], text: str) -> str | None:
    key = read_key(text)
    if key is None or key.kind not in DRAWN_BY:
        return None
    try:
        with unit_of_work() as uow:
            return DRAWN_BY[key.kind](uow, key)
    except DatabaseUnavailableError as error:
        raise UnavailableError(str(error)) from error
