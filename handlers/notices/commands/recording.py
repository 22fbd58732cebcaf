"""What the gazette shows, kept: a new notice, a corrected one, one that was typed before."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.sources.gazette.records import GazetteDraft, GazetteIssue
from handlers.notices.commands.desk import CaseChanged, case_of, family, keep_days
from handlers.notices.errors import BadPeriodError
from handlers.notices.rules.period import plain, read_period
from handlers.notices.rules.titles import TITLE_LIMIT, same_draft
from handlers.shared.roc_date import taipei_date
from storage.records.agencies import Agency, Level
from storage.records.notices import GAZETTE, TYPED, Notice
from storage.unit_of_work import UnitOfWork

TYPED_BEFORE = timedelta(days=120)
_BETWEEN = re.compile(r"[、,，;；\s/]+")


def record_issue(
    uow: UnitOfWork, issue: GazetteIssue, case_changed: CaseChanged, *, now: datetime
) -> int:
    """Keep an issue's drafts; return how many are new. The caller commits."""
    count = 0
    for draft in issue.drafts:
        known = uow.notices.by_meta_id(draft.meta_id)
        mine = family(uow, (agency.id for agency in agencies_of(uow, draft)))
        known = known or _typed_before(uow, draft, mine, now=now)
        if known is None:
            uow.notices.add(_notice(draft, None, now=now), mine)
            count += 1
            continue
        uow.notices.belong(known.id, mine)
        _keep(uow, known, _notice(draft, known, now=now), case_changed, now=now)
    if issue.published_on is not None:
        uow.notices.note_issue(issue.published_on, now=now)
    return count


def agencies_of(uow: UnitOfWork, draft: GazetteDraft) -> tuple[Agency, ...]:
    """Return the agencies that a draft names, as far as they are known here."""
    names = (part for text in (draft.publisher, draft.undertaker) for part in _BETWEEN.split(text))
    found = (_agency(uow, name) for name in names if name)
    return tuple({agency.id: agency for agency in found if agency is not None}.values())


def _agency(uow: UnitOfWork, name: str) -> Agency | None:
    """Find an agency by its name, or that to which an unknown office of it belongs."""
    exact = uow.agencies.by_name(name)
    if exact is not None:
        return exact
    above = [a for a in uow.agencies.all() if a.level is not Level.UNIT and name.startswith(a.name)]
    return max(above, key=lambda agency: len(agency.name), default=None)


def _typed_before(
    uow: UnitOfWork, draft: GazetteDraft, mine: Iterable[int], *, now: datetime
) -> Notice | None:
    typed = uow.notices.typed_of(frozenset(mine), now - TYPED_BEFORE)
    return next((one for one in typed if same_draft(one.title, draft.title)), None)


def _notice(draft: GazetteDraft, known: Notice | None, *, now: datetime) -> Notice:
    """Make the notice that a draft is; what the gazette does not say stays as it was known."""
    days, ends_on = draft.stated_days, draft.ends_on
    if ends_on is None:
        days, ends_on = _by_words(draft, now=now)
    old = known or Notice(id=0, title="", source=GAZETTE, seen_at=now)
    return replace(
        old,
        title=draft.title[:TITLE_LIMIT],
        source=GAZETTE,
        meta_id=draft.meta_id,
        publisher=draft.publisher,
        document_number=draft.document_number,
        published_on=draft.published_on or old.published_on,
        ends_on=ends_on or old.ends_on,
        stated_days=days or old.stated_days,
        link=draft.link,
    )


def _by_words(draft: GazetteDraft, *, now: datetime) -> tuple[int | None, date | None]:
    """Return days and end as the notice's own words have them, where its fields do not."""
    first = draft.published_on
    if first is None:
        return draft.stated_days, None
    if draft.stated_days is not None:
        return draft.stated_days, first + timedelta(days=draft.stated_days)
    try:
        said = read_period(plain(draft.words), today=taipei_date(now), published_on=first)
    except BadPeriodError:
        return None, None
    return said.stated_days, said.ends_on


def _keep(
    uow: UnitOfWork, before: Notice, after: Notice, case_changed: CaseChanged, *, now: datetime
) -> None:
    if after == before or (before.meta_id is not None and before.source == TYPED):
        return  # nothing new, or the officer said a new end since
    uow.notices.save(after)
    case = case_of(uow, after)
    moved = (before.published_on, before.ends_on) != (after.published_on, after.ends_on)
    if case is not None and case.closed_at is None and moved:
        keep_days(uow, after, case, now=now, officer_id=None)
        case_changed(uow, case, now)
