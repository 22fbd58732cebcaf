"""From a case's events to what which agency owes until when. Pure.

Obligations belong to case × agency: the timetable and the call to the proposer to one 主辦, the
response and its one extension to each. Information is planned too, for nobody: it is only shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from handlers.shared.deadlines import Deadline, compute, ending_on
from handlers.shared.due_words import RESPONSE
from handlers.shared.leads import Contact, contact_of, leads
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.shared.work_calendar import BASE, WorkCalendar
from storage.records.calendar import Pause
from storage.records.cases import Case, CaseAgency, Secrecy
from storage.records.duties import SUPERIOR, CaseEvent, Duty, DutyState, EventStanding
from storage.records.rules import Actor, Event, Force, Rule

EXTENSION = "展延"
ANSWERED = frozenset({DutyState.DONE, DutyState.EXCUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What besides the case decides what is owed."""

    book: Rulebook
    hub_id: int | None = None  # 國發會
    calendars: Mapping[int, WorkCalendar] = field(default_factory=dict[int, WorkCalendar])
    pauses: tuple[Pause, ...] = ()
    contact: Contact | None = None  # which 主辦 contacts the proposer, where somebody said
    chosen: Mapping[tuple[int, str], date] = field(default_factory=dict[tuple[int, str], date])
    """The days that agencies chose for the case, by agency id and name of the date."""

    def calendar_of(self, agency_id: int | None) -> WorkCalendar:
        """Return the working days of an agency's county."""
        return self.calendars.get(agency_id or 0, BASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A date of a case: what `agency_id` owes, or, with None, what everybody may know."""

    agency_id: int | None
    name: str
    force: Force
    last_on: date
    due_at: datetime
    safe_on: date
    day_off: str = ""
    provisional: bool = False
    deadline: Deadline | None = None  # None: the typed deadline, which no rule explains

    @property
    def is_paused(self) -> bool:
        """Whether an election pause put it off."""
        return self.deadline is not None and self.deadline.explanation.paused_count > 0

    @property
    def is_chosen(self) -> bool:
        """Whether its agency chose the day, in place of the rule's."""
        return self.deadline is not None and self.deadline.explanation.by_rule_on is not None

    @property
    def stops_in_pause(self) -> bool:
        """Whether an election pause can put it off."""
        return self.deadline is not None and self.deadline.rule.stops_in_pause

    def duty(self, case_id: int, agency_id: int, *, now: datetime) -> Duty:
        """Return it as a duty that was planned now."""
        found = self.deadline
        return Duty(
            id=0,
            case_id=case_id,
            agency_id=agency_id,
            name=self.name,
            force=self.force,
            rule_key=found.rule.key if found else "",
            event=found.rule.event if found else None,
            event_on=found.event_on if found else None,
            last_on=self.last_on,
            due_at=self.due_at,
            safe_on=self.safe_on,
            day_off=self.day_off,
            provisional=self.provisional,
            planned_at=now,
        )


def plan(
    case: Case,
    events: Iterable[CaseEvent],
    parts: Iterable[CaseAgency],
    around: Surroundings,
    *,
    extended_ids: frozenset[int] = frozenset(),
) -> tuple[Planned, ...]:
    """Return every date of a case, earliest first; `extended_ids` announced an extension.

    A case that was closed, cancelled or is 密件 owes nothing.
    """
    if case.cancelled_at or case.closed_at or case.secrecy is Secrecy.SECRET:
        return ()
    planner = _Planner(case, tuple(parts), around, extended_ids)
    found = [planned for event in events for planned in planner.following(event)]
    return tuple(sorted([*found, *_typed(case, around)], key=lambda one: (one.due_at, one.name)))


@dataclass(frozen=True, slots=True)
class _Planner:
    case: Case
    parts: tuple[CaseAgency, ...]
    around: Surroundings
    extended_ids: frozenset[int]

    def following(self, event: CaseEvent) -> Iterator[Planned]:
        """Plan what an event sets in motion, and what that sets in motion in turn."""
        sure_event = event.standing is EventStanding.CONFIRMED
        for rule in self._rules(event.event, event.on, None):
            for agency_id, sure in self._actors(rule):
                planned = self._planned(rule, event.on, agency_id, sure=sure and sure_event)
                yield planned
                if rule.name == RESPONSE and agency_id is not None:
                    yield from self._before_response(planned, agency_id)
        for agency_id in {self.case.agency_id, *leads(self.case, self.parts)[0]}:
            for rule in self._own_rules(event.event, event.on, agency_id):
                yield self._planned(rule, event.on, agency_id, sure=sure_event)

    def _before_response(self, response: Planned, agency_id: int) -> Iterator[Planned]:
        """Plan an agency's extension, and its own steps up to the response or its extension."""
        last = response
        for rule in self._rules(Event.RESPONSE_DUE, response.last_on, None):
            if rule.name != EXTENSION or agency_id in self.extended_ids:
                sure = not response.provisional
                planned = self._planned(rule, response.last_on, agency_id, sure=sure)
                last = planned if rule.name == EXTENSION else last
                yield planned
        for rule in self._own_rules(Event.RESPONSE_DUE, last.last_on, agency_id):
            yield self._planned(rule, last.last_on, agency_id, sure=not response.provisional)

    def _rules(self, event: Event, on: date, agency_id: int | None) -> tuple[Rule, ...]:
        kind = self.case.kind
        return self.around.book.following(event, on=on, kind=kind, agency_id=agency_id)

    def _own_rules(self, event: Event, on: date, agency_id: int) -> tuple[Rule, ...]:
        return tuple(r for r in self._rules(event, on, agency_id) if r.agency_id == agency_id)

    def _actors(self, rule: Rule) -> tuple[tuple[int | None, bool], ...]:
        """Return who must act by a rule, each with whether that is certain."""
        if rule.force is Force.INFORMATION:
            return ((None, True),)
        lead_ids, sure = leads(self.case, self.parts)
        match rule.actor:
            case Actor.EACH_LEAD:
                return tuple((agency_id, sure) for agency_id in lead_ids)
            case Actor.CONTACT_LEAD:
                contact = contact_of(lead_ids, self.around.contact)
                return ((contact.agency_id, sure and contact.sure),)
            case Actor.HOLDER:
                return ((self.case.agency_id, True),)
            case Actor.NDC:
                return ((self.around.hub_id, True),)
            case _:
                return ((None, True),)

    def _planned(self, rule: Rule, on: date, agency_id: int | None, *, sure: bool) -> Planned:
        calendar = self.around.calendar_of(agency_id)
        found = compute(rule, on, calendar, self.around.pauses)
        chosen = self.around.chosen.get((agency_id or 0, rule.name))
        if chosen is not None and may_choose(rule, chosen, found.last_on):
            found = ending_on(found, chosen, calendar)
        return Planned(
            agency_id=agency_id,
            name=rule.name,
            force=rule.force,
            last_on=found.last_on,
            due_at=found.due_at,
            safe_on=found.safe_on,
            day_off=found.day_off,
            provisional=not sure or found.explanation.paused_count > 0,
            deadline=found,
        )


def may_choose(rule: Rule, on: date, by_rule_on: date) -> bool:
    """Whether an agency may put another day in place of the rule's.

    Its internal dates are its own; an extension may be announced for earlier than the longest.
    """
    if rule.name == EXTENSION:
        return on < by_rule_on
    return rule.force is Force.INTERNAL and on != by_rule_on


def _typed(case: Case, around: Surroundings) -> Iterator[Planned]:
    """Plan the deadline that somebody typed: the superior's, of the agency that owns the case."""
    if case.due_at is None:
        return
    last_on = taipei_date(case.due_at)
    calendar = around.calendar_of(case.agency_id)
    yield Planned(
        agency_id=case.agency_id,
        name=SUPERIOR,
        force=Force.BINDING,
        last_on=last_on,
        due_at=case.due_at,
        safe_on=calendar.last_workday(last_on),
        day_off=calendar.why_off(last_on),
    )


@dataclass(frozen=True, slots=True)
class Replan:
    """What changes when a case is planned anew."""

    added: tuple[Planned, ...] = ()
    gone: tuple[Duty, ...] = ()
    updated: tuple[Duty, ...] = ()  # same date; certainty or explanation changed


def replan(kept: Iterable[Duty], planned: Iterable[Planned]) -> Replan:
    """Compare what is kept with what should be.

    What was answered stays answered, whatever its date became; and what only one 主辦 has to do
    is done when another did it.
    """
    kept = tuple(kept)
    done = {duty.name for duty in kept if duty.state in ANSWERED}
    wanted = {
        (p.agency_id, p.name): p
        for p in planned
        if p.agency_id is not None and not (p.name in done and _is_for_one_lead(p))
    }
    gone: list[Duty] = []
    updated: list[Duty] = []
    for duty in kept:
        key = duty.agency_id, duty.name
        one = wanted.get(key)
        if one is None or duty.state is not DutyState.OPEN:
            gone += [duty] if duty.state is DutyState.OPEN else []
            wanted.pop(key, None)
        elif one.due_at != duty.due_at or _starts_elsewhere(one, duty):
            gone.append(duty)
        else:
            del wanted[key]
            fresh = _refreshed(duty, one)
            updated += [fresh] if fresh != duty else []
    return Replan(tuple(wanted.values()), tuple(gone), tuple(updated))


def _is_for_one_lead(planned: Planned) -> bool:
    return planned.deadline is not None and planned.deadline.rule.actor is Actor.CONTACT_LEAD


def _starts_elsewhere(planned: Planned, duty: Duty) -> bool:
    event_on = planned.deadline.event_on if planned.deadline else None
    return event_on != duty.event_on


def _refreshed(duty: Duty, planned: Planned) -> Duty:
    fresh = planned.duty(duty.case_id, duty.agency_id, now=duty.planned_at)
    return replace(fresh, id=duty.id, told_at=duty.told_at, seen_at=duty.seen_at)
