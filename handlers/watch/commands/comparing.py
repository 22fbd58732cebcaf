"""What is known of the weeks around a case's meeting. No command; all of it the reader's own."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.watch.commands.tallying import series_about
from handlers.watch.rules.meeting import Report, Row, Window, window_of
from handlers.watch.rules.tallies import by_day
from handlers.watch.rules.tally_words import unit_of
from handlers.watch.rules.volume import BACK, authors
from storage.records.cases import Case
from storage.records.petitions import CountSpan
from storage.records.rules import Event
from storage.records.watching import PostHit, Subscription
from storage.unit_of_work import UnitOfWork

DAY = timedelta(days=1)


def meeting_on(uow: UnitOfWork, case: Case) -> date | None:
    """Return the day of a case's 協作會議; None when it is not known."""
    events = uow.duties.events(case.id)
    return next((one.on for one in events if one.event is Event.MEETING), None)


def gather_report(
    uow: UnitOfWork, case: Case, on: date, agency_ids: Collection[int], *, now: datetime
) -> Report:
    """Gather what agencies know of a case around a meeting: their topics, their counts."""
    window = window_of(on, taipei_date(now))
    wishes = [one for one in uow.watching.of_cases([case.id]) if one.agency_id in agency_ids]
    posts, stories, authors_ = _post_rows(uow, wishes, window, now=now) or (None, None, None)
    texts = [case.subject, *(one.text for one in wishes)]
    series = (*_series(uow, agency_ids, texts, window), *_endorsed(uow, case, window))
    return Report(window, posts, stories, authors_, series)


def _post_rows(
    uow: UnitOfWork, wishes: Sequence[Subscription], window: Window, *, now: datetime
) -> tuple[Row, Row, Row] | None:
    if not wishes:
        return None
    days = [day for day in window.days if day <= taipei_date(now)]
    first, last = _midnight(window.days[0]), _midnight(window.days[-1] + DAY)
    hits: dict[int, PostHit] = {}
    for wish in wishes:
        hits |= {hit.post_id: hit for hit in uow.watching.hits(wish.id, first, last)}
    listened = min(wish.added_at for wish in wishes) - BACK  # as far back as was looked then
    earliest = uow.posts.first_posted_at(max(first, listened))
    since = None if earliest is None else taipei_date(earliest)
    known = [day for day in days if since is not None and since <= day]
    grouped: dict[date, list[PostHit]] = {day: [] for day in known}
    seen: set[int] = set()
    stories = dict.fromkeys(known, 0)
    for hit in sorted(hits.values(), key=lambda one: (one.at, one.post_id)):
        day = taipei_date(hit.at)
        if day in grouped:
            grouped[day].append(hit)
            stories[day] += hit.story_id not in seen
        seen.add(hit.story_id)
    return (
        Row("貼文", "則", {day: float(len(found)) for day, found in grouped.items()}),
        Row("新說法", "個", {day: float(count) for day, count in stories.items()}),
        Row("發言者", "位", {day: float(authors(found)) for day, found in grouped.items()}),
    )


def _series(
    uow: UnitOfWork, agency_ids: Collection[int], texts: Sequence[str], window: Window
) -> list[Row]:
    found = series_about(uow, agency_ids, texts)
    tallies = uow.tallies.counts([one.id for one in found], window.days[0])
    channels = Counter(one.channel for one in found)
    rows: list[Row] = []
    for one in found:
        mine = [
            t for t in tallies if t.series_id == one.id and _fits(t.first_on, t.last_on, window)
        ]
        name = f"{one.channel} {one.topic}" if channels[one.channel] > 1 else one.channel
        counts = dict(zip(window.days, by_day(mine, window.days), strict=True))
        if any(value is not None for value in counts.values()):
            rows.append(Row(name, unit_of(one.channel), counts))
    return rows


def _fits(first_on: date, last_on: date, window: Window) -> bool:
    """Whether a count lies on one side: what spans the meeting tells nothing of a difference."""
    return any(
        bool(side) and side[0] <= first_on and last_on <= side[-1]
        for side in (window.before, (window.on,), window.after)
    )


def _endorsed(uow: UnitOfWork, case: Case, window: Window) -> list[Row]:
    """Return the petition's endorsements of each day, where looks lie on both sides of it."""
    spans = uow.petitions.spans([case.join_id]).get(case.join_id, ()) if case.join_id else ()
    counts: dict[date, float | None] = {}
    for day in window.days:
        before, after = _count_at(spans, _midnight(day)), _count_at(spans, _midnight(day + DAY))
        if before is None or after is None:
            counts[day] = None
        else:
            counts[day] = max(0.0, float(round(after - before)))
    if all(value is None for value in counts.values()):
        return []
    return [Row("附議", "人", counts)]


def _count_at(spans: Sequence[CountSpan], moment: datetime) -> float | None:
    """Return how many had endorsed at a moment, on a straight line between two looks."""
    earlier = [span for span in spans if span.first_at <= moment]
    later = [span for span in spans if span.last_at >= moment]
    if not earlier or not later:
        return None
    one, other = earlier[-1], later[0]
    if one.last_at >= moment or other.first_at <= one.last_at:
        return float(one.count)
    part = (moment - one.last_at) / (other.first_at - one.last_at)
    return one.count + part * (other.count - one.count)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TAIPEI)
