"""Posts that came in go into the index, some thousand at a time."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from handlers.watch.rules.grams import EDITION, grams_of
from storage.unit_of_work import UnitOfWork

TOGETHER = 2048  # posts of a segment; those that fill none yet are read one by one by a search


def index_some(
    unit_of_work: Callable[[], UnitOfWork], *, now: datetime, together: int = TOGETHER
) -> bool:
    """Make the next segment; False when there is nothing to do.

    Its words are found between two transactions: nobody waits to write meanwhile.
    """
    with unit_of_work() as uow:
        held = uow.post_index.next_posts(together, EDITION, now=now)
    if not held:
        return False
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, post in enumerate(held):
        for gram in grams_of(post.words):
            places[gram].append(place)
    with unit_of_work() as uow:
        kept = uow.watching.take_turn() and uow.post_index.keep(held, places, EDITION)
        uow.commit()
    return kept
