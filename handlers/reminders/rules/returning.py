"""What somebody hears after leave, of what somebody else was told meanwhile. Pure."""

from dataclasses import replace

from handlers.reminders.rules.rungs import start_of
from handlers.shared.work_calendar import WorkCalendar
from storage.records.duties import Reminder, ReminderState, Step
from storage.records.presence import Absence

MEANWHILE = "您請假時已先告訴代理。"


def on_return(reminder: Reminder, absence: Absence, calendar: WorkCalendar) -> Reminder:
    """Make what the holder hears on the first working morning back, if it is not done by then."""
    return replace(
        reminder,
        id=0,
        step=Step.HOLDER,
        remind_at=start_of(calendar.after(absence.ends_on, 1)),
        timed=False,
        repeats="",
        text=reminder.text if reminder.duty_id is None else MEANWHILE,
        state=ReminderState.WAITING,
        sent_at=None,
        meant_at=None,
    )
