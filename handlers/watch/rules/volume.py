"""How much was said, hour by hour, from the posts that were found. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.phase import Course, follow
from handlers.watch.rules.season import DaysOff, Season, slot_of
from handlers.watch.rules.stories import SPAN
from handlers.watch.rules.topic import Topic
from storage.records.watching import PostHit, WatchHour

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
BACK = timedelta(days=30)  # what is replayed


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def hours_of(hits: Iterable[PostHit], since: datetime) -> dict[datetime, WatchHour]:
    """Count the hits of each hour from `since` on; those before tell which stories are old.

    Of a story only the first post is a voice, of an author only the first new story in an hour.
    """
    seen: dict[int, datetime] = {}
    grouped: dict[datetime, list[tuple[PostHit, bool]]] = {}
    for hit in sorted(hits, key=lambda one: (one.at, one.post_id)):
        last = seen.get(hit.story_id)
        is_new = last is None or hit.at - last > SPAN
        seen[hit.story_id] = hit.at
        if hit.at >= since:
            grouped.setdefault(hour_of(hit.at), []).append((hit, is_new))
    return {at: _hour(at, found) for at, found in grouped.items()}


def like(known: Iterable[WatchHour], counts: Mapping[datetime, int]) -> dict[datetime, WatchHour]:
    """Return hours of which only the posts are counted; the rest is as in those that are known."""
    hours = list(known)
    posts = sum(hour.post_count for hour in hours)
    stories, writers, voices = (
        sum(each) / posts if posts else 1.0
        for each in (
            [hour.story_count for hour in hours],
            [hour.author_count for hour in hours],
            [hour.voice_count for hour in hours],
        )
    )
    return {
        at: WatchHour(
            at=at,
            post_count=n,
            story_count=round(n * stories),
            author_count=round(n * writers),
            voice_count=round(n * voices),
        )
        for at, n in counts.items()
    }


def _hour(at: datetime, found: Sequence[tuple[PostHit, bool]]) -> WatchHour:
    hits = [hit for hit, _ in found]
    return WatchHour(
        at=at,
        post_count=len(hits),
        story_count=len({hit.story_id for hit in hits}),
        author_count=authors(hits),
        voice_count=authors([hit for hit, is_new in found if is_new]),
    )


def authors(hits: Sequence[PostHit]) -> int:
    """Count who wrote; of whom nothing is known, each is one."""
    known = {hit.author_key for hit in hits if hit.author_key}
    return len(known) + sum(not hit.author_key for hit in hits)


class Player:
    """Takes in one hour after the other, live and in a replay."""

    def __init__(self, topic: Topic, course: Course, days: Iterable[int] = ()) -> None:
        """`days` are the voices of the 23 hours before, the earliest first."""
        self.topic, self.course = topic, course
        self._last = list(days)[-23:]
        self.rang: list[tuple[datetime, AlarmKind]] = []

    def hour(
        self, at: datetime, count: int, season: Season, calendar: DaysOff | None
    ) -> tuple[AlarmKind, ...]:
        """Take in an hour that is over; return what is worth a word."""
        spoke = self.topic.observe(at, count, slot_of(at, calendar), season)
        self._last = [*self._last, count][-24:]
        heard = [kind for kind, told in self.topic.told_at.items() if told == at]
        usual = self.topic.slow.level * (DAY / HOUR)
        self.course = follow(self.course, at + HOUR, sum(self._last), usual, {*spoke, *heard})
        return spoke

    def glance(
        self, at: datetime, count: int, season: Season, calendar: DaysOff | None
    ) -> tuple[AlarmKind, ...]:
        """Look at an hour that is not over; return what is worth a word already."""
        spoke = self.topic.glance(at, count, slot_of(at, calendar), season)
        if spoke:
            day = sum(self._last) + count
            self.course = follow(self.course, at, day, self.topic.slow.level * (DAY / HOUR), spoke)
        return spoke


def usual_day(hours: Iterable[WatchHour], since: datetime, until: datetime) -> float:
    """Return how many posts a day between two moments usually had."""
    days: dict[int, int] = dict.fromkeys(range(max(1, (until - since) // DAY)), 0)
    for hour in hours:
        place = (until - hour.at - HOUR) // DAY
        if hour.at < until and place in days:
            days[place] += hour.post_count
    middle = median(days.values())
    return middle or sum(days.values()) / len(days)


def replay(
    player: Player,
    hours: Mapping[datetime, WatchHour],
    span: tuple[datetime, datetime],
    season: Season,
    calendar: DaysOff | None,
) -> list[tuple[datetime, AlarmKind]]:
    """Play the hours of a span; return when what would have been said; the player keeps it too."""
    rang: list[tuple[datetime, AlarmKind]] = []
    at, end = span
    while at < end:
        hour = hours.get(at)
        count = hour.voice_count if hour is not None else 0
        rang += [(at, kind) for kind in player.hour(at, count, season, calendar)]
        at += HOUR
    player.rang += rang
    return rang


def events_of(rang: Iterable[tuple[datetime, AlarmKind]]) -> list[datetime]:
    """Return when a card about heating up would have come: one for each event."""
    events: list[datetime] = []
    for at, kind in rang:
        if kind is not AlarmKind.DECLINE and (not events or at - events[-1] >= DAY):
            events.append(at)
    return events
