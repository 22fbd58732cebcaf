"""Who can be told instead, when a message does not reach its person."""

from dataclasses import dataclass
from datetime import datetime

from storage.accounts import reached_accounts
from storage.on_duty import on_duty, taipei_day
from storage.records.chats import LinkedChat
from storage.records.duties import Step
from storage.records.officers import Binding
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitutes:
    """The accounts that are not known to be unreachable, and the agency's groups."""

    name: str
    own: tuple[Binding, ...]  # the person's other accounts
    deputies: tuple[Binding, ...]  # accounts of the agency's deputies who are not on leave
    groups: tuple[LinkedChat, ...]


def find_substitutes(
    uow: UnitOfWork, platform: str, user_id: str, agency_id: int | None, *, now: datetime
) -> Substitutes | None:
    """Return who stands in for the owner of an account; None when nobody owns it.

    Without `agency_id` it is the agency of the person's appointments, if they are in one only:
    else nobody could say whose deputy may read it.
    """
    binding = uow.bindings.find(platform, user_id)
    if binding is None:
        return None
    officer_id = binding.officer_id
    held = uow.officers.appointments(officer_id=officer_id)
    places = [a for a in held if a.holds_on(taipei_day(now))]
    agencies = {agency_id} if agency_id is not None else {a.agency_id for a in places}
    only = agencies.pop() if len(agencies) == 1 else None
    staff = on_duty(uow, only, now=now) if only is not None else None
    wanted = staff.step_beside((officer_id,), Step.DEPUTY) if staff is not None else ()
    deputy_ids = [i for i in wanted if staff is not None and staff.may_be_told(i)]
    return Substitutes(
        name=uow.officers.get(officer_id).shown_name,
        own=tuple(b for b in reached_accounts(uow, officer_id) if b.id != binding.id),
        deputies=tuple(b for one in deputy_ids for b in reached_accounts(uow, one)),
        groups=uow.chats.of_agency(only) if only is not None else (),
    )
