"""Who answers for an agency today: its contacts, its parent's, or its successor's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from handlers.contacts.rules.finding_answers import Clue, Contact, Hit, Reason
from handlers.contacts.rules.names import fold
from handlers.contacts.rules.topics import touches
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import in_term
from storage.records.agencies import Agency, Level
from storage.records.officers import Appointment, Officer, Role

# In this order contacts are offered; whoever only watches is not offered for an agency.
_ORDER = (
    Role.PO,
    Role.DEPUTY,
    Role.TEAM,
    Role.PROMOTER,
    Role.HUB,
    Role.BUSINESS_UNIT,
    Role.PARLIAMENT,
    Role.PRESS,
    Role.SUPERVISOR,
)
_RANKS = {role: rank for rank, role in enumerate(_ORDER)}


class ContactBook:
    """Agencies with their contacts; what is in force is decided when asked."""

    def __init__(
        self,
        agencies: Iterable[Agency],
        officers: Iterable[Officer],
        appointments: Iterable[Appointment],
    ) -> None:
        """Keep what may be offered: no erased officer; paused appointments apart."""
        self._agencies = {agency.id: agency for agency in agencies}
        self._successors: defaultdict[str, list[Agency]] = defaultdict(list)
        for agency in self._agencies.values():
            for name in agency.former_names:
                self._successors[fold(name)].append(agency)
        people = {officer.id: officer for officer in officers if officer.erased_at is None}
        self._of_agency: defaultdict[int, list[Contact]] = defaultdict(list)
        self._of_officer: defaultdict[int, list[Contact]] = defaultdict(list)
        self._paused: defaultdict[int, list[Contact]] = defaultdict(list)
        for appointment in appointments:
            officer = people.get(appointment.officer_id)
            agency_of = self._agencies.get(appointment.agency_id)
            if officer is None or agency_of is None:
                continue
            contact = Contact(officer=officer, appointment=appointment, agency=agency_of)
            if appointment.paused:
                self._paused[agency_of.id].append(contact)
                continue
            self._of_agency[agency_of.id].append(contact)
            self._of_officer[officer.id].append(contact)

    def get(self, agency_id: int) -> Agency | None:
        """Return an agency of the list."""
        return self._agencies.get(agency_id)

    def ancestors(self, agency: Agency) -> tuple[Agency, ...]:
        """Return the agencies above `agency`, the nearest first."""
        above: list[Agency] = []
        parent = self._parent(agency)
        while parent is not None and parent != agency and parent not in above:
            above.append(parent)
            parent = self._parent(parent)
        return tuple(above)

    def _parent(self, agency: Agency) -> Agency | None:
        return None if agency.parent_id is None else self._agencies.get(agency.parent_id)

    def offered(self) -> tuple[Contact, ...]:
        """Return every contact that may be in force on some day."""
        return tuple(c for contacts in self._of_officer.values() for c in contacts)

    def todays(self, agency: Agency, today: date) -> Agency | None:
        """Return `agency` if it exists, else its successor; None if it is gone."""
        seen: set[int] = set()
        present: Agency | None = agency
        while present is not None and not present.exists_on(today):
            seen.add(present.id)
            heirs = [
                heir for heir in self._successors.get(fold(present.name), ()) if heir.id not in seen
            ]
            existing = [heir for heir in heirs if heir.exists_on(today)]
            present = next(iter(existing or heirs), None)
        return present

    def answering(self, agency: Agency, today: date) -> Agency | None:
        """Return who answers for `agency`: itself, its successor, or its parent.

        A unit's ministry answers for it, and a 三級 agency's where it has no officer itself.
        """
        present = self.todays(agency, today)
        if present is None:
            return None
        for candidate in (present, *self.ancestors(present)):
            existing = self.todays(candidate, today)
            if existing is None or existing.level is Level.UNIT:
                continue
            if self._has_officer(existing, today) or not self._leads_up(existing):
                return existing
        return present

    def _leads_up(self, agency: Agency) -> bool:
        return agency.level is Level.THIRD and self._parent(agency) is not None

    def _has_officer(self, agency: Agency, today: date) -> bool:
        return any(
            c.appointment.role in OFFICER_ROLES and c.appointment.holds_on(today)
            for c in self._of_agency.get(agency.id, ())
        )

    def paused_officer(self, agency: Agency, today: date) -> Contact | None:
        """Return the officer in term who is away (停用), if `agency` has no other today."""
        if self._has_officer(agency, today):
            return None
        away = [
            c
            for c in self._paused.get(agency.id, ())
            if c.appointment.role in OFFICER_ROLES and in_term(c.appointment, today)
        ]
        return min(away, key=lambda c: _RANKS[c.appointment.role], default=None)

    def contacts(self, agency: Agency, today: date, *, unit: str = "") -> tuple[Contact, ...]:
        """Return the contacts of `agency` in force, in order; those of `unit` first in rank."""
        wanted = fold(unit)
        held = [
            c
            for c in self._of_agency.get(agency.id, ())
            if c.appointment.holds_on(today) and c.appointment.role in _RANKS
        ]
        held.sort(
            key=lambda c: (
                _RANKS[c.appointment.role],
                not _same_unit(wanted, fold(c.appointment.unit)),
                c.officer.name,
                c.officer.id,
            )
        )
        return tuple(held)

    def hit_for_agency(self, agency: Agency, clue: Clue, today: date) -> Hit:
        """Make the hit of whoever answers for `agency` today."""
        answering = self.answering(agency, today)
        if answering is None:
            return Hit(agency=agency, reason=Reason.GONE, matched=clue.matched, score=clue.score)
        present = self.todays(agency, today) or agency
        is_unit = present.level is Level.UNIT and present.id != answering.id
        own = self.contacts(present, today) if is_unit else ()
        unit = present.name if is_unit else clue.unit
        return Hit(
            agency=answering,
            reason=clue.reason if present.id == agency.id else Reason.FORMER,
            matched=clue.matched,
            score=clue.score,
            via=agency if answering.id != agency.id else None,
            unit=clue.unit,
            contacts=(*own, *self.contacts(answering, today, unit=unit)),
            paused=self.paused_officer(answering, today),
            led_to_parent=answering.id != present.id,
        )

    def hit_for_person(self, officer_id: int, clue: Clue, today: date) -> Hit | None:
        """Make the hit of a person; None if no appointment is in force today."""
        held = [
            c
            for c in self._of_officer.get(officer_id, ())
            if c.appointment.holds_on(today) and c.agency.exists_on(today)
        ]
        if not held:
            return None
        held.sort(key=lambda c: _RANKS.get(c.appointment.role, len(_ORDER)))
        return Hit(
            agency=held[0].agency,
            reason=clue.reason,
            matched=clue.matched,
            score=clue.score,
            person=held[0].officer,
            contacts=tuple(held),
        )


def _same_unit(wanted: str, unit: str) -> bool:
    """Whether two folded names mean one unit: 「內政部戶政司」 and 「戶政司」 do."""
    return bool(wanted and unit) and (wanted.endswith(unit) or unit.endswith(wanted))


def in_order(contacts: Iterable[Contact], pieces: Sequence[str]) -> tuple[Contact, ...]:
    """Order by role; of equal ones first who says that the matter is theirs."""
    return tuple(sorted(handlers_first(contacts, pieces), key=lambda c: _RANKS[c.appointment.role]))


def role_first(contacts: Sequence[Contact], role: Role | None) -> tuple[Contact, ...]:
    """Put the contacts of the role that was asked for in front."""
    return tuple(sorted(contacts, key=lambda c: c.appointment.role is not role))


def handlers_first(contacts: Iterable[Contact], pieces: Sequence[str]) -> tuple[Contact, ...]:
    """Put contacts who say that the matter is theirs in front, those who decline it last."""
    return tuple(
        sorted(
            contacts,
            key=lambda c: (
                touches(c.appointment.declines, pieces),
                not touches(c.appointment.handles, pieces),
            ),
        )
    )
