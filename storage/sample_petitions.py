"""Invented petitions for the sandbox, with counts as looks at Join would have left them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from storage.records.petitions import Petition
from storage.records.watches import Mark
from storage.unit_of_work import UnitOfWork

GOAL = 5000
LASTS = timedelta(days=61)
BY_PAGE = "提案頁"
STEP = timedelta(hours=24)
OPENED_AGO = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class _Sample:
    join_id: str
    title: str
    counts: tuple[int, ...]  # a day apart, the last one now
    warned: tuple[tuple[str, int], ...] = ()  # mark, and how many days ago


SAMPLES = (
    _Sample(
        "00000000-0000-4000-8000-000000000037",
        "健保卡換發（範例）",
        (35, 70, 150, 260, 420, 600, 860, 1180, 1700, 2540, 3180),
        (("watch", 2), ("act", 1)),
    ),
    _Sample("00000000-0000-4000-8000-000000000038", "公園夜間照明（範例）", (610, 640, 655)),
    _Sample("00000000-0000-4000-8000-000000000039", "一次用飲料杯押金（範例）", (20, 34, 52)),
)


def fill_petitions(uow: UnitOfWork, now: datetime) -> None:
    """Put in what is missing; the caller commits. Again changes nothing."""
    for sample in SAMPLES:
        if uow.petitions.find(sample.join_id) is None:
            _fill(uow, sample, now)


def _fill(uow: UnitOfWork, sample: _Sample, now: datetime) -> None:
    petition = Petition(
        join_id=sample.join_id,
        added_at=now,
        title=sample.title,
        status="FirstSigned",
        goal_count=GOAL,
        opened_at=now - OPENED_AGO,
        closes_at=now - OPENED_AGO + LASTS,
        count_source=BY_PAGE,
    )
    uow.petitions.add(petition)
    for days, count in zip(range(len(sample.counts) - 1, -1, -1), sample.counts, strict=True):
        at = now - days * STEP
        uow.petitions.save(replace(petition, endorse_count=count, counted_at=at, seen_at=at))
    for name, days in sample.warned:
        count = sample.counts[-1 - days]
        at = now - days * STEP
        mark = Mark(join_id=sample.join_id, name=name, reached_at=at, reached_count=count)
        uow.watches.mark(mark)
