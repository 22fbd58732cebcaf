"""One-time codes, which every way of inviting shares."""

import secrets
from datetime import datetime

from handlers.bindings.errors import TooManyInvitationsError
from handlers.bindings.rules import CODE_LIFE, DAY, INVITATIONS_A_DAY, hash_code, make_code
from handlers.shared.colleagues import Entry
from handlers.shared.roc_date import taipei_date
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork

OPERATOR = "operator"


def make_invitation(
    uow: UnitOfWork, officer: Officer, *, agency_id: int | None, now: datetime, created_by: str
) -> str:
    """Make a code for `officer`; only its hash is kept.

    `created_by` is 「operator」 or 「officer:12」, as in the audit log. Raises
    TooManyInvitationsError.
    """
    made = uow.invitations.count_since(created_by, now - DAY)
    if created_by != OPERATOR and made >= INVITATIONS_A_DAY:
        raise TooManyInvitationsError(INVITATIONS_A_DAY)
    code = make_code(secrets.choice)
    uow.invitations.add(
        officer.id, hash_code(code), expires_at=now + CODE_LIFE, now=now, created_by=created_by
    )
    uow.audit.append(
        at=now,
        actor=created_by,
        agency_id=agency_id,
        action="invite",
        target=f"officer:{officer.id}",
    )
    return code


def add_invitee(
    uow: UnitOfWork, entry: Entry, agency_id: int, *, now: datetime, confirmed_by: str
) -> Officer:
    """Put a colleague into the roster who is not yet there; without a 類型 an observer."""
    officer = uow.officers.add(Officer(id=0, name=entry.name))
    uow.officers.add_appointment(
        Appointment(
            id=0,
            officer_id=officer.id,
            agency_id=agency_id,
            role=entry.role or Role.OBSERVER,
            unit=entry.unit,
            title=entry.title,
            starts_on=taipei_date(now),
            confirmed_at=now,
            confirmed_by=confirmed_by,
        )
    )
    return officer
