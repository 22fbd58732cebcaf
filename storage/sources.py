"""The feeds that are looked at: whose turn it is, one process at a time, host by host."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, RowMapping, select, update

from storage.records.posts import Source, SourceKind
from storage.tables.posts import opinion_sources as sources
from storage.tables.posts import posts

SWITCHED_ON = (sources.c.kind == SourceKind.FEED.value, sources.c.on.is_(True))


class SourceStore:
    """Finds sources, and gives out turns to look at them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, source_id: int) -> Source | None:
        """Return a source by its number, or None."""
        chosen = select(sources).where(sources.c.id == source_id)
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else _source(row)

    def of_kind(self, kind: SourceKind) -> tuple[Source, ...]:
        """Return all sources of one kind, the oldest first."""
        chosen = select(sources).where(sources.c.kind == kind.value).order_by(sources.c.id)
        return tuple(map(_source, self._connection.execute(chosen).mappings()))

    def is_due(self, *, now: datetime) -> bool:
        """Whether any feed is to be looked at; cheap, and nothing is claimed."""
        chosen = select(sources.c.id).where(*SWITCHED_ON, *_due(now)).limit(1)
        return self._connection.execute(chosen).first() is not None

    def claim_look(self, *, now: datetime, lease: timedelta, pause: timedelta) -> Source | None:
        """Return the feed whose turn it is; for the length of the lease it is ours.

        The others of the same host wait for `pause`: no host is asked twice in that time, by
        however many processes. The claim holds when the transaction commits.
        """
        chosen = select(sources).where(*SWITCHED_ON).order_by(sources.c.next_look_at)
        feeds = tuple(map(_source, self._connection.execute(chosen).mappings()))
        first = next((one for one in feeds if _is_due(one, now)), None)
        if first is None:
            return None
        ids = sorted(one.id for one in feeds if one.id and host_of(one) == host_of(first))
        # Locked in one order, and read again once they are: another process may have been first.
        locked = select(sources).where(sources.c.id.in_(ids)).order_by(sources.c.id)
        family = tuple(map(_source, self._connection.execute(locked.with_for_update()).mappings()))
        mine = min((one for one in family if one.on and _is_due(one, now)), key=_turn, default=None)
        if mine is None:
            return None
        self.put_off([one for one in ids if one != mine.id], until=now + pause)
        claimed = update(sources).where(sources.c.id == mine.id)
        claimed = claimed.values(lease_until_at=now + lease, fence=mine.fence + 1)
        row = self._connection.execute(claimed.returning(*sources.c)).mappings().one()
        return _source(row)

    def put_off(self, ids: Collection[int], *, until: datetime) -> None:
        """Look at none of these before a moment."""
        later = update(sources).where(sources.c.id.in_(sorted(ids)), sources.c.next_look_at < until)
        self._connection.execute(later.values(next_look_at=until))

    def put_off_host(self, source: Source, *, until: datetime) -> None:
        """Leave a source's whole host alone until a moment."""
        family = (one for one in self.of_kind(SourceKind.FEED) if host_of(one) == host_of(source))
        self.put_off([one.id for one in family if one.id is not None], until=until)

    def save_look(self, source: Source) -> bool:
        """Keep how a look went; False when the lease was lost, and nothing was kept."""
        values = {name: value for name, value in asdict(source).items() if name not in _NOT_LOOKED}
        mine = update(sources).where(sources.c.id == source.id, sources.c.fence == source.fence)
        kept = self._connection.execute(mine.values(values | {"lease_until_at": None}))
        return kept.rowcount == 1

    def give_back(self, source: Source) -> None:
        """Let another process look at once, if nobody was given it since."""
        mine = update(sources).where(sources.c.id == source.id, sources.c.fence == source.fence)
        self._connection.execute(mine.values(lease_until_at=None))

    def moments_of(self, source_id: int, limit: int) -> tuple[datetime, ...]:
        """Return when the latest posts of a source were posted, the earliest first."""
        chosen = select(posts.c.posted_at).where(posts.c.source_id == source_id)
        latest = chosen.order_by(posts.c.posted_at.desc()).limit(limit)
        return tuple(reversed(self._connection.execute(latest).scalars().all()))

    def note_replies(self, counts: Mapping[str, int]) -> None:
        """Note how many comments petitions have, by Join's ids; 0 and what is no post are left."""
        known = {join_id: count for join_id, count in counts.items() if count}
        if not known:
            return
        join = select(sources.c.id).where(sources.c.kind == SourceKind.JOIN.value)
        mine = posts.c.source_id.in_(join), posts.c.external_id.in_(sorted(known))
        found = select(posts.c.id, posts.c.external_id, posts.c.reply_count).where(*mine)
        for post_id, join_id, count in self._connection.execute(found.order_by(posts.c.id)).all():
            if count != known[join_id]:
                noted = update(posts).where(posts.c.id == post_id)
                self._connection.execute(noted.values(reply_count=known[join_id]))

    def note_told(self, source_id: int, *, at: datetime | None) -> None:
        """Note when it was reported that nothing comes; None: it comes again."""
        noted = update(sources).where(sources.c.id == source_id)
        self._connection.execute(noted.values(stale_told_at=at))

    def note_delivery(self, ids: Collection[int], *, at: datetime) -> None:
        """Note that posts were brought."""
        brought = update(sources).where(sources.c.id.in_(sorted(ids)))
        self._connection.execute(brought.values(last_ok_at=at, failures=0, trouble=""))


# What somebody may have changed while the look went on, or what no look changes.
_NOT_LOOKED = frozenset(
    {"id", "kind", "name", "url", "agency_id", "zone", "on", "token_hash", "added_at", "added_by"}
) | {"fence", "stale_told_at"}


def host_of(source: Source) -> str:
    """Return the host that a source lies on, in lower case."""
    try:
        return (urlsplit(source.url).hostname or "").lower()
    except ValueError:
        return ""


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    free = sources.c.lease_until_at.is_(None) | (sources.c.lease_until_at <= now)
    return sources.c.next_look_at <= now, free


def _is_due(source: Source, now: datetime) -> bool:
    leased = source.lease_until_at is not None and source.lease_until_at > now
    return source.next_look_at is not None and source.next_look_at <= now and not leased


def _turn(source: Source) -> tuple[datetime, int]:
    return source.next_look_at or source.added_at, source.id or 0


def _source(row: RowMapping) -> Source:
    plain = {name: value for name, value in row.items() if name != "kind"}
    return Source(**plain, kind=SourceKind(row["kind"]))
