"""Who is speaking, and what they may do; the table in docs/access.md is made from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.room import Access
from storage.records.agencies import Agency
from storage.records.chats import LinkedChat
from storage.records.officers import Appointment, Officer, Role

OFFICER_ROLES = frozenset({Role.PO, Role.DEPUTY, Role.TEAM, Role.PROMOTER, Role.HUB})
MANAGER_ROLES = frozenset({Role.PO, Role.HUB})
NEEDED_ROLES: Mapping[Access, frozenset[Role]] = {
    Access.BOUND: frozenset(Role),
    Access.OFFICER: OFFICER_ROLES,
    Access.MANAGER: MANAGER_ROLES,
    Access.HUB: frozenset({Role.HUB}),
    Access.ADMIN: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """The person behind a message, as far as the bindings tell.

    `agency` is where the person acts for: the ministry of the first appointment in force;
    a person with several appointments has all their agencies in `agency_ids`, to look, and those
    where the person serves as an officer in `office_ids`, to change what is theirs.
    """

    officer: Officer | None = None  # None: a stranger
    agency: Agency | None = None
    appointments: tuple[Appointment, ...] = ()  # those in force today
    chat: LinkedChat | None = None  # the group this was said in
    is_admin: bool = False
    agency_ids: frozenset[int] = field(default_factory=frozenset[int])
    office_ids: frozenset[int] = field(default_factory=frozenset[int])

    @property
    def roles(self) -> frozenset[Role]:
        """The roles in force today."""
        return frozenset(a.role for a in self.appointments)


def may(speaker: Speaker, access: Access) -> bool:
    """Decide whether `speaker` has the standing that `access` asks for."""
    if access is Access.ANYONE:
        return True
    if speaker.officer is None:
        return False
    return speaker.is_admin or bool(speaker.roles & NEEDED_ROLES[access])
