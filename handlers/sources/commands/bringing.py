"""Keeping posts that are brought: by a vendor's call, by a vendor's file. No command."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.sources.posts import NAME_LIMIT, RawPost
from bot.sources.vendors import Handed, Kept, Refused
from handlers.sources.rules.keeping import is_old, to_posts
from storage.records.posts import Post, Source, SourceKind
from storage.unit_of_work import UnitOfWork

MOST_SOURCES = 300  # of one kind; a vendor that makes up more has mixed something up
LOCK = "opinion-sources"  # the setting that lets one process at a time make sources
OLD, OFF, MANY = "posted_at: more than 90 days ago", "source: switched off", "source: too many"


def bring(
    uow: UnitOfWork, handed: Handed, kind: SourceKind, vendor: str = "", *, now: datetime
) -> Kept:
    """Keep what is new; the sources it came from are made as they are met. The caller commits.

    `vendor` goes before the names of a file's sources: 「意藍・PTT」.
    """
    names = {place: _name(post, vendor) for place, post in handed.posts}
    found = _sources(uow, kind, names.values(), now=now)
    kept: list[Post] = []
    refused = list(handed.refused)
    for place, post in handed.posts:
        source = found.get(names[place])
        if source is None or source.id is None or not source.on:
            refused.append(Refused(place, MANY if source is None else OFF))
        elif is_old(post, now):
            refused.append(Refused(place, OLD))
        else:
            kept += to_posts([post], source.id, uow.posts.author_key, now=now)
    # Two calls at once meet the same rows in the same order, and wait instead of blocking.
    kept.sort(key=lambda post: (post.source_id, post.external_id))
    new_count = uow.posts.add(kept)
    # A whole vendor is silent or is not: a site of which little is said is no source that is down.
    family = {s.id for s in found.values() if s.id and s.name.partition("・")[0] == vendor}
    everybody = {s.id for s in found.values() if s.id}
    uow.sources.note_delivery(family if vendor else everybody, at=now)
    return Kept(new_count, len(kept) - new_count, tuple(sorted(refused, key=lambda r: r.place)))


def _name(post: RawPost, vendor: str) -> str:
    name = "・".join(filter(None, (vendor, post.site)))
    return name[:NAME_LIMIT]


def _sources(
    uow: UnitOfWork, kind: SourceKind, names: Iterable[str], *, now: datetime
) -> Mapping[str, Source]:
    """Return the sources of a kind by name; those that are missing are made, up to a limit."""
    known = {source.name: source for source in uow.sources.of_kind(kind)}
    new = [name for name in dict.fromkeys(names) if name not in known]
    if not new:
        return known
    uow.settings.set(LOCK, "", now=now)
    known = {source.name: source for source in uow.sources.of_kind(kind)}
    for name in new:
        if name not in known and len(known) < MOST_SOURCES:
            source = Source(kind=kind, name=name, added_at=now)
            known[name] = replace(source, id=uow.posts.add_source(source))
    return known
