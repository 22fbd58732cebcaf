"""From what the dates of cases follow, read for many cases together. No command."""

from collections.abc import Iterable
from datetime import datetime

from handlers.reminders.rules.planning import Planned, Surroundings, plan
from handlers.reminders.rules.rungs import LADDER_SETTINGS, Rung, read_ladder, rungs
from handlers.reminders.rules.stages import holding
from handlers.shared.due_words import RESPONSE
from handlers.shared.leads import SETTING as CONTACT_SETTING
from handlers.shared.leads import read_contact
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.shared.windows import SETTING as WINDOW_SETTING
from handlers.shared.windows import USUAL, read_window
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from storage.records.cases import Case, CaseAgency
from storage.records.duties import CaseEvent, ChosenDay, Duty, DutyState
from storage.unit_of_work import UnitOfWork

HUB = "國發會"


class Grounds:
    """Answers what planning asks of cases: the database was asked once for all of them."""

    def __init__(self, uow: UnitOfWork, cases: Iterable[Case]) -> None:
        self._uow = uow
        self.cases = {case.id: case for case in cases}
        ids = self.cases.keys()
        self._duties: dict[int, list[Duty]] = {}
        for duty in uow.duties.of_cases(ids):
            self._duties.setdefault(duty.case_id, []).append(duty)
        self._events: dict[int, list[CaseEvent]] = {}
        for event in uow.duties.events_of_cases(ids):
            self._events.setdefault(event.case_id, []).append(event)
        self._chosen: dict[int, list[ChosenDay]] = {}
        for day in uow.duties.chosen(ids):
            self._chosen.setdefault(day.case_id, []).append(day)
        self._parts = uow.cases.agencies_of(ids)
        self._settings = uow.settings.by_names(
            {
                *LADDER_SETTINGS,
                *(f"{CONTACT_SETTING}{i}" for i in ids),
                *(f"{WINDOW_SETTING}{case.holder_id}" for case in self.cases.values()),
            }
        )
        self._ladder = read_ladder(self._settings.get)
        self._book = Rulebook(uow.rules.all())
        self._entries = uow.calendar.entries()
        self._calendars: dict[int, WorkCalendar] = {}
        hub = uow.agencies.by_name(HUB)
        self._hub_id = hub.id if hub is not None else None

    def duties(self, case: Case) -> tuple[Duty, ...]:
        """Return what was kept of a case's duties when this was read, superseded ones not."""
        return tuple(self._duties.get(case.id, ()))

    def events(self, case: Case) -> tuple[CaseEvent, ...]:
        """Return the events of a case that hold at its stage, by day."""
        return holding(case, self._events.get(case.id, ()))

    def has_events(self, case: Case) -> bool:
        """Whether anything was said to have happened to a case, holding or not."""
        return case.id in self._events

    def parts(self, case: Case) -> tuple[CaseAgency, ...]:
        """Return the agencies with a part in a case."""
        return self._parts.get(case.id, ())

    def chosen(self, case: Case) -> tuple[ChosenDay, ...]:
        """Return the days that agencies chose for a case."""
        return tuple(self._chosen.get(case.id, ()))

    def calendar(self, agency_id: int) -> WorkCalendar:
        """Return the working days of an agency."""
        if agency_id not in self._calendars:
            county = self._uow.agencies.county(agency_id)
            self._calendars[agency_id] = work_calendar(self._entries, county)
        return self._calendars[agency_id]

    def planned(self, case: Case) -> tuple[Planned, ...]:
        """Return every date of a case, earliest first."""
        parts = self.parts(case)
        ids = {case.agency_id, *(part.agency_id for part in parts)}
        ids |= {self._hub_id} if self._hub_id is not None else set()
        around = Surroundings(
            book=self._book,
            hub_id=self._hub_id,
            calendars={i: self.calendar(i) for i in ids},
            pauses=self._entries.pauses,
            contact=read_contact(self._settings.get(f"{CONTACT_SETTING}{case.id}")),
            chosen={(day.agency_id, day.name): day.on for day in self.chosen(case)},
        )
        extended = frozenset(
            d.agency_id
            for d in self.duties(case)
            if d.name == RESPONSE and d.state is DutyState.EXTENDED
        )
        return plan(case, self.events(case), parts, around, extended_ids=extended)

    def rungs_ahead(self, case: Case, duty: Duty, now: datetime) -> tuple[Rung, ...]:
        """Return when a duty is to be told from now on."""
        hours = self._settings.get(f"{WINDOW_SETTING}{case.holder_id}", "")
        window = read_window(hours) or USUAL
        calendar = self.calendar(duty.agency_id)
        found = rungs(duty, self._ladder, calendar, window, today=taipei_date(now))
        return tuple(rung for rung in found if rung.remind_at > now)
