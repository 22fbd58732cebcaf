"""What the clock starts: forgetting what was kept long enough."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.privacy.rules import KINDS, days_ago, days_of, left_before
from handlers.shared.colleagues import note_name
from handlers.shared.roc_date import taipei_date
from handlers.shared.windows import own_settings
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """What was forgotten."""

    event_count: int
    delivery_count: int
    erased_count: int


def sweep(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> SweepReport:
    """Forget what is older than its retention; to be started daily."""
    with unit_of_work() as uow:
        days = {
            kind: days_of(retention, uow.settings.get(retention.setting))
            for kind, retention in KINDS.items()
        }
        events = uow.inbox.forget_before(now - timedelta(days=days["訊息"]))
        sent_long_ago = now - timedelta(days=days["送達"])
        deliveries = uow.outbox.forget_before(sent_long_ago)
        uow.requests.forget_words(before=sent_long_ago)
        uow.roll_calls.forget_answers(before=sent_long_ago)
        uow.invitations.forget_before(now - timedelta(days=days["綁定碼"]))
        told_long_ago = now - timedelta(days=days["提醒"])
        uow.reminders.forget_before(told_long_ago)
        uow.duties.forget_answers(before=told_long_ago)
        uow.opinions.forget_words(before=told_long_ago)
        uow.files.forget(now=now)
        said_long_ago = now - timedelta(days=days["貼文"])
        uow.posts.forget(before=said_long_ago)
        uow.watching.forget(before=said_long_ago)
        gone = left_before(
            uow.officers.all(),
            uow.officers.all_appointments(),
            days_ago(taipei_date(now), days["離任"]),
        )
        for officer in gone:
            erase_person(uow, officer, now=now, actor=SYSTEM)
        uow.commit()
    return SweepReport(event_count=events, delivery_count=deliveries, erased_count=len(gone))


def erase_person(uow: UnitOfWork, officer: Officer, *, now: datetime, actor: str) -> None:
    """Wipe a person; that it was done stays in the audit log, by id only."""
    held = uow.officers.appointments(officer_id=officer.id)
    for a in held:
        if uow.settings.get(note_name(a)):
            uow.settings.set(note_name(a), "", now=now)
    uow.officers.erase(officer.id, now=now)
    uow.absences.forget_officer(officer.id)
    uow.reminders.forget_officer(officer.id)
    uow.watches.forget_officer(officer.id)
    uow.watching.forget_officer(officer.id)
    uow.settings.forget(*own_settings(officer.id))
    uow.duties.forget_answers(officer_id=officer.id)
    for agency_id in dict.fromkeys(a.agency_id for a in held) or (None,):
        uow.audit.append(
            at=now,
            actor=actor,
            agency_id=agency_id,
            action="erase",
            target=f"officer:{officer.id}",
        )
