"""What the clock and the operator start: looking at the feeds, taking what vendors bring."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.logs import get_logger
from bot.sources.errors import SourceError, Trouble
from bot.sources.feeds.records import FeedLook, Feeds
from bot.sources.join.records import Mark
from bot.sources.tables import read_table
from bot.sources.vendors import Handed, Kept, read_call, read_rows
from handlers.hands import Hands
from handlers.shared.opinion_pace import LOOK_SETTING, read_looks
from handlers.sources.commands.bringing import bring
from handlers.sources.commands.reporting import judged
from handlers.sources.errors import NoVendorError, UnreadableFileError
from handlers.sources.rules.import_words import imported
from handlers.sources.rules.keeping import petition_post, to_posts
from handlers.sources.rules.pacing import draw, first_pace, interval, next_pace, retry_in
from storage.engine import Database
from storage.records.posts import Source, SourceKind
from storage.unit_of_work import UnitOfWork

LEASE = timedelta(minutes=3)  # longer than any look takes
PAUSE = timedelta(seconds=10)  # between two looks at one host
VENDOR_LIMIT = 30  # characters of a vendor's name
FRESH = timedelta(hours=2)  # since Join was first seen to show a petition
UNDATED = "undated"  # handlers/shared/source_state.py has the words
MANY = 5  # posts; fewer that are all new say nothing

_log = get_logger(__name__)


class Feeder:
    """Looks at feeds. Many processes may, and each feed is looked at by one."""

    def __init__(self, unit_of_work: Callable[[], UnitOfWork], feeds: Feeds, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._feeds = feeds
        self._clock = clock
        self.hands = Hands(unit_of_work)

    def look(self) -> bool:
        """Look at the feed whose turn it is; False: none was due."""
        now = self._clock.now()
        with self._unit_of_work() as uow:
            if not uow.sources.is_due(now=now):  # only read, most of the time
                return False
            source = uow.sources.claim_look(now=now, lease=LEASE, pause=PAUSE)
            uow.commit()
        if source is None:
            return False
        with self.hands.holding(lambda uow: uow.sources.give_back(source)):
            self._look_at(source)
        return True

    def _look_at(self, source: Source) -> None:
        mark = Mark(source.etag, source.last_modified)
        try:
            look = self._feeds.look(source.url, mark, source.zone)
        except SourceError as error:
            self._failed(source, error, now=self._clock.now())
        else:
            self._keep(source, look, now=self._clock.now())

    def _keep(self, source: Source, look: FeedLook, *, now: datetime) -> None:
        with self._unit_of_work() as uow:
            posts = to_posts(look.posts or (), source.id or 0, uow.posts.author_key, now=now)
            new_count = uow.posts.add(posts)
            if source.last_ok_at is None:
                pace = first_pace([post.said_at for post in look.posts or () if post.said_at])
            else:
                pace = next_pace(source.pace, new_count, now - source.last_ok_at)
            all_new = source.last_ok_at is not None and MANY <= new_count == len(posts)
            looks = read_looks(uow.settings.get(LOOK_SETTING))
            if not self._feeds.is_ours(source.url):
                looks = looks.politely()
            drawn = draw(source.id or 0, source.fence)
            undated = not any(one.said_at for one in look.posts or ())
            if not look.posts:
                undated = source.trouble == UNDATED
            seen = replace(
                judged(uow, source, new_count, now=now),
                etag=look.mark.etag,
                last_modified=look.mark.last_modified,
                pace=pace,
                next_look_at=now + interval(pace, looks, all_new=all_new, drawn=drawn),
                last_ok_at=now,
                failures=0,
                trouble=UNDATED if undated else "",
            )
            if uow.sources.save_look(seen):
                uow.commit()

    def _failed(self, source: Source, error: SourceError, *, now: datetime) -> None:
        _log.warning("feed: no look", source=source.id, trouble=error.trouble.value)
        again = now + retry_in(source.failures, error.wait_seconds)
        tried = replace(
            source,
            next_look_at=again,
            failures=source.failures + 1,
            trouble=error.trouble.value,
        )
        with self._unit_of_work() as uow:
            if not uow.sources.save_look(tried):
                return
            if error.wait_seconds is not None:
                uow.sources.put_off_host(source, until=now + timedelta(seconds=error.wait_seconds))
            uow.commit()


def take_call(
    unit_of_work: Callable[[], UnitOfWork], body: bytes, source: str, *, now: datetime
) -> Kept:
    """Keep what a vendor handed over by HTTP; what is no array of posts is refused as a whole."""
    try:
        handed = read_call(body, source)
    except SourceError as error:
        return Kept(error=error.reason, too_large=error.trouble is Trouble.TOO_LARGE)
    with unit_of_work() as uow:
        kept = bring(uow, handed, SourceKind.VENDOR, now=now)
        uow.commit()
    return kept


def import_posts(database: Database, vendor: str, data: bytes, name: str, *, now: datetime) -> str:
    """Keep a vendor's file `name` (CSV, XLSX, ODS); returns what the operator reads.

    Rows that cannot be read are named, and the others are taken. Raises UnreadableTableError,
    UnreadableFileError, NoVendorError.
    """
    plain = "".join(vendor.split())[:VENDOR_LIMIT]
    if not plain or "・" in plain:
        raise NoVendorError
    handed = read_rows(read_table(data, name).rows)
    if handed.missing:
        raise UnreadableFileError(name, handed.missing)
    with database.unit_of_work() as uow:
        kept = bring(uow, handed, SourceKind.FILE, plain, now=now)
        uow.audit.append(
            at=now, actor="operator", agency_id=None, action="import-posts", target="posts"
        )
        uow.commit()
    return imported(plain, kept)


def bring_petitions(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> bool:
    """Let subscriptions meet the petitions that Join showed lately; False: there was none."""
    with unit_of_work() as uow:
        petitions = uow.petitions.endorsing(now=now)
    fresh = [one for one in petitions if one.title and now - one.added_at <= FRESH]
    if not fresh:
        return False
    with unit_of_work() as uow:
        raw = enumerate(petition_post(one) for one in fresh)
        kept = bring(uow, Handed(tuple(raw)), SourceKind.JOIN, now=now)
        uow.commit()
    return kept.new_count > 0
