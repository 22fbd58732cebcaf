"""How public opinion of a case stands, in a word. Pure."""

from collections.abc import Iterable
from datetime import timedelta

from handlers.shared.audience import Viewer
from storage.records.watching import Hearer, Subscription

LISTENS_ON = timedelta(days=14)  # after a case was closed: whether it calms down
LOUDEST = ("升溫", "高點", "降溫", "平息", "平常")


def talk_of(topics: Iterable[Subscription], viewer: Viewer) -> str:
    """Return where the loudest topic of a case stands; "" when nobody listens.

    What an agency hears of holds its own 轉知 too: only that agency is told, one to one.
    """
    seen = {
        topic.phase or LOUDEST[-1]
        for topic in topics
        if topic.hearer is not Hearer.AGENCY
        or (topic.agency_id in viewer.agency_ids and not viewer.in_group)
    }
    return next((phase for phase in LOUDEST if phase in seen), "")
