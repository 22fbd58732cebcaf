"""What is looked at beside everything else: Join, the gazette, feeds, and posts that came in."""

from collections.abc import Callable

from bot.aside import Aside
from bot.clock import Clock
from bot.errors import UnavailableError
from bot.scheduler import Job
from bot.sources.feeds.records import Feeds
from bot.sources.gazette.records import Gazette
from bot.sources.join.records import Join
from handlers.hands import Hands
from handlers.notices.jobs import Reader
from handlers.petitions.commands.telling import Teller
from handlers.petitions.jobs import Watcher
from handlers.reminders.commands.planning import plan_duties
from handlers.services import nobodys
from handlers.sources.commands.reporting import report_silence
from handlers.sources.jobs import Feeder, bring_petitions
from handlers.watch.jobs import Watching
from storage.errors import DatabaseUnavailableError
from storage.unit_of_work import UnitOfWork

JOIN_SECONDS = 2.0  # a page of Join at most in each
GAZETTE_SECONDS = 5.0  # when to look next is a column
WATCH_SECONDS = 1.0  # posts that came in are found after this
FEED_SECONDS = 1.0  # a feed at most in each
SILENCE_SECONDS = 60.0  # sources from which nothing comes are told of
PETITION_SECONDS = 30.0  # new petitions become posts

Look = Callable[[], bool]


def nothing_to_look_at() -> bool:
    """Look at nothing."""
    return False


class Lookouts:
    """Looks at what is outside. Each look returns False when nothing was due.

    Every look raises UnavailableError when the database is away.
    """

    def __init__(self, unit_of_work: Callable[[], UnitOfWork], clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self.join: Look = nothing_to_look_at
        self.gazette: Look = nothing_to_look_at
        self.feeds: Look = nothing_to_look_at
        self.is_own_feed: Callable[[str], bool] = nobodys
        self.jobs: tuple[Job, ...] = ()
        self._hands: list[Hands] = []
        self._beside("silence", self._report_silence, SILENCE_SECONDS)
        self.posts = self._beside("posts", Watching(unit_of_work, clock).look, WATCH_SECONDS)

    def open(self, join: Join | None, gazette: Gazette | None, feeds: Feeds | None) -> "Lookouts":
        """Begin to look at what is there; None is not looked at."""
        if join is not None:
            watcher = Watcher(self._unit_of_work, join, self._clock, Teller(plan_duties))
            self._hands.append(watcher.hands)
            self.join = self._beside("join", watcher.look, JOIN_SECONDS)
            self._beside("petitions", self._bring_petitions, PETITION_SECONDS)
        if gazette is not None:
            reader = Reader(self._unit_of_work, gazette, self._clock, plan_duties)
            self._hands.append(reader.hands)
            self.gazette = self._beside("gazette", reader.look, GAZETTE_SECONDS)
        if feeds is not None:
            feeder = Feeder(self._unit_of_work, feeds, self._clock)
            self._hands.append(feeder.hands)
            self.feeds = self._beside("feeds", feeder.look, FEED_SECONDS)
            self.is_own_feed = feeds.is_ours
        return self

    def let_go(self) -> None:
        """Give back what is being looked at: the process ends before the look is over."""
        for hands in self._hands:
            hands.let_go()

    def _report_silence(self) -> bool:
        return report_silence(self._unit_of_work, now=self._clock.now())

    def _bring_petitions(self) -> bool:
        return bring_petitions(self._unit_of_work, now=self._clock.now())

    def _beside(self, name: str, look: Look, seconds: float) -> Look:
        def told() -> bool:
            try:
                return look()
            except DatabaseUnavailableError as error:
                raise UnavailableError(str(error)) from error

        self.jobs = (*self.jobs, Job(name, Aside(name, told).start, seconds))
        return told
