"""Invented notices of drafts for the sandbox, as the gazette would have shown them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records.notices import GAZETTE, Notice
from storage.unit_of_work import UnitOfWork

TAIPEI = ZoneInfo("Asia/Taipei")
ISSUES = 80  # days back; more than a list looks
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class _Sample:
    meta_id: str
    title: str
    agencies: tuple[str, ...]
    begun: int  # days ago
    days: int


SAMPLES = (
    _Sample("sample-1", "修正「菸害防制法施行細則」草案（範例）", ("國健署", "衛福部"), 10, 60),
    _Sample("sample-2", "訂定「健保卡換發辦法」草案（範例）", ("衛福部",), 4, 30),
    _Sample("sample-3", "修正「戶籍登記辦法」草案（範例）", ("內政部",), 6, 60),
)


def fill_notices(uow: UnitOfWork, now: datetime) -> None:
    """Put in what is missing; the caller commits. Again changes nothing."""
    today = now.astimezone(TAIPEI).date()
    fresh = [one for one in SAMPLES if uow.notices.by_meta_id(one.meta_id) is None]
    for sample in fresh:
        _fill(uow, sample, today, now)
    if fresh:
        for back in range(1, ISSUES):
            day = today - timedelta(days=back)
            if day.weekday() < SATURDAY:
                uow.notices.note_issue(day, now=now)


def _fill(uow: UnitOfWork, sample: _Sample, today: date, now: datetime) -> None:
    first = today - timedelta(days=sample.begun)
    found = (uow.agencies.by_name(name) for name in sample.agencies)
    agencies = [agency for agency in found if agency is not None]
    uow.notices.add(
        Notice(
            id=0,
            title=sample.title,
            source=GAZETTE,
            seen_at=now,
            meta_id=sample.meta_id,
            publisher=agencies[0].name,
            published_on=first,
            ends_on=first + timedelta(days=sample.days),
            stated_days=sample.days,
        ),
        [agency.id for agency in agencies],
    )
    # They are no news: nobody is told of invented drafts on a Monday.
    for agency in agencies:
        uow.notices.claim_week(agency.id, today - timedelta(days=today.weekday()))
