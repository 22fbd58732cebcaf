"""What a look changes of what is known of a petition. Pure.

Nothing that was known is lost because a look does not tell it: keys and whole parts of Join's
pages come and go.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.sources.join.records import JoinPetition, Origin
from storage.records.petitions import TYPED, Petition

# How near to the count itself a source is; the lists may lie hours behind the pages.
NEARNESS = {
    TYPED: 0,
    Origin.OPEN_DATA.value: 1,
    Origin.INDEX.value: 2,
    Origin.TEXT.value: 3,
    Origin.PAGE.value: 3,
}
BEHIND = timedelta(days=1)  # no list lies behind for longer


class Change(StrEnum):
    """What became of the count."""

    FIRST = "first"
    ROSE = "rose"
    SAME = "same"
    FELL = "fell"  # withdrawn endorsements, or Join corrected itself: believed, told once
    CORRECTED = "corrected"  # it was typed, and Join has another one
    BEHIND = "behind"  # a slower source has a lower count: not believed
    UNTOLD = "untold"  # the look told none, or is older than what is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A petition after a look, and what is new about it."""

    petition: Petition
    change: Change
    before_count: int | None = None
    has_passed: bool = False  # Join records 成案 for the first time
    has_leads: bool = False  # 分案: other leads than before
    response_changed: bool = False  # a response is new, or somebody edited one


def record(stored: Petition, seen: JoinPetition, *, now: datetime) -> Recorded:
    """Return the petition with what a look found at `now`."""
    fuller = seen.origin is Origin.PAGE or stored.seen_at is None
    leads = bool(seen.leads)
    helpers = bool(seen.helpers)
    key = _responses_key(seen) or stored.responses_key
    known = replace(
        stored,
        title=(seen.title if fuller else "") or stored.title or seen.title,
        summary=(seen.summary if fuller else "") or stored.summary or seen.summary,
        case_number=seen.case_number or stored.case_number,
        status=seen.status or stored.status,
        goal_count=seen.goal or stored.goal_count,
        submitted_at=(seen.submitted_at if fuller else None) or stored.submitted_at,
        review_due_at=seen.review_due_at or stored.review_due_at,
        opened_at=seen.opened_at or stored.opened_at,
        closes_at=seen.closes_at or stored.closes_at,
        passed_at=seen.passed_at or stored.passed_at,
        stated_response_due_at=seen.stated_response_due_at or stored.stated_response_due_at,
        lead_codes=tuple(a.code for a in seen.leads) if leads else stored.lead_codes,
        lead_names=tuple(a.name for a in seen.leads) if leads else stored.lead_names,
        helper_codes=tuple(a.code for a in seen.helpers) if helpers else stored.helper_codes,
        helper_names=tuple(a.name for a in seen.helpers) if helpers else stored.helper_names,
        responses_key=key,
        raw=(seen.raw if fuller else "") or stored.raw or seen.raw,
    )
    counted = count(known, seen.count, source=seen.origin.value, now=now)
    return replace(
        counted,
        has_passed=stored.passed_at is None and known.passed_at is not None,
        has_leads=known.lead_codes != stored.lead_codes,
        response_changed=key != stored.responses_key,
    )


def unchanged(stored: Petition, *, now: datetime) -> Recorded:
    """Return the petition after a look that found its page as it was."""
    counted_at = None if stored.endorse_count is None else now
    return Recorded(petition=replace(stored, counted_at=counted_at), change=Change.SAME)


def count(stored: Petition, found: int | None, *, source: str, now: datetime) -> Recorded:
    """Return the petition with a count that a look found, or that an officer typed."""
    change = judge_count(stored, found, source=source, now=now)
    before = stored.endorse_count
    if change in {Change.UNTOLD, Change.BEHIND}:
        return Recorded(petition=stored, change=change, before_count=before)
    fresh = replace(stored, endorse_count=found, counted_at=now)
    if change is not Change.SAME or NEARNESS[source] >= NEARNESS.get(stored.count_source, 0):
        fresh = replace(fresh, count_source=source)
    if change is Change.FELL:
        fresh = replace(fresh, fell_from_count=before, fell_at=now)
    return Recorded(petition=fresh, change=change, before_count=before)


def judge_count(stored: Petition, found: int | None, *, source: str, now: datetime) -> Change:
    """Decide what a count means, that a source shows at `now`."""
    known, counted_at = stored.endorse_count, stored.counted_at
    if known is None or counted_at is None:
        return Change.UNTOLD if found is None else Change.FIRST
    if found is None or now < counted_at:
        return Change.UNTOLD
    if found >= known:
        return Change.SAME if found == known else Change.ROSE
    if stored.count_source == TYPED and source != TYPED:
        return Change.CORRECTED
    farther = NEARNESS[source] < NEARNESS.get(stored.count_source, 0)
    return Change.BEHIND if farther and now - counted_at < BEHIND else Change.FELL


def _responses_key(seen: JoinPetition) -> str:
    """Return one hash of all responses; "" when there are none."""
    if not seen.responses:
        return ""
    prints = sorted(f"{one.agency.code} {one.fingerprint}" for one in seen.responses)
    return hashlib.sha256("\n".join(prints).encode()).hexdigest()
