"""What one round of reminders has to know, read together and each only once. No command."""

from collections.abc import Collection, Sequence
from datetime import datetime

from handlers.reminders.commands.reaching import Reach, Roster, reach_for
from handlers.reminders.rules.supervisors import SETTING as SUPERVISOR_SETTING
from handlers.reminders.rules.supervisors import is_for_supervisor, supervisors_in
from handlers.shared.reaching import asked_beside
from handlers.shared.windows import SETTING, USUAL, Window, mark_name, read_window
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from storage.records.cases import Case
from storage.records.duties import Duty, Reminder, Step
from storage.records.officers import Binding
from storage.unit_of_work import UnitOfWork


class Gathered:
    """Answers what is asked of many reminders, without asking the database for each."""

    def __init__(self, uow: UnitOfWork, reminders: Sequence[Reminder], *, now: datetime) -> None:
        self._uow = uow
        self._now = now
        self._duties = uow.duties.by_ids({r.duty_id for r in reminders if r.duty_id is not None})
        self._cases = uow.cases.by_ids({r.case_id for r in reminders if r.case_id is not None})
        askers = {r.officer_id for r in reminders if r.officer_id is not None}
        self._askers = uow.officers.by_ids(askers)
        self._roster = Roster(uow, now=now)
        self._roster.read({r.agency_id for r in reminders if r.officer_id is None})
        self._entries = uow.calendar.entries()
        self._calendars: dict[int, WorkCalendar] = {}
        self._reached = {r.id: self._reach(r) for r in reminders if r.chat_id is None}
        self._windows = self._read_windows({r.officer_id for r in self._reached.values() if r})
        self._marks = self._read_marks(reminders)

    def duty(self, reminder: Reminder) -> Duty | None:
        """Return what a reminder tells of; None for a free one."""
        return self._duties[reminder.duty_id] if reminder.duty_id is not None else None

    def case(self, reminder: Reminder) -> Case | None:
        """Return the case a reminder belongs to; None when it belongs to none."""
        return self._cases[reminder.case_id] if reminder.case_id is not None else None

    def is_orphan(self, reminder: Reminder) -> bool:
        """Whether nobody is to hear it any more.

        Who asked for it was erased, or the supervisor it was for is not to be told.
        """
        duty = self.duty(reminder)
        if duty is not None and is_for_supervisor(reminder):
            return reminder.officer_id not in (self.supervisors(duty) or ())
        asker = self._askers.get(reminder.officer_id or 0)
        return asker is not None and asker.erased_at is not None

    def reach(self, reminder: Reminder) -> Reach | None:
        """Return who is told; None when nobody can be, or a group is."""
        return self._reached.get(reminder.id)

    def accounts(self, officer_id: int) -> tuple[Binding, ...]:
        """Return somebody's chat accounts, oldest first."""
        return self._roster.accounts(officer_id)

    def calendar(self, agency_id: int) -> WorkCalendar:
        """Return the working days of an agency."""
        if agency_id not in self._calendars:
            county = self._uow.agencies.county(agency_id)
            self._calendars[agency_id] = work_calendar(self._entries, county)
        return self._calendars[agency_id]

    def window(self, reached: Reach | None) -> Window:
        """Return when who is told may be reminded."""
        return self._windows.get(reached.officer_id, USUAL) if reached is not None else USUAL

    def is_marked(self, reminder: Reminder) -> bool:
        """Whether who is told marked the reminder's case as urgent."""
        reached = self.reach(reminder)
        if reached is None or reminder.case_id is None:
            return False
        return mark_name(reminder.case_id, reached.officer_id) in self._marks

    def supervisors(self, duty: Duty) -> tuple[int, ...] | None:
        """Return which supervisors hear that nobody answered; None when the agency wants none."""
        if not self._uow.settings.get(f"{SUPERVISOR_SETTING}{duty.agency_id}"):
            return None
        named = self._uow.cases.named_officers(duty.case_id)
        staff = self._roster.staff(duty.agency_id)
        return supervisors_in(staff, self._cases[duty.case_id], named_ids=named)

    def asked(self, reminder: Reminder) -> tuple[Step, ...]:
        """Return at which steps somebody beside the holder could be asked."""
        return asked_beside(self.case(reminder), self._roster.staff(reminder.agency_id))

    def _reach(self, reminder: Reminder) -> Reach | None:
        case = self.case(reminder)
        return reach_for(self._uow, reminder, case, now=self._now, roster=self._roster)

    def _read_windows(self, officer_ids: Collection[int]) -> dict[int, Window]:
        texts = self._uow.settings.by_names({f"{SETTING}{i}" for i in officer_ids})
        chosen = {i: read_window(texts.get(f"{SETTING}{i}", "")) for i in officer_ids}
        return {i: window for i, window in chosen.items() if window is not None}

    def _read_marks(self, reminders: Sequence[Reminder]) -> frozenset[str]:
        pairs = {(r.case_id, one.officer_id) for r in reminders if (one := self.reach(r))}
        names = {mark_name(case_id, i) for case_id, i in pairs if case_id is not None}
        found = self._uow.settings.by_names(names) if names else {}
        return frozenset(name for name, value in found.items() if value)
